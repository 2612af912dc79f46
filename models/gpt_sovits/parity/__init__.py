"""Parity with the original: runs of ours held against recorded runs of the reference implementation."""

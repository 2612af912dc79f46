"""Readers of timed scripts, one module per format: bytes -> Draft."""

"""Timed scripts."""

"""Encoding detection: what a text without a label is encoded in, and text that was decoded wrongly before."""

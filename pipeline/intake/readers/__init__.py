"""Readers of manuscripts: one module per format, each with one function from a path to a Manuscript."""

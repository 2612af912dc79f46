"""A module per format, or per kind of format: what its files are, what it is made from, how it is written."""

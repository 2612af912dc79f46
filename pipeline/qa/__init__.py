"""Findings in their place in the book, waivers, and the verdict on a production."""

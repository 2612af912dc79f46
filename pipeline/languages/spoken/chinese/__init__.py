"""Spoken forms of Chinese."""

"""Spoken forms of Japanese."""

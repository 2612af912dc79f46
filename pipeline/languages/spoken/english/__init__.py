"""Spoken forms of English."""

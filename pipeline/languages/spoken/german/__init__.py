"""Spoken forms of German."""

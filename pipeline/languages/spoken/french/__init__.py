"""Spoken forms of French."""

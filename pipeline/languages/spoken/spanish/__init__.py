"""Spoken forms of Spanish."""

"""Spoken forms of Italian."""

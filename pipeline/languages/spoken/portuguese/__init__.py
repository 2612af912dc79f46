"""Spoken forms of Portuguese, of Brazil and of Portugal."""

"""Casting: which voice speaks each passage, by the cast's rules and by speech tags, and what its engine can speak."""

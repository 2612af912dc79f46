"""Weights files: reading, loading into networks, fetching official ones, importing a voice's."""

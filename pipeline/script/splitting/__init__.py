"""Sentence boundary detection, and the cutting of sentences that are too long for an engine."""

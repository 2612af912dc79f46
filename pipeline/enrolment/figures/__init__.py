"""Figures of a clip, at 16 kHz and by numpy alone: observations, to which limits are applied elsewhere."""

"""Draft lines: a chapter cut into lines, each with its spoken form, its voice and the pause after it."""

"""Models that hear takes, one module each; registered in `LISTENERS` of models/__init__.py."""

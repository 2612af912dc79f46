"""Checks of what was made: finished files opened again, their levels against a spec, what changed since."""

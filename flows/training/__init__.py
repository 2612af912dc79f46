"""Trainings of voices: voice.py, from a manifest to a registered version; flow.py, the same as a Prefect deployment."""

"""Calibration of the gate: known faults are injected into takes of a voice, and limits found that tell them apart."""

"""Data of a training: lines with their sound, checked before anything is made of them, and their features."""

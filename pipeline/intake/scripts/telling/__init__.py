"""Telling speech from what stands beside it in cues: sounds, songs, speakers' names, marks, a second language."""

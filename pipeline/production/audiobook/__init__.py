"""The audiobook: chapters at the level of a spec, between takes and deliverables."""

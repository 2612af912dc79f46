"""The records, one file per language of which much is known."""

"""English front end: number reading, grapheme to phoneme."""

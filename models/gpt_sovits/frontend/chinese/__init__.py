"""Chinese front end: number reading, tone sandhi, grapheme to phoneme."""

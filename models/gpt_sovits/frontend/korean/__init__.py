"""Korean front end: number reading, hanja, pronunciation rules, grapheme to phoneme."""

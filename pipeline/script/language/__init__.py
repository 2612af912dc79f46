"""The language of each line: as the manuscript marks it, or detected from its letters and small words."""

"""DAPT, the Dubbing and Audio description Profile of TTML2 (W3C): its records, rules, reader and writer."""

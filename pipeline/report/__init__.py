"""The report of a production: what came of it, as one HTML page and as its JSON twin."""

"""The page on which a voice's clips are listened to and dataset.tsv is corrected."""

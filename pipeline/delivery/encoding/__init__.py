"""Encoding of single chapters: codecs, the encoder, the comparison of what was encoded with its master."""

"""Benches of v3 and v4: random weights of any width, throughput, and a book counted before it is spoken."""

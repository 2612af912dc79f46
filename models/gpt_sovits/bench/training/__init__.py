"""Training of small networks with random bases: make train."""

"""Input from strangers: limits of size and names, and native decoders in a process that may die."""

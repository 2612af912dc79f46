"""Reading YAML strictly: bounded, with line numbers and did-you-mean, each value built as its field wants it."""

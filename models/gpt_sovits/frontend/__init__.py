"""Front end: text -> phones, by `mixed.phrase`. Needs no PyTorch, and a language's package only when it is spoken."""

"""Text -> phones. `mixed.phrase` is the door. Needs no PyTorch, and each language's package only when it is spoken."""

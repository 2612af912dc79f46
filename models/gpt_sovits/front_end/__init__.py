"""Text -> phones. `mixed.phrase` is the door; it needs no PyTorch, and each language its own package only when spoken."""

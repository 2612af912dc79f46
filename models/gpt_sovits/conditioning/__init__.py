"""What conditions the networks: BERT features of the text, prompt tokens and style of the reference clip."""

"""What the spoken forms of Chinese and Japanese share."""

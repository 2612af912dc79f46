"""Plain text: paragraphs, inline marks, notes, titles and the notation of Aozora Bunko."""

"""What is known of languages: tags, abbreviations, small words, spoken forms."""

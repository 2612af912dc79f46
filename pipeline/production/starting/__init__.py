"""How a production begins: from a book to a folder with a commented manifest."""

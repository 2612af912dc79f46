"""The structure of a book: blocks, headings, chapters, and the role of each chapter (body, preface, index ...)."""

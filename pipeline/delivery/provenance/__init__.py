"""Where a file comes from, and how it says so: the record, signatures, watermarks, and reading them again."""

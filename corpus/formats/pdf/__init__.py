"""PDF: characters, lines, reading order, pages, and their pictures."""

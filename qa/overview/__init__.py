"""The collection as a whole: its map, and questions that it can answer."""

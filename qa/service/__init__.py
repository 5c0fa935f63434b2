"""What is served: collections, and what they share."""

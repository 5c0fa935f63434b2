"""A question becomes hits: by meaning, by words, and both fused."""

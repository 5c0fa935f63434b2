"""The programs that make the entailment model again; nothing else needs them."""

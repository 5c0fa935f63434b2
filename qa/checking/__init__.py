"""Does the collection say what a sentence says? Drafts of people and of models, checked."""

"""What a source has to say before it supports a sentence, one module a kind of error."""

"""HTML: from a page to its text, without what stands around it."""

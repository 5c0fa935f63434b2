"""Who may call, and what a browser may do with a reply."""

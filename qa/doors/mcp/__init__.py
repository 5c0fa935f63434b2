"""The tools that Pincite offers by MCP, the same over stdio and HTTP."""

"""Pincite in the shapes that programs know: MCP, OpenAI, Anthropic. Nothing here knows Flask."""

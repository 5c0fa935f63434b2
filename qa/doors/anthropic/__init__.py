"""Answers in the shapes of Anthropic's API, whose citations name characters."""

"""How questions and answers are worded in Spanish."""

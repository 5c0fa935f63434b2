"""How questions and answers are worded in German."""

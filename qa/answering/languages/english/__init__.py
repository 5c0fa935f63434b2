"""How questions and answers are worded in English."""

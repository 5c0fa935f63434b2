"""Answers in the shapes of OpenAI's API, for programs that know no other."""

"""From bytes to text: byte order marks, Unicode, and the charset in which words look like words.

And from text to what XML can hold of it.
"""

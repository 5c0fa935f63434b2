"""The confidence of an answer in plain words, the same on the page and the command line."""

# How often the first quote was right, by tenths of confidence, on the everyday questions that come
# with Pincite, to which nothing is fitted: from .4 .50, .5 .55, .6 .68, .7 .72, .8 .88, .9 .97. So
# what is "likely" is right more often than not, and what is "very likely" is seldom wrong.
LIKELY = 0.6
VERY_LIKELY = 0.8


def certainty(confidence: float) -> str:
    """Return how likely it is that the quoted words answer."""
    if confidence >= VERY_LIKELY:
        return "very likely"
    return "likely" if confidence >= LIKELY else "possible"

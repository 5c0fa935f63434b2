"""The confidence of an answer in plain words, the same on the page and the command line."""

# To be set anew whenever the confidence is fitted; now guesses: "very likely" from where an answer
# is wrong at most once in five by its own account, "likely" from where answers are shown at all.
LIKELY = 0.6
VERY_LIKELY = 0.8


def certainty(confidence: float) -> str:
    """Return how likely it is that the quoted words answer."""
    if confidence >= VERY_LIKELY:
        return "very likely"
    return "likely" if confidence >= LIKELY else "unsure"

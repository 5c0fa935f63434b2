"""Numbers of things in words."""


def counted(number: int, what: str) -> str:
    """Return how many there are of something, with what it is in the singular or plural."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"

"""What the sender of a mail wrote below words that no mark sets off from it."""

from collections.abc import Sequence

from corpus.formats.mail.writer import UNKNOWN, Writer, is_signed, signatures


def without_sender(
    words: Sequence[str],
    writers: Sequence[Writer | None],
    unmarked: Sequence[int],
    sender: str,
) -> list[Writer | None]:
    """Return who wrote each line; nobody is named where the sender may have gone on.

    Below the head of a forwarded mail nothing says where it ends. Where its sender's own name
    signs it, some of the words are the sender's, and nobody knows which.

    Args:
        words: The lines that stand at the depth of the sender's own; others are empty.
        writers: Who wrote them, as far as heads and attributions say.
        unmarked: The lines, in order, from which on somebody else's words are not set off.
        sender: Who sent the mail.
    """
    made = list(writers)
    names = signatures(sender)
    for begins, ends in zip(unmarked, [*unmarked[1:], len(words)], strict=False):
        body = [at for at in range(begins, ends) if words[at]]
        writer = writers[body[0]] if body else None
        body = [at for at in body if writers[at] is writer]
        if writer is None or not writer.author or names & signatures(writer.author):
            continue
        if (signed := _signed(words, body[1:], names)) >= 0:
            _unname(made, words, body, signed, signatures(writer.author))
    return made


def _signed(words: Sequence[str], body: Sequence[int], names: frozenset[str]) -> int:
    """Return the first line of a body that one of some names signs; -1 for none."""
    for above, at in zip([-1, *body], body, strict=False):
        below_rule = above >= 0 and not words[above].strip("-\u2013\u2014_ ")
        if is_signed(words[at], names) or (below_rule and _begins_with(words[at].lower(), names)):
            return at
    return -1


def _begins_with(line: str, names: frozenset[str]) -> bool:
    return any(line.startswith(name) and not line[len(name)].isalnum() for name in names)


def _unname(
    made: list[Writer | None],
    words: Sequence[str],
    body: Sequence[int],
    signed: int,
    names: frozenset[str],
) -> None:
    """Leave to a writer only what the writer signed; what only the sender can have written, too."""
    own = max((at for at in body if at < signed and is_signed(words[at], names)), default=-1)
    rest = [at for at in body if at > own]
    between = [at for at in rest if at < signed and words[at].strip("-\u2013\u2014_ ")]
    for at in rest:
        made[at] = None if own >= 0 and not between else UNKNOWN

"""Notes on files inside a file that are not read."""

from collections.abc import Iterator, Sequence

from corpus.naming import part_name

_NAMED = 10  # a guess: who reads more of them?


def left_out(names: Sequence[str], what: str, why: str = "was not read") -> Iterator[str]:
    """Yield a note that names what was left out, if there is any.

    Args:
        names: As the file has them.
        what: `file`, `attachment`.
        why: Of one of them.
    """
    if not names:
        return
    shown = [part_name(name) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        shown.append(f"{len(names) - _NAMED:,} more")
    if len(names) == 1:
        yield f"1 {what} {why}: {shown[0]}."
        return
    plural = why.replace("was ", "were ").replace("opens ", "open ")
    yield f"{len(names):,} {what}s {plural}: {', '.join(shown[:-1])} and {shown[-1]}."

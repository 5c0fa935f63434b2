"""The answers of a batch as one HTML page that needs nothing else."""

from collections.abc import Iterator, Sequence
from html import escape

from qa.doors.batch.results import Answered, cited, named
from qa.doors.exports.reference import line, page, said
from qa.doors.exports.saved import SavedCitation

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse }
th, td { border: 1px solid #bbb; padding: .5rem .75rem; text-align: left; vertical-align: top }
thead th { background: #f2f2f2; position: sticky; top: 0 }
q { quotes: "“" "”" } .none, small { color: #555 } .doubt { color: #a00000 }
@media (prefers-color-scheme: dark) {
  body { color: #e8e8e8; background: #161616 } thead th { background: #262626 }
  .none, small { color: #aaa } .doubt { color: #ff9b9b } a { color: #8ab4f8 }
}
"""
_HEAD = (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<meta name="referrer" content="no-referrer">\n'
    f"<title>Answers</title>\n<style>{_STYLE}</style>\n"
)


def as_html(answered: Sequence[Answered], questions: Sequence[str]) -> str:
    """Return a page with a table: a row a question, or a row a document and a column a question.

    Every text is escaped, and the page runs no script and loads nothing. Pins are links where
    the service has a public address.
    """
    each = any(a.document is not None for a in answered)
    rows = _document_rows(answered, questions) if each else _question_rows(answered)
    return f"{_HEAD}<h1>Answers</h1>\n<table>\n{''.join(rows)}</tbody>\n</table>\n</html>\n"


def _question_rows(answered: Sequence[Answered]) -> Iterator[str]:
    yield "<thead><tr><th>Question<th>Answer</tr></thead>\n<tbody>\n"
    for a in answered:
        yield f'<tr><th scope="row">{_text(a.result.asked.question)}<td>{_answer(a)}</tr>\n'


def _document_rows(answered: Sequence[Answered], questions: Sequence[str]) -> Iterator[str]:
    heads = "".join(f"<th>{_text(question)}" for question in questions)
    yield f"<thead><tr><th>Document{heads}</tr></thead>\n<tbody>\n"
    rows: dict[str, dict[int, Answered]] = {}
    for a in answered:
        assert a.document is not None, "it was put to each document"
        rows.setdefault(a.document.id, {})[a.result.asked.number] = a
    for of in rows.values():
        info = next(iter(of.values())).document
        assert info is not None
        name = f"{_text(info.title)}<br><small>{_text(info.source)}</small>"
        cells = (of.get(n) for n in range(1, len(questions) + 1))
        row = "".join(f"<td>{_answer(a) if a else ''}" for a in cells)
        yield f'<tr><th scope="row">{name}{row}</tr>\n'


def _answer(answered: Answered) -> str:
    quotes = "".join(f"<p>{_quote(citation)}" for citation in cited(answered))
    words = said(answered.answer)
    why = f'<p class="none">{_text(words)}' if words else ""
    return f"{quotes}{why}<p><small>confidence {answered.confidence:.0%}</small>"


def _quote(citation: SavedCitation) -> str:
    shown = page(citation) or citation.title
    if citation.link:
        address, title = escape(citation.link), _text(named(citation))
        pin = f'<a href="{address}" title="{title}">[{_text(shown)}]</a>'
    else:
        pin = f"<small>[{_text(shown)}, {_text(citation.pin)}]</small>"
    warning = f' <b class="doubt">{_text(citation.warning)}</b>' if citation.warning else ""
    return f"<q>{_text(citation.quote)}</q> {pin}{warning}"


def _text(text: str) -> str:
    return escape(line(text))

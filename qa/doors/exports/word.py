"""Answers as a Word document whose footnotes are real ones.

python-docx writes the document, but no footnotes: their part is made here, of the elements that
ECMA-376 (part 1, 17.11) names, and put into the same package.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qa.doors.exports.reference import line, note, remarks, said, stated, written_by
from qa.doors.exports.saved import SavedAnswer, SavedCitation

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_TEXT, _REFERENCE = "FootnoteText", "FootnoteReference"
# The lines over footnotes and over those that go on from the page before: Word wants both.
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in enumerate(("separator", "continuationSeparator"), start=-1)
)
_SETTINGS = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
_FOOTNOTE = (
    '<w:footnote w:id="{number}"><w:p>'
    f'<w:pPr><w:pStyle w:val="{_TEXT}"/></w:pPr>'
    f'<w:r><w:rPr><w:rStyle w:val="{_REFERENCE}"/></w:rPr><w:footnoteRef/></w:r>'
    "</w:p></w:footnote>"
)
_SIZE = 10  # points; Word's own size of footnotes

Element = Any
"""An element of lxml; python-docx adds methods that its types do not have."""


def docx(answers: Sequence[SavedAnswer]) -> bytes:
    """Return answers as a .docx file: a heading, the sentences, and a footnote for each pin."""
    from docx import Document

    document = Document()
    _describe(document, answers)
    _add_styles(document)
    footnotes = _Footnotes(document)
    for answer in answers:
        document.add_heading(line(answer.question), level=1)
        for sentence in answer.sentences:
            paragraph = document.add_paragraph(stated(sentence))
            for citation in sentence.citations:
                footnotes.add(paragraph, citation)
            for words in remarks(sentence):
                document.add_paragraph(words)
        for words in filter(None, (written_by(answer), said(answer))):
            document.add_paragraph(words)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: "Document", answers: Sequence[SavedAnswer]) -> None:
    """Name the file after its questions; the template's own author and date are not true of it."""
    from datetime import UTC, datetime

    about = document.core_properties
    about.title = line("; ".join(answer.question for answer in answers))[:255]
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)


def _add_styles(document: "Document") -> None:
    """Add the styles that Word gives footnotes, which the template lacks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text: Any = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = document.styles["Normal"], Pt(_SIZE)
    text.element.set(f"{{{_W}}}styleId", _TEXT)
    mark: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    mark.element.set(f"{{{_W}}}styleId", _REFERENCE)


class _Footnotes:
    """The part of a package that holds its footnotes."""

    def __init__(self, document: "Document") -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart
        from docx.oxml.parser import parse_xml

        root: Element = parse_xml(
            f'<w:footnotes xmlns:w="{_W}" xmlns:r="{_R}">{_SEPARATORS}</w:footnotes>'
        )
        package = document.part.package
        assert package is not None, "every part of an opened document has one"
        self._part: XmlPart = XmlPart(PackURI("/word/footnotes.xml"), _FOOTNOTES, root, package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._root, self._next = root, 1
        self._make, self._link_type = parse_xml, RELATIONSHIP_TYPE.HYPERLINK
        settings: Element = document.settings.element
        settings.insert(_footnote_place(settings), self._element(_SETTINGS))

    def add(self, paragraph: "Paragraph", citation: SavedCitation) -> None:
        """Put the mark of a new footnote at the end of a paragraph."""
        number, self._next = self._next, self._next + 1
        run: Element = paragraph.add_run()._r  # python-docx has no public way to an element
        run.append(self._element(f'<w:rPr><w:rStyle w:val="{_REFERENCE}"/></w:rPr>'))
        run.append(self._element(f'<w:footnoteReference w:id="{number}"/>'))
        footnote = self._element(_FOOTNOTE.format(number=number))
        body = footnote[0]
        body.append(self._words(f" {note(citation)}"))
        if citation.link:
            body.append(self._words(" "))
            body.append(self._linked(citation.link))
        self._root.append(footnote)

    def _words(self, text: str) -> Element:
        run = self._element('<w:r><w:t xml:space="preserve"/></w:r>')
        run[0].text = text  # lxml escapes what a document says
        return run

    def _linked(self, address: str) -> Element:
        target = self._part.relate_to(address, self._link_type, is_external=True)
        link = self._element(f'<w:hyperlink r:id="{target}"/>')
        link.append(self._words(address))
        return link

    def _element(self, xml: str) -> Element:
        """Return an element of markup that is ours alone, never a document's."""
        return self._make(f'<w:p xmlns:w="{_W}" xmlns:r="{_R}">{xml}</w:p>')[0]


def _footnote_place(settings: Element) -> int:
    """Return where `footnotePr` belongs among the settings: before `compat`, which follows it."""
    names = [child.tag for child in settings]
    return names.index(f"{{{_W}}}compat") if f"{{{_W}}}compat" in names else len(names)

"""What a file itself says of the language that it is in."""

import io
import zipfile

import pytest
from docx import Document as WordFile

from corpus import Source, read
from corpus.sandbox.pool import ReaderPool

EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
    "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:language>es</dc:language></metadata>'
    '<manifest><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>',
    "a.xhtml": "<html><body><p>Hola.</p></body></html>",
}


def epub() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in EPUB.items():
            archive.writestr(name, content)
    return made.getvalue()


def word(language: str) -> bytes:
    made, document = io.BytesIO(), WordFile()
    document.add_paragraph("Bonjour.")
    document.core_properties.language = language
    document.save(made)
    return made.getvalue()


FILES = {
    "note.md": (b"---\nlang: de-AT\n---\n\nHallo.\n", "de"),
    "note.txt": (b"---\nlanguage: French\n---\n\nBonjour.\n", "fr"),
    "latin.md": (b"---\nlang: la\n---\n\nSalve.\n", ""),
    "plain.txt": (b"Hallo.\n", ""),
    "page.html": (b'<html lang="es-MX"><body><p>Hola.</p></body></html>', "es"),
    "bare.html": (b"<html><body><p>Hola.</p></body></html>", ""),
    "book.epub": (epub(), "es"),
    "letter.docx": (word("fr-FR"), "fr"),
    "template.docx": (word(""), ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_its_language(name: str) -> None:
    data, language = FILES[name]
    assert read(data, Source(f"file:/{name}", name)).language == language


def test_the_sandbox_passes_the_language_on() -> None:
    data, language = FILES["page.html"]
    with ReaderPool(1) as room:
        assert room.read(data, Source("file:/page.html", "page.html")).language == language

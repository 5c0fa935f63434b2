"""Files become documents: which are found, which are refused, and what identifies them."""

import hashlib
import os
from pathlib import Path

import pytest

from corpus import (
    FORMATS,
    MAX_BYTES,
    Document,
    EmptyDocument,
    Heading,
    Source,
    TooLarge,
    Undecodable,
    Unreadable,
    UnsupportedFormat,
    bundled,
    detect,
    file_source,
    find_files,
    heading_path,
    read,
    read_file,
    version_of,
)
from corpus.files import Found, read_bytes

NOTE = Source("test:note", "papers/my_note.txt")
BUNDLED_SHA256 = "fa02116df5b99a1f8ee7b093d26d50cb1239e276f5a21f70f3a67e6b03c27f23"


# Documents -----------------------------------------------------------------------


def test_the_version_is_the_sha256_of_the_text_in_utf8() -> None:
    document = Document(id="x", title="", source="", text="Käse 😀")

    assert document.version == hashlib.sha256("Käse 😀".encode()).hexdigest()
    assert document.version == version_of("Käse 😀")


def test_the_id_depends_on_the_key_alone_and_is_fit_for_an_address() -> None:
    source = Source("file:/a/b.md", "b.md")

    assert source.document_id == Source("file:/a/b.md", "elsewhere/b.md").document_id
    assert source.document_id != Source("file:/a/c.md", "b.md").document_id
    assert source.document_id == "bq2rifm2rzipifbfa7hfhrvt4s"
    assert len(source.document_id) == 26
    assert set(source.document_id) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_file_name_that_is_no_unicode_still_has_an_id(tmp_path: Path) -> None:
    """Names on a disk are bytes; the label that is shown must be writable as UTF-8."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"Some words.")
    source = file_source(path, tmp_path)

    assert len(source.document_id) == 26
    assert source.label == f"{tmp_path.name}/caf?.txt"


def test_the_heading_path_of_a_position_leads_from_the_outermost_down() -> None:
    headings = [Heading(1, "A", 0, 1), Heading(2, "B", 10, 11), Heading(3, "C", 20, 21)]
    headings += [Heading(2, "D", 30, 31), Heading(1, "E", 40, 41)]

    assert heading_path(headings, 5) == ("A",)
    assert heading_path(headings, 25) == ("A", "B", "C")
    assert heading_path(headings, 30) == ("A", "D")
    assert heading_path(headings, 99) == ("E",)
    assert heading_path(headings[1:], 5) == ()


def test_the_bundled_article_is_the_one_that_everything_was_measured_on() -> None:
    (found,) = bundled()
    document = read_file(found)

    assert document.version == BUNDLED_SHA256
    assert (document.id, document.title) == (found.source.document_id, "Foreign Fighters in Libya")
    assert document.author


# Reading -------------------------------------------------------------------------


def test_a_document_remembers_the_bytes_it_came_from() -> None:
    data = "\ufeffOne.\r\nTwo.".encode()

    document = read(data, NOTE)

    assert document.text == "One.\nTwo."
    assert document.origin_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"***\n---\n", "—…".encode()])
def test_a_text_without_a_word_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyDocument, match="nothing"):
        read(data, NOTE)


def test_a_text_of_one_letter_is_a_document() -> None:
    assert read(b"a", NOTE).text == "a"


def test_more_bytes_than_one_document_may_have_are_refused() -> None:
    with pytest.raises(TooLarge, match="25,000,001 bytes"):
        read(b"a" * (MAX_BYTES + 1), NOTE)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x7fELF\x02\x01", "ELF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "XML"),
        (b"MZ\x90\x00", "Windows"),
    ],
)
def test_a_known_format_is_refused_by_its_name_whatever_the_ending(data: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormat, match=name):
        read(data, NOTE, "innocent.txt")


def test_the_ending_decides_between_kinds_of_text_and_the_bytes_where_there_is_none() -> None:
    markdown = b"# Title\n\nSome **bold** words."

    assert detect(markdown, "a.txt") == "text/plain"
    assert detect(b"Plain words.", "A.MD") == "text/markdown"
    assert detect(markdown, "README") == "text/markdown"
    assert detect(b"Plain words. 2 * 3 # 6", "notes.log") == "text/plain"


def test_every_format_is_described() -> None:
    told = Path(__file__).parent.parent.joinpath("docs", "formats.md").read_text("utf-8")

    for media_type, format in FORMATS.items():
        assert format.name.casefold() in told.casefold(), media_type
        assert format.load().__doc__


# Files ---------------------------------------------------------------------------


def labels(*paths: Path) -> list[str]:
    return [found.source.label for found in find_files(paths)]


def plant(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The words of {name}.")


def test_a_folder_is_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    plant(tmp_path / "top", "b.txt", "a.txt", "sub/c.md", ".secret.txt", ".git/config.txt")

    assert labels(tmp_path / "top") == ["top/a.txt", "top/b.txt", "top/sub/c.md"]


def test_a_hidden_file_that_is_named_is_taken(tmp_path: Path) -> None:
    plant(tmp_path, ".secret.txt")

    assert labels(tmp_path / ".secret.txt") == [".secret.txt"]


def test_each_file_is_found_once_however_often_it_is_named(tmp_path: Path) -> None:
    plant(tmp_path / "top", "a.txt", "sub/b.txt")
    (tmp_path / "top" / "again.txt").symlink_to("a.txt")

    assert len(labels(tmp_path / "top", tmp_path / "top" / "sub", tmp_path / "top" / "a.txt")) == 2


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, "outside/secret.txt", "top/a.txt")
    (tmp_path / "top" / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "top" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "top" / "loop").symlink_to(tmp_path / "top")

    assert labels(tmp_path / "top") == ["top/a.txt"]


def test_links_in_a_circle_stop_nothing(tmp_path: Path) -> None:
    plant(tmp_path / "top", "a.txt")
    (tmp_path / "top" / "one.txt").symlink_to("other.txt")
    (tmp_path / "top" / "other.txt").symlink_to("one.txt")

    assert labels(tmp_path / "top")[0] == "top/a.txt"


def test_a_path_that_no_system_takes_is_refused_with_a_sentence() -> None:
    with pytest.raises(Unreadable, match="no such file"):
        labels(Path("a" * 5000))


def test_a_folder_that_is_itself_a_link_is_walked(tmp_path: Path) -> None:
    plant(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    (found,) = find_files([tmp_path / "link"])
    assert found.source.key == f"file:{(tmp_path / 'real' / 'a.txt').resolve()}"


def test_a_link_that_is_named_itself_is_read(tmp_path: Path) -> None:
    plant(tmp_path, "outside/a.txt", "top/x")
    (tmp_path / "top" / "link.txt").symlink_to(tmp_path / "outside" / "a.txt")

    (found,) = find_files([tmp_path / "top" / "link.txt"])
    assert read_file(found).text == "The words of outside/a.txt."


def test_a_path_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"nowhere: no such file"):
        list(find_files([tmp_path / "nowhere"]))


def test_a_missing_file_a_folder_and_a_pipe_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Unreadable, match="no such file"):
        read_bytes(tmp_path / "missing.txt")
    with pytest.raises(Unreadable, match="not a file"):
        read_bytes(tmp_path)
    with pytest.raises(Unreadable, match="not a file"):
        read_bytes(tmp_path / "pipe")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)

    with pytest.raises(Unreadable, match="Permission denied"):
        read_bytes(tmp_path / "a.txt")


def test_a_file_that_the_system_cannot_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    """A name that is too long fails for everybody, root too."""
    with pytest.raises(Unreadable, match="too long"):
        read_bytes(tmp_path / ("x" * 300))


def test_a_file_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    """It is sparse: reading a terabyte would not end."""
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(2**40)

    with pytest.raises(TooLarge, match="1,099,511,627,776 bytes"):
        read_bytes(tmp_path / "huge.txt")


def test_every_refusal_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfeabc")

    with pytest.raises(Undecodable, match="save it as UTF-8"):
        read_file(Found(tmp_path / "odd.txt", NOTE))

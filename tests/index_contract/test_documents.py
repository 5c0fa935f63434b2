"""Documents that come, change and go, whatever engine has their passages."""

import hashlib
from collections.abc import Sequence

import pytest
from toys import WordEmbedder, numbered, reading

from corpus import Document, FileStat, Source, Span, Table, Voice
from index import CollectionIndex, Correction, FileState, NewDocument
from index.errors import IndexMismatch

from .conftest import Open

TALLY = "Tally of the marsh\n\nBird | 2019 | 2020\nStork | 7 | 12\nCrake | 5 | \n"
LAID_OUT = Document(
    "tally",
    "Tally",
    "papers/tally.docx",
    TALLY,
    file_author="office-pc",
    tables=(
        Table(
            (
                (Span(20, 24), Span(27, 31), Span(34, 38)),
                (Span(39, 44), Span(47, 48), Span(51, 53)),
                (Span(54, 59), Span(62, 63), Span(66, 66)),
            ),
            heads=1,
            labels=1,
            caption=Span(0, 18),
        ),
    ),
    notes=("2 hidden rows were left out.",),
)
REPLY = "Thank you.\n\nThe crake is rare here, said the ranger.\n"
VOICED = Document(
    "reply",
    "Re: crakes",
    "papers/reply.eml",
    REPLY,
    author="Ann Reed",
    published="2022-05-02",
    voices=(Voice(12, len(REPLY), "Bo Lark", "2022-05-01"),),
)


def owls(text: str = "Owls hunt at night. Nobody counts owls.", name: str = "owls") -> Document:
    return Document(name, name.title(), f"{name}.txt", text)


def add(index: CollectionIndex, *documents: Document | NewDocument) -> list[str]:
    return [result.status for result in index.add(documents)]


def found(index: CollectionIndex, question: str) -> list[str]:
    """Return the texts of the passages that are found, nearest first."""
    with index.reader() as reader:
        hits = reader.search(question, reader.embed_question(question), 10)
        return [hit.passage.text for hit in hits]


def texts(index: CollectionIndex, ids: Sequence[str]) -> list[str | None]:
    with index.reader() as reader:
        documents = [reader.document(one) for one in ids]
    return [None if one is None else one.text for one in documents]


def test_documents_are_read_as_they_were_written(birds: CollectionIndex) -> None:
    long = numbered("a")
    assert add(birds, LAID_OUT, VOICED, long) == ["added"] * 3

    for document in (LAID_OUT, VOICED, long):
        details = reading(birds).details(document.id)
        read = reading(birds).document(document.id)
        assert (read.text, read.tables, read.voices) == (
            document.text,
            document.tables,
            document.voices,
        )
        assert "".join(passage.text for passage in details.passages) == document.text
        for passage in details.passages:
            assert document.text[passage.start : passage.end] == passage.text
        assert details.info.passages == len(details.passages)
    assert list(birds.findings()) == []


def test_passages_come_in_pages(birds: CollectionIndex) -> None:
    add(birds, numbered("a"), numbered("b"))
    with birds.reader() as reader:
        whole = reader.passages("a", 0, 1000)
        assert reader.passages("a", 1, 2) == whole[1:3]
        assert reader.passages("a", 99, 5) == []
        assert reader.passages("z", 0, 5) == []
        assert reader.passage_count() == 2 * len(whole)


def test_a_new_version_takes_the_place_of_the_old(birds: CollectionIndex) -> None:
    add(birds, owls())
    assert add(birds, owls("Owls hunt by day.")) == ["updated"]

    assert texts(birds, ["owls"]) == ["Owls hunt by day."]
    assert found(birds, "Nobody counts owls") == ["Owls hunt by day."]
    assert reading(birds).counts() == {"documents": 1, "passages": 1, "vectors": 1}
    assert add(birds, owls("Owls hunt by day.")) == ["unchanged"]


def test_what_is_in_a_former_version_is_not_embedded_again(open_again: Open) -> None:
    embedder = WordEmbedder()
    index = open_again(embedder)
    long = numbered("a")
    add(index, long)
    before = embedder.embedded
    add(index, Document(long.id, long.title, long.source, long.text + "\n\nOwls hunt at night."))

    assert embedder.embedded - before <= 2


def test_a_reader_that_is_open_sees_one_version_whatever_is_written(
    birds: CollectionIndex, open_again: Open
) -> None:
    add(birds, owls(), numbered("a"))
    other = open_again()
    with birds.reader() as reader:
        assert reader.document_count() == 2
        add(other, owls("Owls hunt by day."))
        other.delete("a")
        hits = reader.search("owls hunt", reader.embed_question("owls hunt"), 10)
        document = reader.document("owls")

        assert document is not None
        assert document.text == owls().text
        assert {hit.document.version for hit in hits if hit.document.id == "owls"} == {
            document.version
        }
        assert reader.document("a") is not None
        assert {hit.document.id for hit in hits} == {"owls", "a"}
    assert texts(birds, ["owls", "a"]) == ["Owls hunt by day.", None]


def test_what_is_removed_is_gone_at_once_for_everybody(
    birds: CollectionIndex, open_again: Open
) -> None:
    other = open_again()
    add(birds, owls(), numbered("a"))
    assert found(other, "owls")

    assert birds.delete("a")
    assert not birds.delete("a")
    for index in (birds, other):
        assert found(index, "Paragraph of birds") == [owls().text]
        assert reading(index).existing(["owls", "a"]) == {"owls"}
        assert reading(index).counts()["passages"] == 1
    assert add(birds, numbered("a")) == ["added"]
    assert reading(other).counts()["documents"] == 2


def test_a_large_document_is_removed_as_a_small_one_is(birds: CollectionIndex) -> None:
    """Of one of many passages the rows go later."""
    text = "\n\n".join(f"Paragraph {n} tells of owls and of the night. " * 5 for n in range(300))
    add(birds, owls(text), owls("Wrens sing.", "wrens"))
    assert birds.delete("owls")

    assert found(birds, "owls night") == ["Wrens sing."]
    birds.purge()
    assert found(birds, "owls night") == ["Wrens sing."]
    assert list(birds.findings()) == []


def test_everything_can_be_removed_and_added_again(birds: CollectionIndex) -> None:
    add(birds, owls(), numbered("a"))
    assert birds.delete_all(["owls", "a", "z"]) == {"owls", "a"}
    assert found(birds, "owls") == []
    assert birds.tidy()
    add(birds, owls())
    assert found(birds, "owls") == [owls().text]
    assert list(birds.findings()) == []


def test_a_correction_is_listed_and_carried_over(birds: CollectionIndex) -> None:
    add(birds, owls())
    birds.by("ann").correct("owls", Correction(title="On owls", add_tags=("night",)))
    add(birds, owls("Owls hunt by day."))

    info = reading(birds).info("owls")
    assert (info.title, info.tags, info.corrected) == ("On owls", ("night",), ("title",))
    assert [change.who for change in reading(birds).changes()] == ["", "ann", ""]


def test_a_language_that_is_corrected_has_its_words_found(birds: CollectionIndex) -> None:
    text = "Häuser."
    add(birds, Document("h", "Bau", "h.txt", text, language="en"))
    birds.correct("h", Correction(language="de"))

    assert reading(birds).info("h").language == "de"
    assert texts(birds, ["h"]) == [text]
    assert reading(birds).frequencies(["haus"]) == {"haus": 1}
    assert birds.correct("z", Correction(language="de")) is None
    birds.correct("h", Correction(reset=("language",)))
    assert reading(birds).info("h").language == "en"
    assert list(birds.findings()) == []


def test_files_are_noted_and_listed(birds: CollectionIndex) -> None:
    new = NewDocument(owls(), key="file:/a/owls.txt", stamp=FileStat(5, 6, 7))
    add(birds, new)
    birds.note([FileState("file:/b/owls.txt", "owls", None), FileState("file:/c", "z", None)])

    assert [file.key for file in reading(birds).files()] == ["file:/a/owls.txt", "file:/b/owls.txt"]


def test_an_upload_is_read_in_one_change_with_its_job(birds: CollectionIndex) -> None:
    from job_calls import read_in, submit, take

    job = submit(birds, "owls.txt", b"Owls hunt at night.")
    read_in(birds, take(birds))  # type: ignore[arg-type]
    done = birds.jobs.get(job.id)
    assert done is not None
    assert (done.state, done.code) == ("ready", "added")
    assert texts(birds, [done.document_id]) == ["Owls hunt at night."]
    sha256 = hashlib.sha256(b"Owls hunt at night.").hexdigest()
    assert reading(birds).by_upload(done.document_id, sha256).id == done.document_id
    original = reading(birds).original(done.document_id)
    assert original.data == b"Owls hunt at night."


def test_documents_that_belong_together_come_in_one_change(birds: CollectionIndex) -> None:
    parts = [numbered(f"part-{n}") for n in range(30)]
    arrivals = [NewDocument(part, together=part is not parts[-1]) for part in parts]
    assert [result.status for result in birds.add(arrivals)] == ["added"] * 30

    states = {change.number for change in reading(birds).changes()}
    assert len(states) == 30
    assert reading(birds).document_count() == 30
    assert list(birds.findings()) == []


def test_another_model_is_refused_until_all_is_rebuilt(
    birds: CollectionIndex, open_again: Open
) -> None:
    add(birds, owls(), numbered("a"))
    other = open_again(WordEmbedder("others", dimension=32))
    with pytest.raises(IndexMismatch, match="pincite rebuild"):
        add(other, owls("Owls hunt by day."))
    with other.reader() as reader, pytest.raises(IndexMismatch):
        reader.embed_question("owls")

    assert [info.id for info in other.rebuild()] == ["owls", "a"]
    assert found(other, "night owls")[0] == owls().text
    assert list(other.findings()) == []
    assert reading(other).embedder_id() == "others@toy"
    add(other, owls("Owls hunt at noon."))
    birds.end()  # who may read still finds what was there before
    other.tidy()
    assert reading(other).frequencies(["night", "noon"]) == {"noon": 1}


def test_a_rebuild_keeps_what_people_said(birds: CollectionIndex) -> None:
    add(birds, owls(), numbered("a"))
    birds.correct("owls", Correction(author="Ann Reed"))
    assert len(list(birds.rebuild())) == 2

    assert reading(birds).info("owls").author == "Ann Reed"
    assert found(birds, "night owls")[0] == owls().text
    birds.delete("a")
    birds.tidy()
    assert reading(birds).frequencies(["owl", "paragraph"]) == {"owl": 1}


def test_sources_lead_to_documents(birds: CollectionIndex) -> None:
    source = Source("file:/a/owls.txt", "a/owls.txt")
    add(birds, Document(source.document_id, "Owls", source.label, "Owls hunt."))

    (info,) = reading(birds).by_version([hashlib.sha256(b"Owls hunt.").hexdigest()])
    assert info.source == "a/owls.txt"
    assert reading(birds).in_file(info.id) == [info]
    assert reading(birds).ids() == [info.id]


def test_a_text_that_moves_to_another_document_is_not_embedded_again(open_again: Open) -> None:
    embedder = WordEmbedder()
    index = open_again(embedder)
    long = numbered("a")
    add(index, long)
    before = embedder.embedded
    add(index, Document("b", long.title, long.source, long.text))

    assert embedder.embedded == before

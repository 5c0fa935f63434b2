"""What a crash, a full disk and a damaged file may do, and what they may not."""

import hashlib
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from disks import fill, small_disk
from faults import Acknowledge, dies
from services import make_service
from toys import WordEmbedder, numbered, open_toy_index, reading

from corpus import Source, read
from index import IndexFault, Job, Limits, LocalIndex, NewDocument, back_up
from index.errors import DiskFull, JobLost
from index.search.moment_reader import MomentReader
from qa.answering.answerer import Answerer
from qa.answering.question import Request
from qa.config import Config
from qa.web.app import create_app
from qa.wiring import make_answerer

KILLS = int(os.environ.get("KILLS", "50"))
"""How often the service is killed in the test of it; 200 in a long run."""

STEPS = 3000


def text_of(name: str) -> str:
    return f"The heron of {name} stands in water. " * 20


def document_id(name: str) -> str:
    return Source(f"upload:{name}", name).document_id


def submit(index: LocalIndex, name: str) -> None:
    data = text_of(name).encode()
    index.jobs.submit(
        Source(f"upload:{name}", name), data, hashlib.sha256(data).hexdigest(), Limits()
    )


def work_off(index: LocalIndex, lease: str) -> None:
    while (work := index.jobs.claim(lease)) is not None:
        with suppress(JobLost):
            document = read(work.data, work.source, work.job.name)
            list(index.add([NewDocument(document, claim=work.claim)]))


# Being killed -------------------------------------------------------------------------


def whole_life(directory: Path) -> Callable[[Acknowledge], None]:
    """Upload, read, save, replace, back up, remove, overwrite: every step that writes."""

    def work(acknowledge: Acknowledge) -> None:
        index = open_toy_index(directory)
        for name in ("a.txt", "b.txt"):
            submit(index, name)
            acknowledge(f"there {name}")
        work_off(index, "child")
        index.checkpoint(always=True)
        list(index.add([numbered("c")]))
        acknowledge("there numbered")
        index.checkpoint(always=True)
        back_up(directory, directory.parent / "backup")
        acknowledge("backup")
        index.delete(document_id("a.txt"))
        acknowledge("gone a.txt")
        index.tidy()

    return work


def test_a_kill_at_any_step_breaks_no_promise(tmp_path: Path) -> None:
    """Each step in turn; the next start has whatever was promised, whole."""
    warm = open_toy_index(tmp_path / "warm")  # faiss is imported once, not in each child
    list(warm.add([numbered("x")]))
    warm.checkpoint(always=True)
    lived, step = False, 0
    while not lived:
        step += 1 if step < 5 else 7
        assert step < STEPS
        folder = tmp_path / str(step)
        folder.mkdir()
        told, lived = dies(whole_life(folder / "collection"), step=step)
        index = open_toy_index(folder / "collection")
        work_off(index, "parent")
        found = {info.source for info in reading(index).documents()}

        assert list(index.findings()) == [], step
        for promise in told:
            kind, _, name = promise.partition(" ")
            if kind == "gone":
                assert name not in found, step
            elif kind == "backup":
                assert (folder / "backup").is_file()
            elif name != "a.txt" or "backup" not in told:  # else it was about to go
                assert name in found, (step, told)
        vector = index.embedder.embed_question("heron")
        assert {hit.document.source for hit in reading(index).search("heron", vector, 50)} <= found
        index.tidy()
        assert not list((folder / "collection" / "vectors").glob("tmp-*"))
        assert not list(folder.glob(".*")) or not lived
        shutil.rmtree(folder)
    assert step > 60, "there were that many steps"


def clients(directory: Path, round_: int) -> Callable[[Acknowledge], None]:
    """Four clients upload, remove and ask, while one saves anew, for as long as it lasts."""

    def work(acknowledge: Acknowledge) -> None:
        index, config = open_toy_index(directory), Config(confidence=0.0, queue=1000)
        service = make_service(index, config)
        service.worker.start()
        app = create_app(service)

        def client(label: str) -> None:
            http, mine = app.test_client(), []
            for number in range(10_000):
                name = f"{label}-{number}.txt"
                head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
                reply = http.post(
                    "/api/v1/documents",
                    data=f"--x\r\n{head}\r\n\r\n{text_of(name)}\r\n--x--\r\n".encode(),
                    content_type="multipart/form-data; boundary=x",
                )
                assert reply.status_code == 202, reply.text
                acknowledge(f"there {name}")
                mine.append(name)
                if number % 3 == 2:
                    name = mine.pop(0)
                    acknowledge(f"going {name}")
                    assert http.delete(f"/api/v1/documents/{document_id(name)}").status_code == 204
                    acknowledge(f"gone {name}")
                reply = http.post("/api/v1/ask", json={"question": "Where is the heron?"})
                assert reply.status_code in (200, 409), reply.text

        for number in range(4):
            threading.Thread(target=client, args=(f"{round_}-{number}",), daemon=True).start()
        while True:
            index.checkpoint(always=True)
            time.sleep(0.05)

    return work


def test_kills_at_random_lose_nothing_and_bring_nothing_back(tmp_path: Path) -> None:
    chance, there, gone, going = random.Random(11), set[str](), set[str](), set[str]()
    for round_ in range(KILLS):
        told, _ = dies(clients(tmp_path / "c", round_), seconds=chance.uniform(0.05, 0.3))
        for kind, _, name in (line.partition(" ") for line in told):
            {"there": there, "gone": gone, "going": going}[kind].add(name)
    index = open_toy_index(tmp_path / "c")
    work_off(index, "parent")
    for job in index.jobs.all():
        if job.state == "failed":  # killed at each of its tries; its bytes are there
            index.jobs.retry(job.id)
    work_off(index, "parent")
    found = {info.source: info for info in reading(index).documents()}

    assert list(index.findings()) == []
    assert there - going <= found.keys()
    assert not gone & found.keys()
    for name, info in found.items():
        document = reading(index).document(info.id)
        assert document is not None
        assert document.text == text_of(name)
    assert all(not job.open for job in index.jobs.all())
    assert len(there) > KILLS // 10, "a slow machine gets less done between the kills"


def test_kills_during_the_recovery_itself_end_in_a_recovery(tmp_path: Path) -> None:
    """Five in a row: then the job is done, or has failed with a reason; never a loop."""
    for start in (1, 4, 8, 12, 20):
        directory = tmp_path / str(start)
        submit(open_toy_index(directory), "a.txt")
        for number in range(5):

            def work(_: Acknowledge, d: Path = directory, n: int = number) -> None:
                work_off(open_toy_index(d), f"child {n}")

            dies(work, step=start + number)
        index = open_toy_index(directory)
        work_off(index, "parent")
        (job,) = index.jobs.all()

        assert (job.state, job.code) in (("ready", "added"), ("failed", "crashed"))
        assert (job.state == "ready") == bool(reading(index).documents())
        assert list(index.findings()) == []


# A full disk --------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    with small_disk(tmp_path / "disk") as folder:
        yield folder


def add_many(index: LocalIndex) -> None:
    for number in range(100):
        list(index.add([numbered(f"new {number}")]))


def submit_many(index: LocalIndex) -> None:
    for number in range(100):
        submit(index, f"{number}.txt")


def test_a_full_disk_refuses_what_is_new_and_answers_on(disk: Path) -> None:
    index = open_toy_index(disk / "collection")
    list(index.add([numbered("a"), numbered("b")]))
    index.checkpoint(always=True)
    vector = index.embedder.embed_question("birds")
    before = reading(index).search("birds", vector, 5)
    ballast = fill(disk)

    with pytest.raises(DiskFull):
        add_many(index)
    with pytest.raises(DiskFull):
        submit_many(index)
    with pytest.raises(IndexFault):
        back_up(index.directory, disk / "backup")
    index.checkpoint(always=True)  # says so in the log, and goes on
    assert len(reading(index).search("birds", vector, 5)) == len(before)
    assert {"a", "b"} <= {info.id for info in reading(index).documents()}
    assert not list(disk.glob(".*"))

    ballast.unlink()
    list(index.add([numbered("c")]))
    submit(index, "c.txt")
    work_off(index, "now")
    index.tidy()
    assert list(index.findings()) == []
    assert {"a", "b", "c"} <= {
        info.id for info in reading(open_toy_index(index.directory)).documents()
    }


def test_a_removal_works_on_a_full_disk(disk: Path) -> None:
    index = open_toy_index(disk / "collection")
    list(index.add([numbered("a"), numbered("b")]))
    fill(disk)

    assert index.delete("a")
    assert [info.id for info in reading(open_toy_index(index.directory)).documents()] == ["b"]


def test_the_service_takes_nothing_on_a_full_disk_answers_on_and_goes_on_with_room(
    disk: Path,
) -> None:
    """Without a restart; and what is asked for is told by its status."""
    index, config = open_toy_index(disk / "collection"), Config(confidence=0.0)
    service = make_service(index, config)
    service.worker.start()
    http = create_app(service).test_client()

    def upload(name: str) -> int:
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        return http.post(
            "/api/v1/documents?wait=60",
            data=f"--x\r\n{head}\r\n\r\n{text_of(name) * 20}\r\n--x--\r\n".encode(),
            content_type="multipart/form-data; boundary=x",
        ).status_code

    def ask() -> int:
        return http.post("/api/v1/ask", json={"question": "Where is the heron?"}).status_code

    try:
        assert upload("a.txt") == upload("b.txt") == 201
        ballast = fill(disk)
        assert 507 in {upload(f"{number}.txt") for number in range(20)}
        assert ask() == 200
        assert http.delete(f"/api/v1/documents/{document_id('a.txt')}").status_code == 204
        ballast.unlink()
        assert upload("c.txt") == 201
        assert ask() == 200
    finally:
        service.close()
    work_off(index, "now")
    found = {info.source for info in reading(index).documents()}

    assert found >= {"b.txt", "c.txt"}
    assert "a.txt" not in found
    assert list(index.findings()) == []


# Damaged files ------------------------------------------------------------------------

FILES = (
    "ledger.db", "ledger.db-wal", "ledger.db-shm", "vectors/gen-*/vectors.faiss",
    "vectors/gen-*/manifest.json",
)  # fmt: skip


def damages(seed: int) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield what can become of a file, by name."""
    chance = random.Random(seed)
    yield "missing", lambda path: path.unlink()
    for share in (0, 1, 16, 50, 99):

        def cut(path: Path, share: int = share) -> None:
            os.truncate(path, path.stat().st_size * share // 100)

        yield f"cut to {share} %", cut
    for number in range(12):

        def flip(path: Path, at: float = chance.random(), bit: int = number % 8) -> None:
            data = bytearray(path.read_bytes())
            if data:
                data[int(at * len(data))] ^= 1 << bit
            path.write_bytes(data)

        yield f"bit {number}", flip

    def junk(path: Path) -> None:
        path.write_bytes(os.urandom(5000))

    yield "junk", junk

    def folder(path: Path) -> None:
        path.unlink()
        path.mkdir()

    yield "a folder", folder


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection as a process that was killed leaves it: with a log that is not empty."""

    def work(acknowledge: Acknowledge) -> None:
        index = open_toy_index(directory)
        list(index.add([numbered(name) for name in "abcdefgh"]))
        index.checkpoint(always=True)
        index._ledger.shrink_log()
        list(index.add([numbered("i")]))
        acknowledge("done")

    directory = tmp_path_factory.mktemp("sound") / "collection"
    told, _ = dies(work)
    assert told == ["done"]
    assert (directory / "ledger.db-wal").stat().st_size
    return directory


@pytest.mark.parametrize("pattern", FILES)
def test_a_damaged_file_is_never_the_source_of_an_answer(
    sound: Path, tmp_path: Path, pattern: str
) -> None:
    """What is found is what was written, or it is refused; what is refused or lost is told."""
    told, remedies = 0, list[str]()
    for number, (name, damage) in enumerate(damages(5)):
        directory = tmp_path / str(number)
        shutil.copytree(sound, directory)
        (path,) = directory.glob(pattern)
        damage(path)
        try:
            index = open_toy_index(directory)
            hits = reading(index).search("birds", index.embedder.embed_question("birds of c"), 8)
            texts = {
                info.id: reading(index).document(info.id) for info in reading(index).documents()
            }
            findings = list(index.findings())
        except IndexFault as fault:
            told += 1
            remedies.append(str(fault))
            continue
        told += bool(findings)
        remedies += findings
        if not findings:
            assert {"a", "b", "c", "d", "e", "f", "g", "h"} <= texts.keys(), name
        for hit in hits:
            passage, whole = hit.passage, numbered(hit.document.id).text
            assert whole[passage.start : passage.end] == passage.text, name
            assert texts[hit.document.id] == numbered(hit.document.id), name
            assert abs(hit.dense_score) <= 1.001
        assert [hit.score for hit in hits] == sorted((h.score for h in hits), reverse=True)
        shutil.rmtree(directory)
    assert all("`pincite " in one or "add the documents again" in one for one in remedies)
    if not pattern.startswith("ledger.db-"):  # the log may be lost, the rest is made of it
        assert told > 9, "most of it is noticed"


def test_of_two_generations_the_newest_that_is_whole_is_used(sound: Path, tmp_path: Path) -> None:
    """As a save leaves them that ended before it removed the former one."""
    directory = tmp_path / "c"
    shutil.copytree(sound, directory)
    (former,) = (directory / "vectors").glob("gen-*")
    shutil.copytree(former, tmp_path / former.name)
    index = open_toy_index(directory)
    list(index.add([numbered("j")]))
    index.checkpoint(always=True)
    (newest,) = (directory / "vectors").glob("gen-*")
    shutil.copytree(tmp_path / former.name, former)
    vector = index.embedder.embed_question("birds")
    expected = reading(index).search("birds", vector, 50)

    assert reading(open_toy_index(directory)).search("birds", vector, 50) == expected
    for damaged in (newest, former):
        (damaged / "vectors.faiss").write_bytes(b"no vectors")
        index = open_toy_index(directory)
        assert reading(index).search("birds", vector, 50) == expected
        assert any(damaged.name in finding for finding in index.findings())
    list(index.add([numbered("k")]))
    index.checkpoint(always=True)
    assert len(list((directory / "vectors").glob("gen-*"))) == 1
    assert list(index.findings()) == []


def test_an_older_copy_of_the_ledger_is_told_from_its_vectors(sound: Path, tmp_path: Path) -> None:
    """The vectors are of what came later: they are not used, and that is a finding."""
    directory = tmp_path / "c"
    shutil.copytree(sound, directory)
    old = open_toy_index(tmp_path / "old")
    list(old.add([numbered("a")]))
    old._ledger.shrink_log()
    (directory / "ledger.db-wal").unlink()
    shutil.copy(tmp_path / "old" / "ledger.db", directory / "ledger.db")
    index = open_toy_index(directory)

    assert any("belongs to another ledger" in finding for finding in index.findings())
    vector = index.embedder.embed_question("birds")
    assert {hit.document.id for hit in reading(index).search("birds", vector, 50)} == {"a"}


# Removing what is being asked for -------------------------------------------------------


def test_a_document_removed_between_finding_and_answering_is_not_quoted(tmp_path: Path) -> None:
    class Removing(LocalIndex):
        """Removes a document as soon as what answers has closed its reader."""

        @contextmanager
        def reader(self) -> Iterator[MomentReader]:
            with super().reader() as reader:
                yield reader
            self.delete("a")

    index = Removing(tmp_path, WordEmbedder)
    list(index.add([numbered("a"), numbered("b")]))
    answerer: Answerer = make_answerer(Config(confidence=0.0), index)
    answer = answerer.answer(Request("What does paragraph 1 of a tell of?"))

    assert {c.document_id for c in (*answer.citations, *answer.closest)} == {"b"}


def claim_and_die(index: LocalIndex, acknowledge: Acknowledge) -> None:
    index.jobs.claim("child")
    acknowledge("claimed")
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_job_is_not_lost_where_its_service_ends_while_it_is_read(tmp_path: Path) -> None:
    index = open_toy_index(tmp_path)
    submit(index, "a.txt")
    told, lived = dies(lambda ok: claim_and_die(index, ok))
    assert (told, lived) == (["claimed"], False)
    work_off(open_toy_index(tmp_path), "parent")

    (job,) = index.jobs.all()
    assert isinstance(job, Job)
    assert (job.state, job.tries) == ("ready", 2)

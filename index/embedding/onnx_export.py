"""The light form of a model: made once from the model itself, checked, and kept.

It is a cache: a form that is missing, damaged or of another version is made again.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tokenizers import Tokenizer

from index.embedding import onnx_export_maker as light_form_maker
from index.embedding.model_config import ModelShape
from index.embedding.model_files import ModelFiles
from index.embedding.onnx_export_maker import Say, made_with, sha256_of
from index.embedding.turn import in_turn
from index.errors import OnnxExportRefused

if TYPE_CHECKING:
    from index.embedding.onnx_engine import OnnxEngine

FORM = "onnx1"
"""Changes whenever a form made before would no longer do."""

_MAKING = ".making-"
_LOCK = "making.lock"

log = logging.getLogger(__name__)


def load_light(
    files: ModelFiles, shape: ModelShape, tokenizer: Tokenizer, folder: Path
) -> "OnnxEngine | None":
    """Return the engine of the light form that is kept in a folder.

    None where there is none, it is damaged, or it was checked with other libraries.

    Raises:
        OnnxExportRefused: If this model is known to have no light form.
    """
    kept = _place(files, folder)
    record = _record(kept)
    if not _was_made_with(record.get("made_with")):
        return None  # it was checked with other libraries
    if record.get("refused"):
        raise OnnxExportRefused(str(record["refused"]))
    if "sha256" not in record or sha256_of(kept / "model.onnx") != record["sha256"]:
        return None
    from index.embedding.onnx_engine import OnnxEngine

    try:
        return OnnxEngine(kept / "model.onnx", tokenizer, shape)
    except Exception as exc:  # onnxruntime raises what it likes
        log.warning("the light form in %s does not load (%s): it is made again", kept, exc)
        return None


def _was_made_with(versions: object) -> bool:
    """Return whether a form was checked with the libraries here, as far as they are installed.

    Where PyTorch is not, as in a container, none can be made, and those that are there were
    checked where it was.
    """
    here = made_with()
    return isinstance(versions, dict) and here == {name: versions.get(name) for name in here}


def light_form(files: ModelFiles, folder: Path) -> Path | None:
    """Return the ONNX file of the light form that is kept in a folder; None where there is none."""
    path = _place(files, folder) / "model.onnx"
    return path if path.is_file() else None


def make_light(
    files: ModelFiles, shape: ModelShape, tokenizer: Tokenizer, folder: Path, say: Say
) -> "OnnxEngine":
    """Have the light form of a model made, in a process of its own, and load it.

    Whoever wants it meanwhile waits, and takes what was made.

    Args:
        files: The model.
        shape: What it is like.
        tokenizer: Its tokenizer.
        folder: Where light forms are kept; it is made where it is missing.
        say: Reports each step, because together they take half a minute.

    Raises:
        OnnxExportRefused: If the model has no light form, or one that gives other vectors;
            that is kept, so that it is not tried again. Also if the process that makes it
            fails; then the next start tries again.
        OSError: If nothing can be written there.
    """
    if not shape.pooling:
        raise OnnxExportRefused("only its own library can run it")
    folder.mkdir(parents=True, exist_ok=True)

    def wait() -> None:
        say(f"waiting for another process that prepares {files.name}: about half a minute")

    with in_turn(folder / _LOCK, wait) as lock:
        engine = load_light(files, shape, tokenizer, folder)
        if engine is not None:  # it was made meanwhile
            return engine
        say(f"preparing {files.name}: once on this computer, about half a minute")
        began = time.monotonic()
        _make(files, folder, lock, say)
        engine = load_light(files, shape, tokenizer, folder)
    if engine is None:
        raise OnnxExportRefused("its light form was made but does not load")
    say(f"prepared {files.name} in {time.monotonic() - began:.0f} s")
    return engine


def _make(files: ModelFiles, folder: Path, lock: int, say: Say) -> None:
    """Run the maker, which works beside the place of the form and moves it there at the end."""
    for left in folder.glob(f"{_MAKING}*"):  # whoever began it was killed: the lock is ours
        shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder))
    request = {
        "name": files.name,
        "folder": str(files.folder.absolute()),
        "fingerprint": files.fingerprint,
        "temporary": str(temporary.absolute()),
        "final": str(_place(files, folder).absolute()),
    }
    try:
        _run_maker(request, lock, lambda step: say(f"preparing {files.name}, {step}"))
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _run_maker(request: dict[str, str], lock: int, say: Say) -> None:
    """Run the maker to its end; it ends with this process, and holds the lock until then."""
    root = str(Path(__file__).parents[2])
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PINCITE_")
    }
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    # PyTorch's threads spin while they wait, and onnxruntime's need the cores in between: on two
    # that others use as well it took 32 and 46 s instead of 128 and 79.
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            [sys.executable, "-P", "-m", light_form_maker.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=environment,
            bufsize=0,
            pass_fds=[lock],
            start_new_session=True,  # Ctrl+C is for this process, which ends the maker
        ) as maker,
    ):
        assert maker.stdin is not None
        assert maker.stdout is not None
        try:
            with suppress(BrokenPipeError):  # it has died: reading tells how
                maker.stdin.write(json.dumps(request).encode() + b"\n")
            last = _listen(maker.stdout, say)
            code = maker.wait()
        except BaseException:
            maker.kill()
            raise
        _require_success(last or {"failed": _how_it_died(code, complaints)})


def _listen(replies: Iterable[bytes], say: Say) -> dict[str, Any]:
    """Pass on each step that the maker tells; return the last that it says, or nothing."""
    for line in replies:
        fields: dict[str, Any] = json.loads(line)
        if "step" not in fields:
            return fields
        say(fields["step"])
    return {}


def _require_success(reply: dict[str, Any]) -> None:
    if "os_error" in reply:
        raise OSError(*reply["os_error"])
    if "failed" in reply:
        raise OnnxExportRefused(f"{reply['failed']}; the next start tries again")


def _how_it_died(code: int, complaints: IO[bytes]) -> str:
    if code == -signal.SIGKILL:
        return "the process that converts it was killed, perhaps because memory ran out"
    if code < 0:
        return f"the process that converts it crashed ({signal.Signals(-code).name})"
    complaints.seek(0)
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), f"exit status {code}")
    return f"the process that converts it failed ({last.strip()})"


def _place(files: ModelFiles, folder: Path) -> Path:
    return folder / f"{files.fingerprint}-{FORM}"


def _record(kept: Path) -> dict[str, object]:
    try:
        value = json.loads((kept / "form.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}

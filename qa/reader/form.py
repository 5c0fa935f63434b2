"""Makes the form of the reader that onnxruntime runs, out of the embedder's; a program as well.

The embedder's light form is a graph with the weights of its model; in it, those that the reader
changed are replaced, and matrices are turned into bytes, which takes half the time and a quarter of
the memory. This needs some 400 MB for a few seconds, so it is done in a process of its own.
"""

import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding.onnx_export_maker import sha256_of
from index.embedding.turn import in_turn
from qa.reader.matches import INPUT, KINDS
from qa.reader.shipped import changed, load_arrays

FORM = "reader2"
"""Changes whenever a form made before would no longer do."""

_KINDS = "embeddings.token_type_embeddings.weight"
"""The tensor with what each kind of `matches` adds to a token, in models that were told of it."""

log = logging.getLogger(__name__)


class FormRefused(Exception):
    """The form cannot be made, with the reason."""


def made_form(
    light: Path,
    model: Path,
    shipped: Path,
    folder: Path,
    kind: str = FORM,
    precise: Sequence[str] = (),
) -> Path:
    """Return the form of a reader, made where it is missing or damaged.

    Args:
        light: The embedder's light form.
        model: The safetensors of the embedding model.
        shipped: The file of the reader, or of another model that is kept as changes.
        folder: Where forms are kept.
        kind: What the names of such forms end with.
        precise: The names of the matrices that are not turned into bytes, see `make`.

    Raises:
        FormRefused: If it cannot be made.
    """
    place = folder / f"{sha256_of(shipped)[:16]}-{kind}.onnx"
    if _is_whole(place):
        return place
    try:
        with in_turn(folder / "reader.lock", lambda: None) as lock:
            if not _is_whole(place):
                _run([str(light), str(model), str(shipped), str(place), *precise], lock)
    except OSError as exc:
        raise FormRefused(f"{place} cannot be written: {exc.strerror}") from exc
    return place


def _is_whole(place: Path) -> bool:
    """Tell whether a form is there, with the bytes that were written."""
    try:
        written = _record(place).read_text("utf-8")
    except (OSError, ValueError):
        return False
    return bool(written) and sha256_of(place) == written


def _record(place: Path) -> Path:
    """Return the file that keeps the sha256 of a form."""
    return place.with_suffix(".sha256")


def _run(arguments: list[str], lock: int) -> None:
    """Make a form in a process of its own, which holds the lock even if this one is killed."""
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-P", "-m", __name__, *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        pass_fds=[lock],
    )
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().split("\n")
        raise FormRefused(f"the process that makes it failed ({lines[-1]})")


def make(light: Path, model: Path, shipped: Path, place: Path, precise: Sequence[str] = ()) -> None:
    """Write the form to its place; it is whole or not there.

    Args:
        light: The embedder's light form.
        model: The safetensors of the embedding model.
        shipped: The file with the changes.
        place: Where it goes.
        precise: The names of matrices of the model that stay in 32 bits: those whose input has a
            few values far above all others, so that in bytes the others would be hardly told apart.

    Raises:
        FormRefused: If the light form does not hold the weights that the reader changes.
        OSError: If it cannot be written.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    base = load_file(model)
    graph = onnx.load(light)
    held = {_digest(onnx.numpy_helper.to_array(item)): item for item in graph.graph.initializer}
    changes = dict(changed(base, load_arrays(shipped)))
    kinds = held.get(_digest(base[_KINDS])) if _KINDS in changes else None
    kept = {_held(held, base, name)[0].name for name in precise}
    for name, values in changes.items():
        item, is_turned = _held(held, base, name)
        new = values.T if is_turned else values
        item.CopyFrom(onnx.numpy_helper.from_array(np.ascontiguousarray(new), item.name))
    if kinds is not None and len(changes[_KINDS]) != KINDS:
        raise FormRefused(f"{shipped.name} has {len(changes[_KINDS])} kinds of tokens, not {KINDS}")
    as_they_are = [node.name for node in graph.graph.node if not kept.isdisjoint(node.input)]
    if kinds is not None:
        as_they_are.append(_take_kinds(graph.graph, kinds))
    whole = place.with_suffix(".whole")
    small = place.with_suffix(".small")
    try:
        onnx.save(graph, whole)
        quantize_dynamic(
            whole,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            # 7 of the 8 bits: where a processor has no instruction for products of bytes, sums of
            # full ones overflow, and it would answer otherwise than one that has.
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=as_they_are,
        )
        with small.open("rb") as file:
            os.fsync(file.fileno())
        _record(place).write_text(sha256_of(small), "utf-8")
        small.replace(place)
    finally:
        whole.unlink(missing_ok=True)
        small.unlink(missing_ok=True)


def _held(
    held: Mapping[bytes, Any], base: Mapping[str, NDArray[np.float32]], name: str
) -> tuple[Any, bool]:
    """Return what a graph holds of a tensor of the model, and whether it is turned there."""
    straight, turned = held.get(_digest(base[name])), held.get(_digest(base[name].T))
    item = straight or turned
    if item is None:
        raise FormRefused(f"the light form does not hold {name}")
    return item, item is not straight


def _take_kinds(graph: Any, tensor: Any) -> str:
    """Let a graph be given the kind of each token, which is 0 for all in the embedder's.

    Args:
        graph: The embedder's.
        tensor: What each kind adds.

    Returns:
        The name of the node that takes it.
    """
    from onnx import TensorProto, helper

    users = [node for node in graph.node if tensor.name in node.input]
    if [node.op_type for node in users] != ["Gather"] or not users[0].name:
        raise FormRefused(f"the light form does not look {_KINDS} up")
    axes = [axis.dim_param for axis in graph.input[0].type.tensor_type.shape.dim]
    graph.input.append(helper.make_tensor_value_info(INPUT, TensorProto.INT64, axes))
    users[0].input[1] = INPUT
    return str(users[0].name)


def _digest(values: NDArray[np.generic]) -> bytes:
    return hashlib.sha256(
        np.ascontiguousarray(values).tobytes() + str(values.shape).encode()
    ).digest()


def main() -> None:
    """Make the form: the light form, the model's file, the reader's file, the place; `precise`."""
    logging.disable()
    try:
        light, model, shipped, place = map(Path, sys.argv[1:5])
        make(light, model, shipped, place, sys.argv[5:])
    except FormRefused as exc:
        sys.exit(str(exc))


if __name__ == "__main__":
    main()

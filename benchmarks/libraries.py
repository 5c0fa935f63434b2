"""The libraries that are compared, and the environments that they are installed into."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import tell
from benchmarks.process import Program
from index import BUNDLED, find_model

TORCH = "torch==2.13.0"


@dataclass(frozen=True, slots=True)
class Peer:
    """A library to compare with, and the packages that its documentation asks for."""

    name: str
    packages: tuple[str, ...]

    @property
    def module(self) -> str:
        return f"benchmarks.peers.{self.name}"

    @property
    def versions(self) -> tuple[str, ...]:
        return tuple(package.partition("==")[0] for package in (*self.packages, TORCH))

    def python(self, venvs: Path) -> Path:
        return venvs / self.name / "bin" / "python"


PEERS = (
    Peer("txtai", ("txtai==9.14.0", "transformers==5.23.0", "faiss-cpu==1.15.1")),
    Peer(
        "haystack",
        (
            "haystack-ai==3.4.0",
            "sentence-transformers-haystack==2.0.0",
            "sentence-transformers==6.2.0",
        ),
    ),
    Peer(
        "llamaindex",
        (
            "llama-index-core==0.14.25",
            "llama-index-embeddings-huggingface==0.8.0",
            "llama-index-vector-stores-faiss==0.7.0",
            "llama-index-retrievers-bm25==0.8.0",
            "sentence-transformers==6.2.0",
            "faiss-cpu==1.15.1",
        ),
    ),
)


def install(peer: Peer, venvs: Path) -> None:
    """Install a library into an environment of its own; again costs nothing.

    Raises:
        subprocess.CalledProcessError: If pip cannot.
    """
    done = venvs / peer.name / "installed.txt"
    packages = [TORCH, *peer.packages]
    if done.exists() and done.read_text("utf-8").split() == packages:
        return
    tell(f"installing {peer.name} into {venvs / peer.name}")
    if not peer.python(venvs).exists():
        subprocess.run([sys.executable, "-m", "venv", venvs / peer.name], check=True)
    pip = [str(peer.python(venvs)), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(pip, check=True, stdout=sys.stderr)
    done.write_text("\n".join(packages) + "\n", "utf-8")


def program(peer: Peer, venvs: Path) -> Program:
    """Return how the program of a library is started."""
    model = {"BENCHMARK_MODEL": str(find_model(BUNDLED).folder)}
    command = (str(peer.python(venvs)), "-m", peer.module)
    return Program(peer.name, command, {**OFFLINE, **model}, peer.versions)


def own_program(name: str, models: Path, *arguments: str) -> Program:
    """Return how a program that runs Pincite's own code is started."""
    module = f"benchmarks.peers.{arguments[0] if arguments else name}"
    environment = {**OFFLINE, "PINCITE_MODELS": str(models)}
    return Program(name, (sys.executable, "-m", module, *arguments[1:]), environment)


OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}

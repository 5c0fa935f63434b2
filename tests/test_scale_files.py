"""The files for many machines name settings and commands that there are."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from qa.commands.cli import COMMANDS
from qa.config import SETTINGS, variable_of

FILES = Path(__file__).parents[1] / "docs" / "deploy" / "scale"
VARIABLES = {variable_of(name) for name in SETTINGS}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FILES / "compose.yaml").read_text())
    return loaded


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FILES / "kubernetes.yaml").read_text()))


def containers() -> Iterator[dict[str, Any]]:
    for manifest in manifests():
        template = manifest.get("spec", {}).get("template", {})
        yield from template.get("spec", {}).get("containers", [])


@pytest.mark.parametrize("name", ["compose.yaml", "kubernetes.yaml"])
def test_every_setting_that_is_named_is_one(name: str) -> None:
    named = set(re.findall(r"PINCITE_[A-Z_]+", (FILES / name).read_text()))

    assert {"PINCITE_INDEX", "PINCITE_STORE", "PINCITE_KEY"} <= named <= VARIABLES


def test_three_servers_and_the_workers_share_one_collection() -> None:
    services = compose()["services"]
    servers = [one for name, one in services.items() if name.startswith("pincite-")]

    assert [one["command"] for one in servers] == [["pincite", "serve"]] * 3
    settings = [one["environment"] for one in (*servers, services["worker"])]
    assert all(one == settings[0] for one in settings)
    proxy = (FILES / "Caddyfile").read_text()
    assert all(f"{name}:8000" in proxy for name in services if name.startswith("pincite-"))


def test_nothing_but_the_proxy_is_reached_from_outside() -> None:
    published = {name for name, one in compose()["services"].items() if "ports" in one}

    assert published == {"caddy"}


def test_the_scheduler_is_given_no_secret() -> None:
    assert not compose()["services"]["scheduler"]["environment"]
    (scheduler,) = [one for one in containers() if one["name"] == "scheduler"]
    assert not {"env", "envFrom"} & scheduler.keys()


def test_containers_of_kubernetes_run_commands_that_there_are() -> None:
    programs = [one["args"] for one in containers()]

    assert {args[0] for args in programs} == {"pincite", "dask"}
    assert {args[1] for args in programs} <= {*COMMANDS, "scheduler", "worker"}


def test_a_server_is_not_started_again_because_milvus_is_away() -> None:
    (server,) = [one for one in containers() if one["name"] == "pincite"]

    assert server["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert server["readinessProbe"]["httpGet"]["path"] == "/readyz"


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed")
def test_caddy_understands_its_file() -> None:
    done = subprocess.run(
        ["caddy", "adapt", "--config", str(FILES / "Caddyfile"), "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr

"""`make image-digests` pins the tags by what docker says of them; a made-up docker answers here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT

SCRIPT = ROOT / "pushconsole" / "image_digests.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Dockerfile", "compose.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def pin(folder: Path, answer: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    docker = folder / "bin" / "docker"
    docker.parent.mkdir(exist_ok=True)
    docker.write_text(f'#!/bin/sh\necho "$@" >> {folder}/asked\necho {answer}\nexit {code}\n')
    docker.chmod(0o755)
    own = {"PATH": f"{docker.parent}:{os.environ['PATH']}"}
    return subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )


def both(folder: Path) -> str:
    return (folder / "Dockerfile").read_text() + (folder / "compose.yaml").read_text()


def test_tags_are_pinned_and_pinned_anew(folder: Path) -> None:
    before = both(folder)
    for sign in ("a", "b"):
        assert pin(folder, f"sha256:{sign * 64}").returncode == 0
        assert both(folder).count(f"@sha256:{sign * 64}") == 3
        assert both(folder).replace(f"@sha256:{sign * 64}", "") == before
    asked = (folder / "asked").read_text()
    assert asked.count(" python:3.") == 2
    assert "@" not in asked


@pytest.mark.parametrize(("answer", "code"), [("", 0), ("sha256:short", 0), ("no such host", 1)])
def test_nothing_is_written_where_the_registry_does_not_say(
    folder: Path, answer: str, code: int
) -> None:
    before = both(folder)
    ended = pin(folder, answer, code)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Nothing was changed. python:3.")
    assert both(folder) == before

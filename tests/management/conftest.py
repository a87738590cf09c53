"""A command run in this process as from a shell: exit code, standard output, standard error."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import load_command_class
from django.db import connections

from campaigns.accounts import roles
from tests import canary
from tests.factories import make_application, make_user


@dataclass(frozen=True)
class Result:
    code: int
    out: bytes
    err: str

    @property
    def json(self) -> dict[str, Any]:
        assert self.code == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]

KEYS = [
    "id",
    "name",
    "status",
    "digest",
    "audience",
    "send_at",
    "send_before",
    "due_at",
    "problems",
    "advice",
    "hold",
    "pauses",
    "decided_by",
    "attempts",
    "reviews",
    "events",
]
"""Of what `show` prints, in its order; a line of `list` ends after due_at."""


def refused(result: Result, says: str) -> None:
    assert (result.code, result.out) == (1, b"")
    assert says in result.err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """run("campaign", "show", 1, stdin=b"") -> Result"""
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def _run(*argv: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        name, *words = [str(word) for word in argv]
        code = 0
        try:
            load_command_class("campaigns", name).run_from_argv(["", name, "--skip-checks", *words])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsysbinary.readouterr()
        canary.look(f"the output of {argv}", (out + err).decode(errors="replace"))
        return Result(code, out, err.decode())

    return _run


@pytest.fixture
def team(db: None) -> None:
    """The application `shop-key` and who works with it: mia writes, rui and rosa review, otto
    operates, ada audits."""
    make_application("Shop", app_key="shop-key")
    people = {"mia": roles.MARKETER, "rui": roles.REVIEWER, "rosa": roles.REVIEWER}
    for name, role in {**people, "otto": roles.OPERATOR, "ada": roles.AUDITOR}.items():
        make_user(name, role)

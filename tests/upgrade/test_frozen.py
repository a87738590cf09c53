"""A migration imports nothing that changes later."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted(ROOT.glob("campaigns/**/migrations/[0-9]*.py"))
OURS = ("campaigns", "pushconsole", "tests")
LASTING = {"campaigns.models.fields", "campaigns.sandbox.models.fields", "campaigns.lib.encryption"}
"""What columns name in every migration: Django compares their functions by identity, so that a
copy inside a migration would be a change of the column. And how secrets are sealed: the format
lasts as long as those that are stored in it."""


def imported(source: str) -> Iterator[str]:
    """Modules of ours that this source imports; a relative import begins with its dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found = [module, *(f"{module}.{alias.name}" for alias in node.names)]
            found = found[:1] if module in LASTING else found[1:]
        else:
            continue
        yield from (name for name in found if name.startswith(".") or name.split(".")[0] in OURS)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_nothing_that_changes(path: Path) -> None:
    assert set(imported(path.read_text())) <= LASTING


def test_migrations_are_found() -> None:
    folders = {path.parent.parent.name for path in MIGRATIONS}
    assert folders == {"campaigns", "sandbox"}


@pytest.mark.parametrize(
    "source",
    [
        "import campaigns.roles",
        "from campaigns import roles",
        "from campaigns.models import fields, review",
        "from ..domain import outcome",
        "def forwards(apps, editor):\n    from campaigns.domain.outcome import Outcome",
    ],
)
def test_live_import_is_noticed(source: str) -> None:
    assert not set(imported(source)) <= LASTING


@pytest.mark.parametrize(
    "source",
    [
        "import campaigns.models.fields",
        "from campaigns.models.fields import strings",
        "from campaigns.models import fields",
        "from django.db import models",
    ],
)
def test_lasting_import_is_allowed(source: str) -> None:
    assert set(imported(source)) <= LASTING

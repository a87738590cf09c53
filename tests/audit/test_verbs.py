"""Every verb of an event is declared once and has words in every list that shows it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from campaigns.admin.components import sentences
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move

ROOT = Path(__file__).resolve().parents[2] / "campaigns"


def test_every_verb_has_words_and_there_are_no_others() -> None:
    assert set(sentences.VERB_TEXTS) == {*map(str, Move), *map(str, Verb)}


def test_no_verb_is_both() -> None:
    assert not set(map(str, Move)) & set(map(str, Verb))


def test_no_verb_is_written_by_hand() -> None:
    assert list(_literal_verbs()) == []


def test_every_declared_verb_is_used() -> None:
    text = "".join(path.read_text() for path in ROOT.rglob("*.py"))
    assert [verb.name for verb in Verb if f"Verb.{verb.name}" not in text] == []


def _literal_verbs() -> Iterator[str]:
    """Calls of events.record with a string."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            named = ast.unparse(node.func) == "events.record"
            if named and isinstance(node.args[0], ast.Constant):
                yield f"{path.name}:{node.lineno}"

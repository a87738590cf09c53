"""Chaos in its short form; `make chaos` kills a thousand times."""

import random

import pytest

from tests.faults import chaos
from tests.faults.installation import Installation
from tests.faults.moody_server import Mood, MoodyServer
from tests.faults.verdicts import wrong_verdicts

pytestmark = pytest.mark.faults

KILLS = 6


def test_random_kills_break_no_promise() -> None:
    chance = random.Random(KILLS)  # noqa: S311 (chooses whom to kill)
    with MoodyServer(chance) as server, chaos.made_installation(server) as installation:
        done = chaos.run(installation, server, KILLS, chance)
    assert done.wrong == []


class Database(Installation):
    def rows(self, question: str) -> list[tuple[str, int, str]]:
        return [("one", 1, "accepted"), ("two", 1, "not_sent"), ("three", 2, "unknown")]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"one": [Mood.ACCEPTED]}, []),
        ({"one": [Mood.ACCEPTED], "three": [Mood.REFUSED]}, []),
        ({"one": [Mood.ACCEPTED, Mood.ACCEPTED]}, ["posted 2 times"]),
        ({"one": [Mood.ACCEPTED], "two": [Mood.SILENT]}, ["posted 2 times", "recorded not_sent"]),
        ({"one": [Mood.REFUSED]}, ["recorded accepted"]),
        ({}, ["recorded accepted"]),
        ({"one": [Mood.ACCEPTED], "four": [Mood.ACCEPTED]}, ["is no attempt"]),
    ],
)
def test_what_is_wrong_is_noticed(
    told: dict[str, list[Mood]], wrong: list[str], tmp_path: object
) -> None:
    said = wrong_verdicts(Database(tmp_path), told)  # type: ignore[arg-type]
    assert len(said) == len(wrong)
    assert all(part in line for part, line in zip(wrong, said, strict=True))

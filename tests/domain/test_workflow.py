"""Which move leads from which state to which: all of them, and no other."""

from itertools import product
from pathlib import Path

from campaigns.domain.workflow import LABELS, UNDECIDED, Move, Status, allows

PAGE = Path(__file__).parents[2] / "campaigns" / "README.md"
ALLOWED = """
    submit           draft -> in_review
    withdraw         in_review -> draft
    request-changes  in_review -> draft
    approve          in_review -> approved
    unschedule       approved -> draft
    void             approved -> in_review
    claim            approved -> sending
    retry            sending -> approved
    record           sending -> sent, refused, unknown
    late-evidence    unknown -> sent, refused, missed
    reap             sending -> unknown
    miss             in_review, approved -> missed
    resolve          unknown -> sent, refused
    revise           refused, missed -> draft
    archive          draft, refused, missed, sent -> archived
"""
Pairs = set[tuple[str, str]]


def pairs(sources: str, targets: str) -> Pairs:
    return {
        (source.strip(), target.strip())
        for source, target in product(sources.split(","), targets.split(","))
    }


def allowed() -> dict[str, Pairs]:
    lines = [line.split(maxsplit=1) for line in ALLOWED.strip().splitlines()]
    return {verb: pairs(*way.split("->")) for verb, way in lines}


def test_each_move_leads_just_where_it_may() -> None:
    found = {
        str(move): {(a.value, b.value) for a, b in product(Status, Status) if allows(move, a, b)}
        for move in Move
    }
    assert found == allowed()


def test_the_page_names_the_same_ways() -> None:
    table = PAGE.read_text().split("## States")[1].split("## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("|")]
    assert set[tuple[str, str]]().union(*(pairs(*row) for row in rows[2:])) == set().union(
        *allowed().values()
    )


def test_each_state_has_a_name_for_people() -> None:
    assert set(LABELS) == set(Status)


def test_a_campaign_is_undecided_until_it_is_sent() -> None:
    assert set(UNDECIDED) == {"draft", "in_review", "approved"}

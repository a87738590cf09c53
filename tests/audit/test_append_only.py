"""Append-only tables refuse changes and removals by the ORM, by a shell and by raw SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.audit import append_only, seals
from campaigns.composer import drafts
from campaigns.domain.provider.outcome import Outcome
from campaigns.models import (
    Application,
    Attempt,
    Campaign,
    Event,
    OutsideSend,
    Review,
    Seal,
    Submission,
    SubmissionVoter,
)
from tests.audit.refusing import execute, refused
from tests.factories import approved, make_campaign, make_user

FROZEN = [Event, Seal, Submission, SubmissionVoter, OutsideSend]
KEPT: list[type[models.Model]] = [*FROZEN, Review, Attempt]


@pytest.fixture
def rows(shop: Application) -> None:
    """One row of every kept table."""
    rita = make_user("rita", roles.REVIEWER)
    shop.voters.set([rita])
    campaign = approved(make_campaign(shop), rita)
    assert campaign.submission is not None
    Attempt.objects.create(
        application=shop,
        submission=campaign.submission,
        number=1,
        request_id="one",
        started=timezone.now(),
        outcome=Outcome.OPEN,
    )
    OutsideSend.objects.create(application=shop, at=timezone.now(), recorded_by=campaign.author)
    seals.seal()


def changed(model: type[models.Model], **columns: Any) -> None:
    model._default_manager.update(**columns)


def test_every_table_of_the_declaration_is_tried_here() -> None:
    assert {kept.model for kept in append_only.KEPT} == {model.__name__ for model in KEPT}


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.usefixtures("rows")
def test_no_row_is_removed(model: type[models.Model]) -> None:
    rows = model._default_manager
    one, before = rows.first(), rows.count()
    assert one is not None
    ways: list[Callable[[], object]] = [
        lambda: rows.all()._raw_delete("default"),
        lambda: models.query.QuerySet(model).delete(),
        one.delete,
        lambda: execute(f'DELETE FROM "{model._meta.db_table}"'),  # noqa: S608 (our own name)
    ]
    for remove in ways:
        with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
            remove()
    assert rows.count() == before


@pytest.mark.parametrize("model", FROZEN)
@pytest.mark.usefixtures("rows")
def test_no_column_of_a_row_is_changed(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        with refused():
            execute(
                f'UPDATE "{model._meta.db_table}" SET "{field.column}" = "{field.column}"'  # noqa: S608
            )
    one = model._default_manager.first()
    assert one is not None
    with refused():
        one.save(force_update=True)


@pytest.mark.usefixtures("rows")
def test_a_vote_keeps_what_it_is_about() -> None:
    may = {"verdict", "comment", "checked", "solo", "created"}
    for field in Review._meta.concrete_fields:
        if field.name not in may:
            with refused():
                changed(Review, **{field.attname: 999 if field.name != "digest" else "else"})


@pytest.mark.usefixtures("rows")
def test_an_approval_may_become_a_request_for_changes_and_stays_one() -> None:
    changed(Review, created=timezone.now())
    changed(Review, verdict="request-changes", comment="No.", created=timezone.now())
    for columns in ({"verdict": "approve"}, {"comment": "Yes."}, {"created": timezone.now()}):
        with refused():
            changed(Review, **columns)


@pytest.mark.usefixtures("rows")
def test_an_attempt_keeps_what_was_tried() -> None:
    columns = {"number": 2, "request_id": "two", "host": "else", "started": timezone.now()}
    for name, value in columns.items():
        with refused():
            changed(Attempt, **{name: value})


@pytest.mark.parametrize("final", sorted(set(Outcome) - {Outcome.OPEN, Outcome.UNKNOWN}))
@pytest.mark.usefixtures("rows")
def test_a_known_outcome_stays(final: str) -> None:
    changed(Attempt, outcome=Outcome.UNKNOWN)
    with refused():
        changed(Attempt, outcome=Outcome.OPEN)
    changed(Attempt, push_id="found by a person")
    changed(Attempt, outcome=final, push_id="late evidence")
    for columns in ({"outcome": Outcome.UNKNOWN}, {"push_id": "x"}, {"outcome": Outcome.OPEN}):
        with refused():
            changed(Attempt, **columns)


@pytest.mark.usefixtures("rows")
def test_no_voter_is_named_after_the_submit() -> None:
    submission, late = Submission.objects.get(), make_user("late", roles.REVIEWER)
    with refused():
        SubmissionVoter.objects.create(submission=submission, user=late)
    assert submission.named_voters.count() == 1


REPLACE = {
    "sqlite": "REPLACE INTO campaigns_seal (position, digest, event_id)"
    " SELECT position, 'another', event_id FROM campaigns_seal",
    "postgresql": "INSERT INTO campaigns_seal (position, digest, event_id)"
    " SELECT position, 'another', event_id FROM campaigns_seal"
    " ON CONFLICT (position) DO UPDATE SET digest = excluded.digest",
}


@pytest.mark.usefixtures("rows")
def test_no_insert_takes_the_place_of_a_row() -> None:
    with refused():
        execute(REPLACE[connection.vendor])


PAST_DELETE = {
    "sqlite": "REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "TRUNCATE {table} CASCADE",
}
"""What removes rows and asks no trigger of DELETE: in SQLite's own shell, which has no
recursive_triggers, and in PostgreSQL."""


@pytest.mark.parametrize("model", KEPT)
@pytest.mark.usefixtures("rows")
def test_no_other_program_replaces_or_empties(model: type[models.Model]) -> None:
    connection.check_constraints()
    if connection.vendor == "sqlite":
        execute("PRAGMA recursive_triggers=OFF")
    try:
        with refused():
            execute(PAST_DELETE[connection.vendor].format(table=model._meta.db_table))
    finally:
        if connection.vendor == "sqlite":
            execute("PRAGMA recursive_triggers=ON")


@pytest.mark.django_db(transaction=True)
def test_flush_empties_nothing() -> None:
    """What tests may do is the lifted one: this is the command as the product has it."""
    approved(make_campaign())
    before = Event.objects.count()
    with pytest.raises(IntegrityError):
        connection.ops.execute_sql_flush(sql_flush(no_style(), connection, allow_cascade=True))
    assert Event.objects.count() == before


def test_a_draft_that_was_never_submitted_is_still_deleted(shop: Application) -> None:
    draft = make_campaign(shop)
    drafts.delete(draft, Actor(draft.author))
    assert not Campaign.objects.exists()
    assert list(Event.objects.values_list("verb", flat=True))[-2:] == ["create", "delete"]

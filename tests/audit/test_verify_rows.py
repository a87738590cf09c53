"""`verify_audit` notices a changed, removed or added submission, voter, vote, attempt or send made
elsewhere, and no row that people and the machine changed by themselves."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.applications import actions as applications
from campaigns.audit import kept_rows, seals, verify_rows
from campaigns.domain.audit import chain
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.review.checklist import ChecklistSection
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
from campaigns.review import actions
from campaigns.sending import overdue, record, resolution
from tests.factories import make_application, make_campaign, make_user, submitted
from tests.flushing import unguarded
from tests.management.conftest import Run, run  # noqa: F401 (a fixture)
from tests.sending.claimed_campaigns import (
    ACCEPTED,
    NOT_SENT,
    QUOTA_OF_NOBODY,
    REFUSED,
    claimed,
    try_to_claim,
)

Faults = list[tuple[str, str | None]]
UNKNOWN = Verdict(Outcome.UNKNOWN, error="Read timed out.")
ANOTHER_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def rita(shop: Application) -> Actor:
    return Actor(make_user("rita", roles.REVIEWER))


@pytest.fixture
def otto(shop: Application) -> Actor:
    return Actor(make_user("otto", roles.OPERATOR))


@pytest.fixture
def shop_without_limit(shop: Application, rita: Actor) -> Application:
    Application.objects.filter(pk=shop.pk).update(**QUOTA_OF_NOBODY)
    shop.voters.set(User.objects.filter(username="rita"))
    return Application.objects.get(pk=shop.pk)


@pytest.fixture
def history(shop_without_limit: Application, rita: Actor, otto: Actor) -> Application:
    """One of everything that people and the machine do to kept rows."""
    shop = shop_without_limit
    for verdict in (ACCEPTED, REFUSED, UNKNOWN):
        claim = claimed(shop)
        Attempt.objects.filter(pk=claim.attempt.pk).update(first_byte_left=True)
        record.record_verdict(claim.attempt, verdict)
    retried = claimed(shop)
    record.record_verdict(retried.attempt, NOT_SENT)
    Campaign.objects.filter(pk=retried.campaign_pk).update(next_try_at=timezone.now())
    campaign = Campaign.objects.get(pk=retried.campaign_pk)
    seen = campaign.next_try_at
    record.record_failed_connection(campaign.pk, "no line", "host", "refused", seen)
    again = try_to_claim(Campaign.objects.get(pk=campaign.pk))
    assert again is not None
    record.record_verdict(again.attempt, UNKNOWN)
    record.record_verdict(again.attempt, ACCEPTED)
    back = submitted(make_campaign(shop))
    actions.request_changes(back.pk, rita, comment="No.")
    at = timezone.now() - timedelta(hours=1)
    applications.record_outside_send(shop.pk, otto, at=at, note="by hand")
    return shop


@pytest.fixture
def faults(run: Run) -> Callable[[], Faults]:  # noqa: F811
    """What verify_audit says of rows, after every event was sealed."""

    def found() -> Faults:
        while seals.seal():
            pass
        printed = json.loads(run("verify_audit").out)
        return [(one["kind"], one["row"]) for one in printed["faults"]]

    return found


def change(row: models.Model, **columns: Any) -> None:
    with unguarded():
        type(row)._default_manager.filter(pk=row.pk).update(**columns)


OTHERS: dict[str, Any] = {
    "send_at": ANOTHER_DAY,
    "verdict": Review.Verdict.APPROVE,
    "outcome": Outcome.REFUSED_QUOTA,
    "failure": Failure.NO_ANSWER,
}


def other(row: models.Model, name: str) -> Any:
    """Another value for this column, that its constraints allow."""
    value = getattr(row, name)
    if name in OTHERS:
        return OTHERS[name]
    match value:
        case bool():
            return not value
        case int():
            return value + 1000
        case list():
            return [*value, 1]
        case bytes() | memoryview():
            return bytes(value).replace(b"half price", b"full price")
        case None:
            return 7
    if hasattr(value, "isoformat"):
        return value + timedelta(microseconds=1)
    return f"{value[:-1]}x"  # no longer than its column allows


def test_what_people_and_the_machine_do_holds(
    history: Application, faults: Callable[[], Faults]
) -> None:
    assert Attempt.objects.count() == 6
    assert faults() == []
    assert not Event.objects.filter(evidence="").exists()


def test_later_states_of_an_attempt_hold(
    shop_without_limit: Application, otto: Actor, faults: Callable[[], Faults]
) -> None:
    """Reaped, decided by a person, and evidence that came after it."""
    claim = claimed(shop_without_limit)
    before = timezone.now() - timedelta(hours=1)
    Campaign.objects.filter(pk=claim.campaign_pk).update(status_since=before)
    overdue.reap(claim.campaign_pk)
    assert faults() == []
    resolution.resolve(claim.campaign_pk, otto, arrived=True, push_id="seen", comment="saw it")
    assert Attempt.objects.get().push_id == "seen"
    assert faults() == []
    record.record_verdict(claim.attempt, ACCEPTED)
    assert faults() == []


def test_a_renewed_and_a_replaced_vote_hold(
    shop_without_limit: Application, rita: Actor, faults: Callable[[], Faults]
) -> None:
    shop_without_limit.voters.clear()
    Application.objects.update(votes_needed_tags=2)
    campaign = submitted(make_campaign(shop_without_limit))
    assert campaign.submission is not None
    digest, ticked = campaign.submission.digest, list(ChecklistSection)
    actions.approve(campaign.pk, rita, digest=digest, checked=ticked)
    assert faults() == []
    actions.request_changes(campaign.pk, rita, comment="On second thought.")
    assert faults() == []
    with unguarded():
        Review.objects.update(verdict=Review.Verdict.APPROVE, comment="")
    assert [kind for kind, _ in faults()] == ["row-changed"]


KEPT = [
    *((kept_rows.SUBMISSION, name) for name in kept_rows.SUBMISSION.columns),
    *((kept_rows.VOTE, name) for name in kept_rows.VOTE.columns),
    *((kept_rows.ATTEMPT, name) for name in kept_rows.ATTEMPT.columns),
    *((kept_rows.OUTSIDE_SEND, name) for name in kept_rows.OUTSIDE_SEND.columns),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name in KEPT if name != "id"])
@pytest.mark.django_db
def test_one_changed_column_is_found(
    history: Application, faults: Callable[[], Faults], kind: kept_rows.Kind, name: str
) -> None:
    rows = kind.model._default_manager.order_by("pk")
    row = rows.exclude(comment="").get() if name == "verdict" else rows.first()
    assert row is not None
    columns = {field.attname: field for field in row._meta.concrete_fields}
    to = columns[name].related_model
    change(row, **{name: NEW[to]() if to else other(row, name)})
    assert ("row-changed", f"{kind.name} {row.pk}") in faults()


NEW: dict[Any, Callable[[], int]] = {
    Application: lambda: make_application("Another").pk,
    Campaign: lambda: make_campaign().pk,
    Submission: lambda: submitted(make_campaign()).submission_id or 0,
    User: lambda: make_user("another", roles.REVIEWER).pk,
}
"""Another row that a foreign key may point to."""


def test_a_removed_and_an_added_voter_are_found(
    history: Application, faults: Callable[[], Faults]
) -> None:
    first, last = Submission.objects.order_by("pk").first(), Submission.objects.last()
    assert first is not None
    assert last is not None
    with unguarded():
        SubmissionVoter.objects.filter(submission=first).delete()
        SubmissionVoter.objects.create(submission=last, user=make_user("late", roles.REVIEWER))
    assert faults() == [("row-changed", f"submission {pk}") for pk in (first.pk, last.pk)]


def test_removed_rows_are_found(history: Application, faults: Callable[[], Faults]) -> None:
    vote, attempt = Review.objects.latest("pk"), Attempt.objects.latest("pk")
    with unguarded():
        Review.objects.filter(pk=vote.pk)._raw_delete("default")
        Attempt.objects.filter(pk=attempt.pk)._raw_delete("default")
        OutsideSend.objects.all()._raw_delete("default")
    assert {kind for kind, _ in faults()} == {"row-missing"}


def test_added_rows_are_found(history: Application, faults: Callable[[], Faults]) -> None:
    """By SQL, where nobody voted and nothing was sent; the triggers let rows be added."""
    waiting = submitted(make_campaign(history)).submission
    assert waiting is not None
    reviewer, now = make_user("never", roles.REVIEWER), timezone.now()
    vote = Review.objects.create(
        submission=waiting,
        reviewer=reviewer,
        submitter_id=waiting.submitter_id,
        verdict="approve",
        digest=waiting.digest,
        created=now,
    )
    attempt = Attempt.objects.create(
        application=history,
        submission=waiting,
        number=1,
        request_id="made up",
        started=now,
        finished=now,
        outcome=Outcome.REFUSED,
    )
    again = Submission.objects.get(pk=waiting.pk)
    again.pk = None
    again.save(force_insert=True)
    added = (f"submission {again.pk}", f"vote {vote.pk}", f"attempt {attempt.pk}")
    assert faults() == [("row-unproven", row) for row in added]


def test_an_attempt_that_was_closed_by_hand_is_found(
    shop_without_limit: Application, faults: Callable[[], Faults]
) -> None:
    claim = claimed(shop_without_limit)
    assert faults() == []
    Attempt.objects.update(outcome=Outcome.NOT_SENT, finished=timezone.now())
    assert faults() == [("row-unproven", f"attempt {claim.attempt.pk}")]


@pytest.fixture
def earlier(history: Application) -> Application:
    """As the release before left it: events without evidence, tries without an event."""
    with unguarded():
        Event.objects.filter(verb="retry", source="").delete()
        Event.objects.update(evidence=None)
    return history


def test_rows_of_the_release_before_hold(
    earlier: Application,
    faults: Callable[[], Faults],
    run: Run,  # noqa: F811
) -> None:
    assert faults() == []
    assert b'"unproven": 1' in run("verify_audit").out


EARLIER: list[tuple[type[models.Model], dict[str, Any]]] = [
    (Submission, {"body": b"{}"}),
    (Submission, {"app_key": "else"}),
    (Submission, {"votes_needed": 9}),
    (Submission, {"digest": "0" * 64}),
    (Review, {"comment": "Fine."}),
    (Review, {"digest": "0" * 64}),
    (Review, {"verdict": "request-changes", "comment": "No."}),
    (Attempt, {"started": ANOTHER_DAY}),
    (Attempt, {"finished": ANOTHER_DAY}),
    (OutsideSend, {"note": "else"}),
]


@pytest.mark.parametrize(("model", "columns"), EARLIER, ids=str)
def test_a_changed_row_of_the_release_before_is_found(
    earlier: Application,
    faults: Callable[[], Faults],
    model: type[models.Model],
    columns: dict[str, Any],
) -> None:
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    change(row, **columns)
    assert [kind for kind, _ in faults()] == ["row-unproven"]


def test_a_worker_of_the_release_before_may_seal(
    history: Application, faults: Callable[[], Faults]
) -> None:
    """It does not know the column, and leaves it out of the digest."""
    link = chain.START
    for columns in seals.columns(Event.objects.order_by("pk")):
        columns.pop("evidence")
        link = chain.next_link(link, columns)
        Seal.objects.create(position=link.position, event_id=columns["id"], digest=link.digest)
    assert faults() == []


def test_a_program_of_the_release_before_may_go_on_for_a_while(
    shop_without_limit: Application, rita: Actor, faults: Callable[[], Faults]
) -> None:
    """It records an outcome and a vote after this release told of the same rows."""
    claim = claimed(shop_without_limit)
    record.record_verdict(claim.attempt, UNKNOWN)
    Application.objects.update(votes_needed_tags=2)
    shop_without_limit.voters.clear()
    campaign = submitted(make_campaign(shop_without_limit))
    assert campaign.submission is not None
    ticked = list(ChecklistSection)
    actions.approve(campaign.pk, rita, digest=campaign.submission.digest, checked=ticked)
    last = Event.objects.latest("pk").pk
    record.record_verdict(claim.attempt, ACCEPTED)
    actions.request_changes(campaign.pk, rita, comment="No.")
    with unguarded():
        Event.objects.filter(pk__gt=last).update(evidence=None)
    assert faults() == []


@pytest.mark.parametrize("ends", ["reaped", "answered"])
def test_a_person_may_decide_at_a_web_process_of_the_release_before(
    ends: str, shop_without_limit: Application, otto: Actor, faults: Callable[[], Faults]
) -> None:
    claim = claimed(shop_without_limit)
    if ends == "reaped":
        before = timezone.now() - timedelta(hours=1)
        Campaign.objects.filter(pk=claim.campaign_pk).update(status_since=before)
        overdue.reap(claim.campaign_pk)
    else:
        record.record_verdict(claim.attempt, UNKNOWN)
    resolution.resolve(claim.campaign_pk, otto, arrived=True, push_id="seen", comment="saw it")
    with unguarded():
        Event.objects.filter(verb="resolve").update(evidence=None)
    assert faults() == []
    attempt = Attempt.objects.get()
    change(attempt, push_id="other")
    assert faults() == [("row-changed", f"attempt {attempt.pk}")]
    change(attempt, push_id="seen", error="other")
    assert faults() == [("row-changed", f"attempt {attempt.pk}")]


def test_evidence_is_sealed(history: Application, faults: Callable[[], Faults]) -> None:
    assert faults() == []
    event = Event.objects.filter(evidence__isnull=False).order_by("pk").first()
    assert event is not None
    change(event, evidence=None)
    assert ("changed", None) in faults()


def test_rows_are_read_in_pieces(
    history: Application, faults: Callable[[], Faults], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_rows, "ROWS", 1)
    assert faults() == []


@pytest.mark.parametrize("kind", kept_rows.KINDS.values(), ids=lambda kind: kind.name)
def test_every_column_is_covered(kind: kept_rows.Kind) -> None:
    """A column that a later release adds needs a kind of its own: see `kept_rows`."""
    columns = {field.attname for field in kind.model._meta.concrete_fields}
    if kind is kept_rows.CLAIM:
        assert set(kind.columns) < columns
    else:
        assert set(kind.columns) == columns

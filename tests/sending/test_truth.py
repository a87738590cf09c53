"""The record says what happened, whatever the answer looks like."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.composer import drafts, lifecycle
from campaigns.domain.pauses import PauseKind
from campaigns.domain.provider.outcome import Outcome, Verdict, judge
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, Pause, Review
from campaigns.review import actions
from campaigns.sending import claim as sending_claim
from campaigns.sending import holds, record, resolution, send
from tests.factories import SECRET, approved, make_application, make_campaign, submitted, user
from tests.push_server import PushServer, answer
from tests.sending.claimed_campaigns import ACCEPTED, campaign_of, claimed


def digest(campaign: Campaign) -> str:
    assert campaign.submission is not None
    return campaign.submission.digest


def resolved_and_submitted_anew(application: Application) -> tuple[Attempt, Campaign]:
    """An unknown send that a person took for lost, revised and approved a second time."""
    claim = claimed(application)
    record.record_verdict(claim.attempt, Verdict(Outcome.UNKNOWN))
    pk, otto = claim.campaign_pk, Actor(user("otto", roles.OPERATOR))
    resolution.resolve(pk, otto, arrived=False, comment="nobody saw it")
    campaign = lifecycle.revise(pk, Actor(user("maria", roles.MARKETER)))
    return claim.attempt, approved(campaign)


@pytest.mark.parametrize(
    "body",
    [b'{"code":200,"id":"%s"}' % (b"x" * 300), b'{"code":200,"id":"y","n":%s}' % (b"9" * 30)],
    ids=["long id", "huge number"],
)
def test_odd_answer_still_says_that_it_was_accepted(
    application: Application, server: PushServer, body: bytes
) -> None:
    server.reply = answer(body)
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    assert campaign.status == Status.SENT


@pytest.mark.parametrize("code", [2**31, -(2**31), 10**30])
def test_code_that_no_column_holds_is_none(code: int) -> None:
    assert judge(429, b'{"code":%d}' % code).code is None


def test_credentials_in_an_answer_are_not_kept(
    application: Application, server: PushServer
) -> None:
    server.reply = answer(b'{"code":1004,"errorMessage":"secret %s"}' % SECRET.encode(), "401 No")
    send.send(approved(make_campaign(application)).pk)
    attempt = Attempt.objects.get()
    assert (SECRET in attempt.answer + attempt.error, attempt.code) == (False, 1004)


def test_late_acceptance_stops_the_second_send(application: Application) -> None:
    attempt, campaign = resolved_and_submitted_anew(application)
    record.record_verdict(attempt, ACCEPTED)
    campaign.refresh_from_db()
    assert campaign.status == Status.DRAFT


def test_late_unknown_keeps_the_push_id_that_a_person_found(application: Application) -> None:
    claim = claimed(application)
    record.record_verdict(claim.attempt, Verdict(Outcome.UNKNOWN))
    otto = Actor(user("otto", roles.OPERATOR))
    resolution.resolve(claim.campaign_pk, otto, arrived=True, push_id="found", comment="seen")
    record.record_verdict(claim.attempt, Verdict(Outcome.UNKNOWN))
    assert Attempt.objects.get().push_id == "found"


def test_push_id_of_a_person_has_a_limit(application: Application) -> None:
    claim = claimed(application)
    record.record_verdict(claim.attempt, Verdict(Outcome.UNKNOWN))
    otto = Actor(user("otto", roles.OPERATOR))
    with pytest.raises(NotAllowed):
        resolution.resolve(claim.campaign_pk, otto, arrived=True, push_id="x" * 201, comment="y")


PAUSES: dict[str, Callable[[Application], object]] = {
    "everything": lambda _: Pause.objects.create(reason="stop"),
    "a fact": lambda shop: shop.pauses.create(kind=PauseKind.KEY),
    "columns only": lambda _: Application.objects.update(paused_reason="stop"),
}
"""The last is how a program of the release before pauses."""


@pytest.mark.parametrize("how", PAUSES)
def test_pause_after_the_claim_still_stops_it(
    application: Application, server: PushServer, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    campaign = approved(make_campaign(application))

    def _claim_then_pause(*args: Any, **kwargs: Any) -> Any:
        made = sending_claim.claim(*args, **kwargs)
        PAUSES[how](application)
        return made

    monkeypatch.setattr(send, "claim", _claim_then_pause)
    send.send(campaign.pk)
    campaign.refresh_from_db()
    assert (server.requests, campaign.status) == ([], Status.APPROVED)


@pytest.mark.parametrize("how", PAUSES)
def test_no_claim_is_made_under_a_pause(
    application: Application, server: PushServer, how: str
) -> None:
    campaign = approved(make_campaign(application))
    PAUSES[how](application)
    send.send(campaign.pk)
    assert (server.requests, Attempt.objects.count()) == ([], 0)


def test_wrong_key_is_a_reason_to_hold(application: Application, settings: LazySettings) -> None:
    campaign = approved(make_campaign(application))
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]
    hold = holds.current(campaign, timezone.now())
    assert hold is not None
    assert "SECRETS_KEYS" in hold.reason.msgid


def test_wait_for_the_next_try_is_shown(application: Application, server: PushServer) -> None:
    server.__exit__()
    campaign = approved(make_campaign(application))
    send.send(campaign.pk)
    campaign.refresh_from_db()
    hold = holds.current(campaign, timezone.now())
    assert hold is not None
    assert hold.until == campaign.next_try_at


def test_changes_are_requested_of_what_was_shown(application: Application) -> None:
    campaign = submitted(make_campaign(application))
    with pytest.raises(NotAllowed):
        actions.request_changes(
            campaign.pk, Actor(user("rita", roles.REVIEWER)), comment="no", digest="0" * 64
        )


def test_who_approved_and_then_requests_changes_has_not_approved(application: Application) -> None:
    Application.objects.update(votes_needed_tags=2)
    campaign = submitted(make_campaign(application))
    rita = Actor(user("rita", roles.REVIEWER))
    actions.approve(campaign.pk, rita, digest=digest(campaign), checked=list(ChecklistSection))
    actions.request_changes(campaign.pk, rita, comment="on second thought")
    assert Review.objects.get().verdict == Review.Verdict.REQUEST_CHANGES


def test_votes_that_count_again_can_carry(application: Application) -> None:
    Application.objects.update(votes_needed_tags=2)
    campaign = submitted(make_campaign(application))
    rita, rosa = (Actor(user(name, roles.REVIEWER)) for name in ("rita", "rosa"))
    actions.approve(campaign.pk, rita, digest=digest(campaign), checked=list(ChecklistSection))
    User.objects.filter(username="rita").update(is_active=False)
    actions.approve(campaign.pk, rosa, digest=digest(campaign), checked=list(ChecklistSection))
    User.objects.filter(username="rita").update(is_active=True)
    again = Actor(User.objects.get(username="rosa"))
    assert (
        actions.approve(
            campaign.pk, again, digest=digest(campaign), checked=list(ChecklistSection)
        ).status
        == "approved"
    )


def test_earlier_submitter_may_not_vote(application: Application) -> None:
    author, other = user("maria", roles.MARKETER), user("moritz", roles.MARKETER)
    campaign = make_campaign(application, author)
    lifecycle.submit(campaign.pk, Actor(other))
    lifecycle.withdraw(campaign.pk, Actor(author))
    campaign = lifecycle.submit(campaign.pk, Actor(author))
    other.groups.set(user("rita", roles.REVIEWER).groups.all())
    with pytest.raises(NotAllowed):
        actions.approve(
            campaign.pk,
            Actor(User.objects.get(pk=other.pk)),
            digest=digest(campaign),
            checked=list(ChecklistSection),
        )


def test_only_an_operator_lifts_the_pause_of_a_refused_key(application: Application) -> None:
    pauses.pause_if_refused(application, Verdict(Outcome.REFUSED, 1004), timezone.now())
    with pytest.raises(NotAllowed):
        pauses.resume_application(application.pk, Actor(user("rita", roles.REVIEWER)))


def test_submitted_campaign_stays_with_its_application(application: Application) -> None:
    claim = claimed(application)
    record.record_verdict(claim.attempt, Verdict(Outcome.REFUSED, 1003))
    maria = Actor(user("maria", roles.MARKETER))
    campaign = lifecycle.revise(claim.campaign_pk, maria)
    with pytest.raises(NotAllowed):
        drafts.edit(campaign, maria, {"application": make_application("Other")})
    assert campaign_of(claim).application_id == application.pk

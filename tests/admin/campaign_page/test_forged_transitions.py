"""A POST of a transition that was not offered changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event
from tests import factories
from tests.admin.conftest import ROLES
from tests.admin.posted_transitions import move, status

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VERBS = (
    "submit",
    "withdraw",
    "request-changes",
    "approve",
    "unschedule",
    "resolve",
    "revise",
    "archive",
)


FORGED = [
    *((roles.MARKETER, verb) for verb in ("approve", "request-changes")),
    *((roles.REVIEWER, verb) for verb in ("submit", "withdraw", "archive")),
    *((role, verb) for role in (roles.OPERATOR, roles.AUDITOR) for verb in VERBS),
]


@pytest.mark.parametrize(("role", "verb"), FORGED)
@pytest.mark.parametrize("state", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_a_forged_move_changes_nothing(
    role: str, verb: str, state: Status, at: Callable[[str], Client], draft: Campaign
) -> None:
    if state != Status.DRAFT:
        factories.submitted(draft)
    if state == Status.APPROVED:
        factories.approved(Campaign.objects.get(pk=draft.pk), User.objects.get(username="rita"))
    campaign = Campaign.objects.get(pk=draft.pk)
    digest = campaign.submission.digest if campaign.submission else ""
    moves = Event.objects.filter(campaign=campaign).exclude(verb=Verb.DENIED)
    before = moves.count()
    typed: dict[str, Any] = {"digest": digest, "comment": "x", "confirm": "Shop", "arrived": "no"}
    typed["checked"] = list(ChecklistSection)
    answer = move(at(role), campaign, verb, **typed)
    assert answer.status_code in (200, 409)
    assert (status(campaign), moves.count()) == (state, before)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ROLES)
def test_another_teams_campaign_is_not_there(
    role: str, verb: str, at: Callable[[str], Client], other: Application
) -> None:
    campaign = factories.submitted(factories.make_campaign(other, factories.make_user("boss")))
    typed = {"digest": campaign.submission.digest, "comment": "x", "arrived": "no"}  # type: ignore[union-attr]
    assert move(at(role), campaign, verb, **typed).status_code == 404
    assert status(campaign) == Status.IN_REVIEW


@pytest.mark.parametrize("verb", VERBS)
def test_get_changes_nothing(verb: str, at: Callable[[str], Client], draft: Campaign) -> None:
    url = reverse("admin:campaigns_campaign_move", args=[draft.pk, verb])
    for role in ROLES:
        assert at(role).get(url).status_code == 405
    assert status(draft) == Status.DRAFT


@pytest.mark.parametrize("verb", [*VERBS, "claim", "record", "void", "nothing"])
def test_machines_moves_and_strangers_are_kept_out(
    verb: str, marketer: Client, draft: Campaign
) -> None:
    url = reverse("admin:campaigns_campaign_move", args=[draft.pk, verb])
    assert Client().post(url)["Location"].startswith("/login/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="maria"))
    assert strict.post(url).status_code == 403
    if verb not in VERBS:
        assert marketer.post(url).status_code == 404
    assert status(draft) == Status.DRAFT

"""Deciding what became of a send that nobody can know: by whom, and what is shown of it after."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.access import Actor, Denied, NotConfirmed
from campaigns.accounts import roles
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.management import output
from campaigns.models import Campaign, Event
from campaigns.scheduling import quota
from campaigns.sending import resolution
from tests.admin.campaign_page.test_transition_views import move, status
from tests.admin.campaign_page.test_views import ended
from tests.admin.conftest import page, said
from tests.admin.desks.test_unknown import DESK, INDEX, cases
from tests.admin.desks.test_unknown import lost as lost

pytestmark = pytest.mark.django_db
LIST = reverse("admin:campaigns_campaign_changelist")
AT = Callable[[str], Client]


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_decides_is_offered_three_answers_and_who_does_not_is_told_who(
    role: str, at: AT, lost: Campaign
) -> None:
    (case,) = cases(at(role))
    labels = [offer.label for offer in case.offers]
    content = said(at(role).get(DESK))
    if role in (roles.REVIEWER, roles.OPERATOR):
        assert labels == ["It arrived", "It did not arrive", "Leave it for now"]
        assert (case.why_not, content.count("<textarea")) == ("", 3)
    else:
        assert (labels, content.count("<textarea")) == ([], 0)
        assert case.why_not.startswith("Ask olga or rita: ")
        assert case.why_not in content


def test_a_writer_is_told_who_can_superusers_included(
    at: AT, people: dict[str, User], lost: Campaign, settings: Settings
) -> None:
    rita = people[roles.REVIEWER]
    lost.editors.add(rita)
    (case,) = cases(at(roles.REVIEWER))
    assert case.why_not == ("Ask olga: whoever wrote, edited or submitted it may not decide this.")
    settings.SOLO_MODE = True
    User.objects.filter(pk=rita.pk).update(is_superuser=True)
    assert [case.offers for case in cases(at(roles.REVIEWER))] == [[]]
    actor = Actor(User.objects.get(pk=rita.pk))
    with pytest.raises(Denied):
        resolution.resolve(lost.pk, actor, arrived=False, comment="I say so")
    assert status(lost) == Status.UNKNOWN


def test_nobody_decides_without_proof_of_who_sits_there(
    people: dict[str, User], lost: Campaign
) -> None:
    actor = Actor(people[roles.REVIEWER], is_confirmed=False)
    with pytest.raises(NotConfirmed):
        resolution.resolve(lost.pk, actor, arrived=False, comment="Nothing there")
    assert status(lost) == Status.UNKNOWN


@pytest.mark.parametrize("arrived", ["yes", "no"])
def test_a_decision_is_shown_as_that_persons_word_and_stays_counted(
    arrived: str, reviewer: Client, lost: Campaign
) -> None:
    move(reviewer, lost, "resolve", arrived=arrived, push_id="abc", comment="Seen there")
    assert cases(reviewer) == []
    state = "Sent" if arrived == "yes" else "Refused"
    for url in (LIST, INDEX):
        assert f"{state}, by the word of rita" in said(reviewer.get(url))
    assert "rita decided that it" in said(reviewer.get(page(lost)))
    lost.refresh_from_db()
    assert output.campaign_details(lost, timezone.now())["decided_by"] == "rita"
    budget = quota.ledger(lost.application, timezone.now()).budget(timezone.now())
    assert budget.used == 1


def test_what_the_provider_answered_is_nobodys_word(reviewer: Client, draft: Campaign) -> None:
    sent = ended(draft, Status.SENT, Outcome.ACCEPTED, push_id="p")
    assert output.campaign_details(sent, timezone.now())["decided_by"] is None
    assert "by the word of" not in said(reviewer.get(LIST))


def test_leaving_it_changes_nothing_but_tells_the_others(reviewer: Client, lost: Campaign) -> None:
    move(reviewer, lost, "comment", comment="Not in the console yet")
    assert status(lost) == Status.UNKNOWN
    assert Event.objects.filter(verb="comment", comment="Not in the console yet").exists()
    assert "stays unknown. Nothing is sent again by itself" in said(reviewer.get(DESK))

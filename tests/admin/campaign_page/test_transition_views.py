"""The POST doors of a campaign: what each does, and for whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.workflow import Move, Status
from campaigns.models import Application, Attempt, Campaign, Event, Review
from tests import factories
from tests.admin.campaign_page.test_views import ended
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db


def move(client: Client, campaign: Campaign, verb: str, **typed: Any) -> Any:
    url = reverse("admin:campaigns_campaign_move", args=[campaign.pk, verb])
    return client.post(url, typed, follow=True)


def status(campaign: Campaign) -> str:
    return Campaign.objects.get(pk=campaign.pk).status


def test_from_draft_to_approved_and_back(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    assert "Submitted" in said(move(marketer, draft, "submit"))
    assert status(draft) == Status.IN_REVIEW
    offers = reviewer.get(page(draft)).context["offers"]
    digest = next(i.value for o in offers if o.verb == Move.APPROVE for i in o.inputs)
    answer = move(
        reviewer, draft, "approve", digest=digest, checked=list(ChecklistSection), comment="Good"
    )
    assert "Your approval is recorded." in said(answer)
    assert status(draft) == Status.APPROVED
    assert "Nothing will be sent" in said(marketer.get(page(draft)))
    move(marketer, draft, "unschedule")
    assert status(draft) == Status.DRAFT


def test_withdraw_and_archive(marketer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    move(marketer, draft, "withdraw", comment="typo")
    assert status(draft) == Status.DRAFT
    move(marketer, draft, "archive")
    assert status(draft) == Status.ARCHIVED


def test_request_changes_needs_a_reason(reviewer: Client, draft: Campaign) -> None:
    digest = factories.submitted(draft).submission.digest  # type: ignore[union-attr]
    refused = move(reviewer, draft, "request-changes", comment=" ", digest=digest)
    assert "Write a reason" in said(refused)
    assert status(draft) == Status.IN_REVIEW
    move(reviewer, draft, "request-changes", comment="Shorter", digest=digest)
    assert status(draft) == Status.DRAFT
    assert "Shorter" in said(reviewer.get(page(draft)))


def test_problems_are_listed_when_a_submit_is_forged(marketer: Client, draft: Campaign) -> None:
    Campaign.objects.update(ios_badge=10_000)
    content = said(move(marketer, draft, "submit"))
    assert "Mend what is listed before you submit." in content
    assert "10000 is outside" in content
    assert status(draft) == Status.DRAFT


def test_everyone_needs_the_applications_name(
    marketer: Client, people: dict[str, User], shop: Application
) -> None:
    author = people[roles.MARKETER]
    draft = factories.make_campaign(shop, author, audience_kind="everyone", audience_tag=[])
    offers = marketer.get(page(draft)).context["offers"]
    assert next(o for o in offers if o.verb == Move.SUBMIT).tone == "grave"
    assert "Type the application&#x27;s name" in said(move(marketer, draft, "submit", confirm="x"))
    assert status(draft) == Status.DRAFT
    move(marketer, draft, "submit", confirm="Shop")
    assert status(draft) == Status.IN_REVIEW


def test_who_may_not_push_to_everyone_is_not_offered_it(
    marketer: Client, people: dict[str, User], shop: Application
) -> None:
    author = people[roles.MARKETER]
    draft = factories.make_campaign(shop, author, audience_kind="everyone", audience_tag=[])
    group = author.groups.get()
    group.permissions.remove(group.permissions.get(codename="push_to_everyone"))
    assert Move.SUBMIT not in [o.verb for o in marketer.get(page(draft)).context["offers"]]
    move(marketer, draft, "submit", confirm="Shop")
    assert status(draft) == Status.DRAFT


def test_a_stale_digest_answers_409_with_the_page_as_it_is_now(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    old = factories.submitted(draft).submission
    assert old is not None
    move(marketer, draft, "withdraw")
    Campaign.objects.update(alert="Something else")
    factories.submitted(Campaign.objects.get())
    answer = move(reviewer, draft, "approve", digest=old.digest, checked=list(ChecklistSection))
    assert answer.status_code == 409
    assert "This changed while you were reading" in said(answer)
    assert "Something else" in said(answer)
    assert (status(draft), Review.objects.count()) == (Status.IN_REVIEW, 0)


def test_without_a_digest_nothing_is_approved(reviewer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    assert move(reviewer, draft, "approve").status_code == 409
    assert status(draft) == Status.IN_REVIEW


def test_another_refusal_of_an_approval_is_no_conflict(reviewer: Client, draft: Campaign) -> None:
    submission = factories.submitted(draft).submission
    assert submission is not None
    Application.objects.update(per_day=1, per_hour=1)
    now, rival = timezone.now(), factories.submitted(factories.make_campaign()).submission
    assert rival is not None
    Attempt.objects.create(
        application=draft.application,
        submission=rival,
        number=1,
        request_id="x",
        started=now,
        outcome=Outcome.UNKNOWN,
    )
    answer = move(
        reviewer, draft, "approve", digest=submission.digest, checked=list(ChecklistSection)
    )
    assert answer.status_code == 200
    assert "Choose another time" in said(answer)


@pytest.mark.parametrize("arrived", ["yes", "no"])
def test_resolving_an_unknown_send(arrived: str, reviewer: Client, draft: Campaign) -> None:
    campaign = ended(draft, Status.UNKNOWN, Outcome.UNKNOWN)
    move(reviewer, campaign, "resolve", arrived=arrived, push_id="abc", comment="Seen in console")
    assert status(campaign) == (Status.SENT if arrived == "yes" else Status.REFUSED)
    content = said(reviewer.get(page(campaign)))
    assert "rita decided that it" in content
    assert "Seen in console" in content


def test_resolving_takes_a_clear_yes_or_no(reviewer: Client, draft: Campaign) -> None:
    campaign = ended(draft, Status.UNKNOWN, Outcome.UNKNOWN)
    assert move(reviewer, campaign, "resolve", comment="?").status_code == 404
    assert "push ID" in said(move(reviewer, campaign, "resolve", arrived="yes", comment="Seen"))
    assert status(campaign) == Status.UNKNOWN


def test_the_author_may_not_resolve(marketer: Client, draft: Campaign) -> None:
    campaign = ended(draft, Status.UNKNOWN, Outcome.UNKNOWN)
    move(marketer, campaign, "resolve", arrived="no", comment="I say so")
    assert status(campaign) == Status.UNKNOWN


def test_offers_are_only_what_this_person_may_do(
    at: Callable[[str], Client], draft: Campaign
) -> None:
    def offered(role: str) -> set[str]:
        return {str(offer.verb) for offer in at(role).get(page(draft)).context["offers"]}

    assert offered(roles.MARKETER) == {"submit", "archive"}
    assert offered(roles.REVIEWER) == offered(roles.AUDITOR) == set()
    factories.submitted(draft)
    assert offered(roles.MARKETER) == {"withdraw"}
    assert offered(roles.REVIEWER) == {"approve", "request-changes"}
    factories.approved(Campaign.objects.get(pk=draft.pk), User.objects.get(username="rita"))
    assert offered(roles.MARKETER) == offered(roles.REVIEWER) == {"unschedule"}
    assert offered(roles.OPERATOR) == set()


def test_deleting_a_draft_asks_by_name(
    marketer: Client, reviewer: Client, draft: Campaign, shop: Application
) -> None:
    url = reverse("admin:campaigns_campaign_delete", args=[draft.pk])
    assert "Delete “Sale”" in said(marketer.get(url))
    assert Campaign.objects.exists()
    assert reviewer.post(url).status_code == 403
    assert marketer.post(url)["Location"] == reverse("admin:campaigns_campaign_changelist")
    assert not Campaign.objects.exists()
    assert Event.objects.last().verb == "delete"  # type: ignore[union-attr]


def test_what_was_submitted_once_is_not_deleted(marketer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    move(marketer, draft, "withdraw")
    url = reverse("admin:campaigns_campaign_delete", args=[draft.pk])
    assert marketer.get(url).status_code == marketer.post(url).status_code == 403
    assert Campaign.objects.exists()

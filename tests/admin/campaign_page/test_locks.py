"""A page says why a person cannot act, who can, and until when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.admin.base import moment_text as moment
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign
from tests import factories
from tests.admin.conftest import change, page, said
from tests.admin.ended_campaigns import ended

pytestmark = pytest.mark.django_db
M, R, P, A = roles.MARKETER, roles.REVIEWER, roles.OPERATOR, roles.AUDITOR
AT = Callable[[str], Client]

ASK = "Ask maria: drafts of this application are theirs to change."
WITHDRAW = "Ask maria: only those who wrote, edited or submitted it withdraw it."
EDIT = "It is locked while in review: maria can withdraw it."
NO_ROLE = "Ask a reviewer of this application to do this. These may vote: rita."
OWN = "Ask another reviewer: whoever wrote, edited or submitted it may not vote."
UNSCHEDULE = "Ask maria, or a reviewer (rita), before it leaves."
KEPT = "It stays as it was: duplicate it to write another one like it."
EXPECTED: dict[tuple[str, str], dict[str, str]] = {
    (Status.DRAFT, M): {},
    **{(Status.DRAFT, role): {"edit": ASK, "submit": ASK} for role in (R, P, A)},
    (Status.IN_REVIEW, M): {
        "approve": "Ask a reviewer of this application to do this. These may vote: rita.",
        "edit": "It is locked while in review: withdraw it to change it.",
    },
    (Status.IN_REVIEW, R): {"withdraw": WITHDRAW, "edit": EDIT},
    **{
        (Status.IN_REVIEW, role): {"approve": NO_ROLE, "withdraw": WITHDRAW, "edit": EDIT}
        for role in (P, A)
    },
    **{
        (Status.APPROVED, role): {
            "edit": "It is locked since it was approved: unschedule it to change it."
        }
        for role in (M, R)
    },
    **{
        (Status.APPROVED, role): {
            "unschedule": UNSCHEDULE,
            "edit": "It is locked since it was approved: maria can unschedule it.",
        }
        for role in (P, A)
    },
    **{(Status.SENT, role): {"edit": KEPT} for role in (M, R, P, A)},
    (Status.UNKNOWN, M): {
        "resolve": "Ask olga or rita: whoever wrote, edited or submitted it may not decide this.",
        "edit": "It is locked until somebody has decided what became of it.",
    },
    (Status.UNKNOWN, A): {
        "resolve": "Ask olga or rita: deciding this is for reviewers and operators.",
        "edit": "It is locked until somebody has decided what became of it.",
    },
    (Status.MISSED, M): {"edit": "It is locked since its window ended: revise it to change it."},
    (Status.MISSED, A): {
        "revise": "Ask maria: campaigns of this application are theirs to revise.",
        "edit": "Ask maria: campaigns of this application are theirs to revise.",
    },
}


def brought_to(state: str, draft: Campaign) -> Campaign:
    Campaign.objects.update(send_at=timezone.now() + timedelta(days=1))
    draft = Campaign.objects.get(pk=draft.pk)
    if state == Status.DRAFT:
        return draft
    if state == Status.IN_REVIEW:
        return factories.submitted(draft)
    if state == Status.APPROVED:
        return factories.approved(draft, User.objects.get(username="rita"))
    factories.approved(draft, User.objects.get(username="rita"))
    Campaign.objects.update(status=state, status_since=timezone.now())
    return Campaign.objects.get(pk=draft.pk)


def locks(client: Client, campaign: Campaign) -> dict[str, Any]:
    return {lock.verb: lock for lock in client.get(page(campaign)).context["locks"]}


@pytest.mark.parametrize(("state", "role"), EXPECTED)
def test_why_and_who(state: str, role: str, at: AT, draft: Campaign) -> None:
    campaign = brought_to(state, draft)
    found = locks(at(role), campaign)
    assert {verb: lock.why for verb, lock in found.items()} == EXPECTED[state, role]
    content = said(at(role).get(page(campaign)))
    for lock in found.values():
        assert f"disabled>{lock.label}</button>" in content
        assert lock.why in content


@pytest.mark.parametrize("role", [M, R, P, A])
@pytest.mark.parametrize("state", [str(state) for state in Status])
def test_what_is_offered_is_not_locked(state: str, role: str, at: AT, draft: Campaign) -> None:
    answer = at(role).get(page(brought_to(state, draft)))
    offered = {str(offer.verb) for offer in answer.context["offers"]}
    locked = {str(lock.verb) for lock in answer.context["locks"]}
    assert not offered & locked
    assert answer.context["packet"].may_edit is ("edit" not in locked)


def test_until_when(at: AT, draft: Campaign) -> None:
    campaign = brought_to(Status.IN_REVIEW, draft)
    assert campaign.submission is not None
    end = moment(campaign.submission.send_before, "Asia/Shanghai")
    assert f"{EDIT} Until {end}." in said(at(R).get(page(campaign)))
    campaign = factories.approved(campaign, User.objects.get(username="rita"))
    assert f"{UNSCHEDULE} Until {moment(campaign.due_at, 'Asia/Shanghai')}." in said(
        at(A).get(page(campaign))
    )


def test_a_writer_with_every_role_still_may_not_vote(
    at: AT, people: dict[str, User], draft: Campaign
) -> None:
    people[M].groups.add(factories.make_group(R))
    found = locks(at(M), brought_to(Status.IN_REVIEW, draft))
    assert found["approve"].why == f"{OWN} These may vote: rita."


def test_whoever_has_voted_reads_who_else_must(at: AT, shop: Application, draft: Campaign) -> None:
    Application.objects.update(votes_needed_tags=2)
    factories.make_user("rolf", R, [shop])
    campaign = factories.submitted(draft)
    client = at(R)
    boxes = {"digest": campaign.submission.digest, "checked": ["content", "audience", "time"]}  # type: ignore[union-attr]
    client.post(reverse("admin:campaigns_campaign_move", args=[draft.pk, "approve"]), boxes)
    found = locks(client, Campaign.objects.get())
    assert found["approve"].why == "You have voted. It waits for rolf."


def test_without_anybody_it_is_an_operators_matter(
    at: AT, people: dict[str, User], draft: Campaign
) -> None:
    people[M].groups.clear()
    assert "Ask an operator: drafts" in locks(at(A), draft)["edit"].why


def test_many_are_not_all_named(at: AT, shop: Application, draft: Campaign) -> None:
    for number in range(9):
        factories.make_user(f"m{number}", M, [shop])
    why = locks(at(A), draft)["edit"].why
    assert why.startswith("Ask m0, m1, m2, m3, m4 or others: ")


def test_problems_and_a_submission_in_the_past_lock_a_draft(
    marketer: Client, draft: Campaign
) -> None:
    campaign = ended(draft, Status.REFUSED, Outcome.REFUSED, code=1005, http_status=400)
    marketer.post(reverse("admin:campaigns_campaign_move", args=[campaign.pk, "revise"]))
    Campaign.objects.update(ios_badge=10_000)
    found = locks(marketer, draft)
    assert found["submit"].why == "Mend the 1 problem listed here first."
    assert found["delete"].why == "Archive it instead: what was submitted once is kept for good."


def test_who_may_not_push_to_everyone_reads_who_may(
    marketer: Client, people: dict[str, User], shop: Application
) -> None:
    draft = factories.make_campaign(shop, people[M], audience_kind="everyone", audience_tag=[])
    people[M].groups.clear()
    everyone = factories.make_group(M)
    factories.make_user("max", M, [shop])
    composing = everyone.permissions.exclude(codename="push_to_everyone")
    people[M].user_permissions.set(composing)
    assert locks(marketer, draft)["submit"].why == (
        "Ask max: this reaches everyone, and you may not push to everyone."
    )


def test_a_paused_application_says_so_on_draft_and_form(marketer: Client, draft: Campaign) -> None:
    assert "is paused" not in said(marketer.get(page(draft)))
    Application.objects.update(paused_reason="stock-taking")
    for url in (page(draft), change(draft)):
        content = said(marketer.get(url))
        assert "The application is paused: stock-taking" in content
        assert "A send is free now." not in content
    assert "Nothing leaves until somebody resumes it." in said(marketer.get(page(draft)))


def test_the_authors_draft_shows_what_the_reviewer_asked(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    submission = factories.submitted(draft).submission
    url = reverse("admin:campaigns_campaign_move", args=[draft.pk, "request-changes"])
    reviewer.post(url, {"digest": submission.digest, "comment": "Shorter"})  # type: ignore[union-attr]
    for address in (page(draft), change(draft)):
        assert "rita asked for changes: “Shorter”" in said(marketer.get(address))

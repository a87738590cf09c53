"""The review packet: what a reviewer is shown to decide on, and how their vote is taken."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.review.checklist import STATEMENTS, ChecklistSection
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Event, OutsideSend, Review
from tests import factories
from tests.admin.campaign_page.test_views import ended
from tests.admin.conftest import page, said

pytestmark = pytest.mark.django_db
TICKS = [section.value for section in ChecklistSection]


def door(campaign: Campaign, verb: str) -> str:
    return reverse("admin:campaigns_campaign_move", args=[campaign.pk, verb])


def digest(campaign: Campaign) -> str:
    submission = Campaign.objects.get(pk=campaign.pk).submission
    assert submission is not None
    return submission.digest


def boxes(content: str) -> int:
    return content.count('name="checked"')


@pytest.mark.parametrize("state", ["draft", "in review"])
def test_that_there_is_no_problem_is_said(state: str, marketer: Client, draft: Campaign) -> None:
    if state == "in review":
        factories.submitted(draft)
    assert "None: every rule of RongCloud and of your team is kept." in said(
        marketer.get(page(draft))
    )


def test_what_speaks_against_it_now_is_said_in_review(reviewer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    Application.objects.update(forbidden_words=["half price"])
    content = said(reviewer.get(page(draft)))
    assert "Speaks against approving it" in content
    assert "half price" in content
    assert "None: every rule" not in content


def test_bytes_that_are_not_what_was_submitted_are_told(reviewer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    Application.objects.update(app_key="another")
    assert "what is stored differs from what it was" in said(reviewer.get(page(draft)))


@pytest.mark.usefixtures("at_noon")
def test_the_quota_of_the_day_with_this_one(
    reviewer: Client, people: dict[str, User], shop: Application, draft: Campaign
) -> None:
    noon = timezone.now().replace(hour=4, minute=0) + timedelta(days=1)
    planned = factories.make_campaign(shop, name="Morning", send_at=noon)
    factories.approved(planned, people[roles.REVIEWER])
    Campaign.objects.filter(pk=draft.pk).update(send_at=noon + timedelta(hours=3))
    day = f"On {noon:%Y-%m-%d} 0 of 3 used, "
    content = said(reviewer.get(page(draft)))
    assert f"{day}1 reserved; with this one 2 reserved." in content
    factories.approved(Campaign.objects.get(pk=draft.pk), people[roles.REVIEWER])
    assert f"{day}2 reserved, this one among them." in said(reviewer.get(page(draft)))


@pytest.mark.usefixtures("at_noon")
def test_the_day_shows_what_leaves_beside_it(
    reviewer: Client, people: dict[str, User], shop: Application, draft: Campaign
) -> None:
    now = timezone.now()
    OutsideSend.objects.create(
        application=shop, at=now, note="By hand", recorded_by=people[roles.OPERATOR]
    )
    factories.approved(factories.make_campaign(shop, name="Now"), people[roles.REVIEWER])
    other = factories.make_application("Elsewhere")
    boss = factories.make_user("boss")
    people[roles.REVIEWER].access.applications.add(other)
    factories.approved(
        factories.make_campaign(other, boss, name="Not ours"), people[roles.REVIEWER]
    )
    factories.submitted(draft)
    day = reviewer.get(page(draft)).context["packet"].day
    assert {(line.entry.name, str(line.said)) for line in day.lines} == {
        ("By hand", "Sent elsewhere"),
        ("Now", "Reserved"),
        ("Sale", "This campaign"),
    }
    assert [line.entry.at for line in day.lines] == sorted(line.entry.at for line in day.lines)


def test_rules_for_everyone_stand_beside_the_window(
    reviewer: Client, people: dict[str, User], shop: Application
) -> None:
    author = people[roles.MARKETER]
    draft = factories.make_campaign(shop, author, audience_kind="everyone", audience_tag=[])
    content = said(reviewer.get(page(draft)))
    assert "It cools down for 10 minutes after the last vote." in content
    assert "At most 1 push to everyone leaves a day." in content
    Application.objects.update(quiet_from="22:00", quiet_to="08:00")
    assert "Nothing leaves from 22:00 to 08:00 (Asia/Shanghai)." in said(reviewer.get(page(draft)))


@pytest.mark.parametrize("role", roles.ROLES)
def test_only_whoever_may_vote_gets_boxes_to_tick(
    role: str, at: Callable[[str], Client], draft: Campaign
) -> None:
    factories.submitted(draft)
    content = said(at(role).get(page(draft)))
    assert boxes(content) == (len(ChecklistSection) if role == roles.REVIEWER else 0)
    if role == roles.REVIEWER:
        assert content.count('form="approve-form" required') == len(ChecklistSection)
        assert all(statement.msgid in content for statement in STATEMENTS.values())
        assert 'id="approve-form"' in content


def test_what_is_not_ticked_is_not_approved_and_nothing_typed_is_lost(
    reviewer: Client, draft: Campaign
) -> None:
    factories.submitted(draft)
    typed = {"digest": digest(draft), "checked": ["time"], "comment": "Looks fine to me"}
    content = said(reviewer.post(door(draft, "approve"), typed))
    assert "Tick this before you approve" in content
    assert ">Looks fine to me</textarea>" in content
    assert 'value="time" form="approve-form" required checked' in content
    assert content.count("required checked") == 1
    assert not Review.objects.exists()


def test_what_changed_while_it_was_read_is_not_approved(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    factories.submitted(draft)
    typed = {"digest": digest(draft), "checked": TICKS, "comment": "Looks fine to me"}
    marketer.post(door(draft, "withdraw"))
    Campaign.objects.update(alert="Something else")
    factories.submitted(Campaign.objects.get())
    answer = reviewer.post(door(draft, "approve"), typed)
    content = said(answer)
    assert answer.status_code == 409
    assert "This changed while you were reading" in content
    assert "Something else" in content
    assert ">Looks fine to me</textarea>" in content
    assert "required checked" not in content
    assert digest(draft) in content
    assert not Review.objects.exists()
    assert Campaign.objects.get().status == Status.IN_REVIEW


def test_changes_are_not_asked_of_another_version_either(
    marketer: Client, reviewer: Client, draft: Campaign
) -> None:
    factories.submitted(draft)
    typed = {"digest": digest(draft), "comment": "Too loud"}
    marketer.post(door(draft, "withdraw"))
    Campaign.objects.update(alert="Something else")
    factories.submitted(Campaign.objects.get())
    answer = reviewer.post(door(draft, "request-changes"), typed)
    assert answer.status_code == 409
    assert ">Too loud</textarea>" in said(answer)
    assert Campaign.objects.get().status == Status.IN_REVIEW


def test_a_vote_names_what_was_ticked(reviewer: Client, draft: Campaign) -> None:
    factories.submitted(draft)
    reviewer.post(door(draft, "approve"), {"digest": digest(draft), "checked": TICKS})
    assert Review.objects.get().checked == TICKS


def test_a_vote_that_no_longer_counts_is_struck_with_its_reason(
    marketer: Client, people: dict[str, User], draft: Campaign
) -> None:
    rita = people[roles.REVIEWER]
    Campaign.objects.update(send_at=timezone.now() + timedelta(days=1))
    factories.approved(Campaign.objects.get(), rita)
    assert "<s>" not in said(marketer.get(page(draft)))
    rita.groups.clear()
    content = said(marketer.get(page(draft)))
    assert "<s><strong>rita</strong>" in content
    assert "no longer a reviewer of this: does not count" in content
    assert "0 of 1 approvals." in content
    User.objects.filter(pk=rita.pk).update(is_active=False)
    assert "deactivated: does not count" in said(marketer.get(page(draft)))


def test_what_has_left_keeps_the_votes_with_which_it_left(
    marketer: Client, draft: Campaign
) -> None:
    """Who leaves the team a year later has approved it all the same."""
    ended(draft, Status.SENT, Outcome.ACCEPTED, push_id="1")
    Review.objects.get().reviewer.groups.clear()
    content = said(marketer.get(page(draft)))
    assert "does not count" not in content
    assert "1 of 1 approvals." in content


def test_a_solo_vote_counts_no_more_when_solo_mode_is_off(
    marketer: Client, people: dict[str, User], draft: Campaign, settings: LazySettings
) -> None:
    settings.SOLO_MODE = True
    Campaign.objects.update(send_at=timezone.now() + timedelta(days=1))
    draft.editors.add(people[roles.REVIEWER])
    factories.approved(Campaign.objects.get(), people[roles.REVIEWER])
    assert "does not count" not in said(marketer.get(page(draft)))
    settings.SOLO_MODE = False
    content = said(marketer.get(page(draft)))
    assert "solo mode is off: does not count" in content
    assert "no longer a reviewer" not in content


def test_a_solo_vote_is_marked(marketer: Client, people: dict[str, User], draft: Campaign) -> None:
    factories.approved(draft, people[roles.REVIEWER])
    assert "solo: by its own submitter" not in said(marketer.get(page(draft)))
    Review.objects.update(solo=True)
    assert "solo: by its own submitter" in said(marketer.get(page(draft)))


@pytest.mark.parametrize("role", roles.ROLES)
def test_people_who_work_on_it_talk_in_the_timeline(
    role: str, at: Callable[[str], Client], draft: Campaign
) -> None:
    may = role != roles.AUDITOR
    client = at(role)
    assert (door(draft, "comment") in said(client.get(page(draft)))) is may
    content = said(client.post(door(draft, "comment"), {"comment": "Why two?"}, follow=True))
    found: Any = Event.objects.filter(verb="comment", comment="Why two?")
    assert found.exists() is may
    assert ('<span class="comment" dir="auto">Why two?' in content) is may


def test_an_empty_comment_is_refused(marketer: Client, draft: Campaign) -> None:
    assert "it is empty" in said(marketer.post(door(draft, "comment"), {"comment": " "}))
    assert not Event.objects.filter(verb="comment").exists()


def test_outcomes_have_words(marketer: Client, draft: Campaign) -> None:
    ended(draft, Status.REFUSED, Outcome.REFUSED_QUOTA, code=1008, http_status=429)
    content = said(marketer.get(page(draft)))
    assert "<dd>Refused: limit reached</dd>" in content
    assert "refused_quota" not in content

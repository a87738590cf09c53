"""Places where a newcomer hesitated."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.composer import readiness
from campaigns.models import Application, Campaign
from campaigns.review import actions
from tests import factories
from tests.admin.conftest import change, page, posted, said

pytestmark = pytest.mark.django_db


def test_pause_that_has_ended_already_is_refused(shop: Application) -> None:
    operator = Actor(factories.make_user("olaf", roles.OPERATOR))
    with pytest.raises(NotAllowed):
        pauses.pause_application(shop.pk, operator, reason="x", until=timezone.now())


def test_chinese_separators_part_user_ids(marketer: Client, draft: Campaign) -> None:
    typed = posted(marketer.get(change(draft)), audience_userid="u1，u2、u3；u4")
    marketer.post(change(draft), typed)
    draft.refresh_from_db()
    assert draft.audience_userid == ["u1", "u2", "u3", "u4"]


def test_start_that_has_passed_is_told(draft: Campaign) -> None:
    draft.send_at = timezone.now() - timedelta(minutes=1)
    assert "send_at" in [line.field for line in readiness.advise(draft, timezone.now())]


def test_author_reads_what_the_reviewer_wants_changed(
    marketer: Client, draft: Campaign, people: dict[str, User]
) -> None:
    factories.submitted(draft)
    actions.request_changes(draft.pk, Actor(people[roles.REVIEWER]), comment="Too long")
    assert "asked for changes: “Too long”" in said(marketer.get(page(draft)))


def test_text_that_never_left_was_not_sent_lately(draft: Campaign) -> None:
    factories.submitted(factories.make_campaign(draft.application, name="Twin"))
    texts = [line.text.msgid for line in readiness.advise(draft, timezone.now())]
    assert not [text for text in texts if "sent lately" in text]


@pytest.mark.parametrize("role", roles.ROLES)
def test_page_that_is_not_there_leads_back(role: str, at: Callable[[str], Client]) -> None:
    answer = at(role).get(reverse("admin:campaigns_campaign_page", args=[999]))
    assert (answer.status_code, reverse("admin:index") in answer.content.decode()) == (404, True)


def test_typed_address_of_a_move_leads_to_its_button(marketer: Client, draft: Campaign) -> None:
    answer = marketer.get(reverse("admin:campaigns_campaign_move", args=[draft.pk, "submit"]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing was changed: use the buttons on this page." in said(answer)


def test_what_cannot_be_read_is_told_in_words(marketer: Client, draft: Campaign) -> None:
    answer = marketer.get(reverse("admin:campaigns_campaign_changelist"), {"author__id": "1"})
    assert answer.status_code == 400
    assert "This request cannot be read" in said(answer)
    assert reverse("admin:index") in said(answer)

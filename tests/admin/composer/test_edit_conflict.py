"""Two people edit one draft: the second is told, loses nothing, and overwrites knowingly."""

import json

import pytest
from django.test import Client

from campaigns.models import Campaign
from tests import factories
from tests.admin.conftest import change, posted, said

pytestmark = pytest.mark.django_db


def test_what_only_the_other_changed_is_taken_over(marketer: Client, draft: Campaign) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, alert="Theirs", ios_badge="7"))
    answer = marketer.post(change(draft), posted(second, title="Mine"))
    changes = {one.field: one for one in answer.context["meanwhile"].changes}
    assert set(changes) == {"alert", "ios_badge"}
    assert (changes["alert"].stored, changes["alert"].typed) == ("Theirs", None)
    assert marketer.post(change(draft), posted(answer)).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.alert, draft.ios_badge, draft.version) == ("Mine", "Theirs", 7, 3)


def test_what_both_changed_stands_beside_each_other(marketer: Client, draft: Campaign) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, title="Theirs", labels="a, b"))
    answer = marketer.post(change(draft), posted(second, title="Mine", labels="c"))
    assert answer.status_code == 409
    asked = {one.field: (one.stored, one.typed) for one in answer.context["meanwhile"].changes}
    assert asked == {"title": ("Theirs", "Mine"), "labels": ("a, b", "c")}
    assert "maria saved it at" in said(answer)
    assert marketer.post(change(draft), posted(answer, theirs=["labels"])).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.labels) == ("Mine", ["a", "b"])


def test_every_kind_of_field_can_be_taken_over(marketer: Client, draft: Campaign) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    theirs = {
        "platform": ["ios"],
        "audience_kind": "users",
        "audience_userid": "a\nb",
        "ios_extras": '{"k": "v"}',
        "android_oppo_notify_level": "2",
        "send_at": "2027-01-05T09:30",
    }
    marketer.post(change(draft), posted(first, **theirs))
    answer = marketer.post(change(draft), posted(second, name="Mine"))
    assert marketer.post(change(draft), posted(answer)).status_code == 302
    stored = Campaign.objects.get(pk=draft.pk)
    assert (stored.name, stored.platform, stored.audience_kind) == ("Mine", ["ios"], "users")
    assert (stored.audience_userid, stored.ios_extras) == (["a", "b"], {"k": "v"})
    assert stored.android_oppo_notify_level == 2
    assert stored.send_at is not None


def test_a_third_save_in_between_is_told_again(marketer: Client, draft: Campaign) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, title="Theirs"))
    answer = marketer.post(change(draft), posted(second, title="Mine"))
    marketer.post(change(draft), posted(marketer.get(change(draft)), title="Third"))
    again = marketer.post(change(draft), posted(answer))
    assert again.status_code == 409
    [one] = again.context["meanwhile"].changes
    assert (one.stored, one.typed) == ("Third", "Mine")
    assert marketer.post(change(draft), posted(again)).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Mine"


def test_an_entry_that_cannot_be_read_stays_as_typed(marketer: Client, draft: Campaign) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, title="Theirs", ios_extras=json.dumps({"a": "1"})))
    typed = posted(second, title="Mine", ios_extras="{")
    answer = marketer.post(change(draft), typed)
    assert answer.status_code == 200
    answer = marketer.post(change(draft), posted(answer, ios_extras='{"b": "2"}'))
    assert answer.status_code == 409
    asked = {one.field: one.typed for one in answer.context["meanwhile"].changes}
    assert asked == {"title": "Mine", "ios_extras": '{"b": "2"}'}


def test_without_knowing_what_was_shown_every_difference_is_asked(
    marketer: Client, draft: Campaign
) -> None:
    first, second = (marketer.get(change(draft)) for _ in range(2))
    marketer.post(change(draft), posted(first, title="Theirs"))
    answer = marketer.post(change(draft), posted(second, alert="Mine", seen=""))
    asked = {one.field: (one.stored, one.typed) for one in answer.context["meanwhile"].changes}
    assert asked == {
        "title": ("Theirs", "Sale"),
        "alert": ("Everything at half price", "Mine"),
    }


def test_what_was_typed_into_a_submitted_draft_stays_on_screen(
    marketer: Client, draft: Campaign
) -> None:
    typed = posted(marketer.get(change(draft)), title="Typed too late")
    factories.submitted(draft)
    answer = marketer.post(change(draft), typed)
    assert (answer.status_code, "Typed too late" in answer.content.decode()) == (409, True)
    draft.refresh_from_db()
    assert draft.title != "Typed too late"

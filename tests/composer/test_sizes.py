"""A draft above the limits is refused on every way in, and nothing of it is stored."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from campaigns.access import Actor, NotAllowed
from campaigns.composer import copies, drafts, json_import, splits, templates
from campaigns.domain.message.draft_limits import DRAFT_BYTES, DRAFT_IDS, DRAFT_ITEMS
from campaigns.domain.translatable import Unreadable
from campaigns.lib.i18n import english
from campaigns.models import Campaign, CampaignTemplate
from tests import factories

pytestmark = pytest.mark.django_db
LARGE: dict[str, dict[str, Any]] = {
    "text": {"alert": "x" * (DRAFT_BYTES + 1)},
    "text of three bytes a character": {"ios_alert": "好" * (DRAFT_BYTES // 3 + 1)},
    "two texts": {"title": "x" * (DRAFT_BYTES // 2), "alert": "y" * (DRAFT_BYTES // 2 + 1)},
    "user ids": {"audience_userid": [str(n) for n in range(DRAFT_IDS + 1)]},
    "bytes of user ids": {"audience_userid": ["u" * 64] * 5000},
    "tags": {"audience_tag": ["t"] * (DRAFT_ITEMS + 1)},
    "one tag": {"audience_tag_or": ["t" * DRAFT_BYTES]},
    "platforms": {"platform": ["p"] * (DRAFT_ITEMS + 1)},
    "extras": {"ios_extras": {str(n): "" for n in range(70_000)}},
    "one extra": {"android_extras": {"k": "v" * DRAFT_BYTES}},
    "nested extra": {"harmonyOS_extras": {"k": [1] * DRAFT_BYTES}},
    "labels": {"labels": [str(n) for n in range(51)]},
    "long labels": {"labels": ["x" * 1000] * 5},
}


@pytest.fixture
def draft() -> Campaign:
    return factories.make_campaign(factories.make_application())


def create(draft: Campaign, columns: dict[str, Any]) -> Any:
    content = {**factories.MESSAGE, **columns}
    return drafts.create(draft.application, Actor(draft.author), content)


def edit(draft: Campaign, columns: dict[str, Any]) -> Any:
    return drafts.edit(draft, Actor(draft.author), columns)


def duplicate(draft: Campaign, columns: dict[str, Any]) -> Any:
    """A row of an earlier release."""
    Campaign.objects.filter(pk=draft.pk).update(**columns)
    return copies.duplicate(Campaign.objects.get(pk=draft.pk), Actor(draft.author))


def keep_as_template(draft: Campaign, columns: dict[str, Any]) -> Any:
    Campaign.objects.filter(pk=draft.pk).update(**columns)
    source = Campaign.objects.get(pk=draft.pk)
    return templates.save(source, Actor(draft.author), name="Kept")


def use_template(draft: Campaign, columns: dict[str, Any]) -> Any:
    kept = CampaignTemplate.objects.create(
        application=draft.application, name="Old", author=draft.author, columns=columns
    )
    return templates.use(kept, Actor(draft.author), name="New", values={})


WITHOUT_AUDIENCE = (keep_as_template, use_template)


@pytest.mark.parametrize("columns", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("way", [create, edit, duplicate, keep_as_template, use_template])
def test_too_much_is_refused(
    draft: Campaign, way: Callable[..., Any], columns: dict[str, Any]
) -> None:
    if way in WITHOUT_AUDIENCE and any(name.startswith("audience_") for name in columns):
        return
    with pytest.raises(NotAllowed) as refused:
        way(draft, columns)
    [problem] = refused.value.problems
    assert problem.field in columns
    assert Campaign.objects.count() == 1
    assert Campaign.objects.get().version == 1


def test_as_much_as_the_limits_allow_is_stored(draft: Campaign) -> None:
    create(draft, {"audience_userid": [str(n) for n in range(DRAFT_IDS)]})
    create(draft, {"ios_extras": {str(n): "x" for n in range(DRAFT_ITEMS)}})
    create(draft, {"alert": "x" * (DRAFT_BYTES - 100)})


def test_large_row_of_before_is_mended_by_making_it_small(draft: Campaign) -> None:
    Campaign.objects.filter(pk=draft.pk).update(alert="x" * DRAFT_BYTES)
    stored = Campaign.objects.get()
    with pytest.raises(NotAllowed):
        edit(stored, {"title": "Other"})
    edit(stored, {"alert": "short"})


def test_placeholders_do_not_multiply(draft: Campaign) -> None:
    drafts.edit(draft, Actor(draft.author), {"alert": "{{a}}" * 50_000})
    draft.refresh_from_db()
    kept = templates.save(draft, Actor(draft.author), name="Kept")
    with pytest.raises(NotAllowed) as refused:
        templates.use(kept, Actor(draft.author), name="New", values={"a": "x" * 100_000})
    assert "5000000000 characters" in english(refused.value.text)


def test_a_form_has_no_field_for_each_of_thousand_placeholders(draft: Campaign) -> None:
    text = "".join(f"{{{{name{n}}}}}" for n in range(5000))
    drafts.edit(draft, Actor(draft.author), {"alert": text})
    draft.refresh_from_db()
    kept = templates.save(draft, Actor(draft.author), name="Kept")
    assert len(templates.placeholder_names(kept)) == 50


def test_more_ids_than_a_draft_holds_are_split(draft: Campaign) -> None:
    """Twenty thousand ids of 64 characters: five times the bytes of a draft."""
    ids = [f"{n:064}" for n in range(DRAFT_IDS)]
    columns = {**factories.MESSAGE, "audience_tag": [], "audience_userid": ids}
    made = splits.split(draft.application, Actor(draft.author), columns)
    assert sum((one.audience_userid for one in made), []) == ids


BODIES: dict[str, Any] = {
    "numbers for ids": {"audience": {"is_to_all": False, "userid": [1] * 100_000}},
    "unknown keys": {"audience": {"is_to_all": False}, **{f"k{n}": 1 for n in range(20_000)}},
    "unknown keys inside": {"audience": {f"k{n}": 1 for n in range(20_000)}},
    "long unknown keys": {"audience": {"k" * 2000 + str(n): 1 for n in range(100)}},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_fifty_problems_are_told_and_the_others_counted(draft: Campaign, body: Any) -> None:
    raw = json.dumps(body, separators=(",", ":")).encode()
    with pytest.raises(Unreadable) as refused:
        json_import.import_body(raw, draft.application, Actor(draft.author))
    *told, more = refused.value.problems
    assert len(told) == 50
    assert "more problem" in english(more.text)
    assert sum(len(problem.field) + len(english(problem.text)) for problem in told) < 50_000


def test_the_number_of_the_others_is_right(draft: Campaign) -> None:
    raw = json.dumps(BODIES["numbers for ids"], separators=(",", ":")).encode()
    with pytest.raises(Unreadable) as refused:
        json_import.import_body(raw, draft.application, Actor(draft.author))
    assert english(refused.value.problems[-1].text) == (
        "Mend these first: there are 99,950 more problems."
    )


def test_fifty_empty_members_are_told(draft: Campaign) -> None:
    body = {"audience": {"is_to_all": True}, "notification": {}} | {
        f"empty{n}": "" for n in range(5000)
    }
    _made, notes = json_import.import_body(
        json.dumps(body).encode(), draft.application, Actor(draft.author)
    )
    assert len(notes) == 51


def test_a_body_above_the_limit_is_not_parsed(draft: Campaign) -> None:
    with pytest.raises(Unreadable) as refused:
        json_import.import_body(b"[" * 1_000_000, draft.application, Actor(draft.author))
    assert english(refused.value.problems[0].text) == (
        "Make the body smaller: it has 1000000 bytes, the limit is 262144."
    )

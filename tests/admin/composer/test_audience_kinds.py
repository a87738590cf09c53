"""The composer follows the table of audience kinds: a new row is offered, said and laid out."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.composer import message_columns
from campaigns.domain.message.audience_kinds import KINDS, AudienceKind
from campaigns.domain.message.recipients import by_user_id
from campaigns.domain.message.shape import Audience
from campaigns.domain.translatable import Text, Words, translatable
from campaigns.models import Application, Campaign
from tests.admin.composer.posted_forms import LIVE, form, text
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
PLACE = re.compile(r'<div data-kinds="([^"]*)"( data-hidden)?>.*?field-(\w+)', re.DOTALL)
FIELDS = {
    "platform",
    *(name for name in message_columns.COLUMNS.values() if name.startswith("audience_")),
}


def shown(page: str) -> set[str]:
    """The fields of the step that are not marked as hidden."""
    places = PLACE.findall(page)
    assert {field for _kinds, _hidden, field in places} == FIELDS
    return {field for _kinds, hidden, field in places if not hidden}


def _some_users(audience: Audience, platforms: Words) -> Text:
    number = len(audience.userid or ())
    return translatable("%(n)d users of one package on %(where)s.", n=number, where=platforms)


@pytest.fixture
def some(monkeypatch: pytest.MonkeyPatch) -> AudienceKind:
    """A kind of audience that nobody has heard of: named users of one package."""
    kind = AudienceKind(
        key="some",
        label=translatable("Some of a package"),
        precedence=0,
        set_by=("userid",),
        narrowed_by=("packageName",),
        is_everyone=True,
        votes="votes_needed",
        sentence=_some_users,
        reached=by_user_id,
    )
    monkeypatch.setitem(KINDS, kind.key, kind)
    return kind


def edit_page(client: Client, draft: Campaign, **columns: object) -> str:
    Campaign.objects.filter(pk=draft.pk).update(**columns)
    return said(client.get(reverse("admin:campaigns_campaign_change", args=[draft.pk])))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_fields_of_the_chosen_kind_are_shown_and_no_others(
    kind: AudienceKind, marketer: Client, draft: Campaign
) -> None:
    page = edit_page(marketer, draft, audience_kind=kind.key)
    assert shown(page) == set(message_columns.columns_of(kind))


def test_nothing_is_shown_while_no_kind_is_chosen(marketer: Client, draft: Campaign) -> None:
    assert shown(edit_page(marketer, draft, audience_kind="")) == set()


def test_a_field_names_the_kinds_that_it_belongs_to(marketer: Client, draft: Campaign) -> None:
    places = PLACE.findall(edit_page(marketer, draft))
    kinds = {field: kinds.split() for kinds, _hidden, field in places}
    assert kinds["audience_packageName"] == ["package", "tags"]
    assert kinds["audience_userid"] == ["users"]
    assert kinds["platform"] == ["everyone", "package", "tags"]


def test_the_page_of_a_new_kind_follows_its_row(
    some: AudienceKind, marketer: Client, draft: Campaign
) -> None:
    page = edit_page(marketer, draft)
    assert re.search(r'<input type="radio" name="audience_kind" value="some"[^>]*grave', page)
    assert "Some of a package" in text_of(page)
    assert 'data-kinds="users some"' in page
    assert 'data-kinds="everyone package tags some"' in page


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def test_the_live_answer_of_a_new_kind_follows_its_row(
    some: AudienceKind, marketer: Client, shop: Application
) -> None:
    typed = form(shop, audience_kind=some.key, audience_userid="a\nb", audience_tag="vip")
    answer = marketer.post(reverse(LIVE), typed)
    assert "2 users of one package on iOS and Android." in text(answer)
    assert "who grave" in said(answer)
    assert "At most 2 users." in text(answer)
    assert 'data-empty="audience_tag"' in said(answer)
    assert 'data-empty="audience_userid"' not in said(answer)

"""The audience as it is typed: words, numbers, leftovers, and user ids by paste or file."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.admin.composer import user_ids
from campaigns.domain.user_ids.parse import MAX_BYTES
from campaigns.models import Application, Campaign, KnownTag
from tests import factories
from tests.admin.composer.posted_forms import IDS, LIVE, SPLIT, form, ids_in, text
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("at_noon")
def test_the_sentence_and_the_estimate_follow_the_typing(
    marketer: Client, shop: Application
) -> None:
    KnownTag.objects.create(
        application=shop, name="vip", users=48, as_of=timezone.now().date(), note="Gold card"
    )
    typed = form(shop, audience_kind="tags", audience_tag="vip\nnosuch")
    seen = text(marketer.post(reverse(LIVE), typed))
    assert "People tagged vip and nosuch, on iOS and Android." in seen
    assert "At most 48 users by the known tags, noted today." in seen
    assert "Gold card" in seen
    assert "not a known tag" in seen
    assert not Campaign.objects.exists()


def test_unknown_is_not_zero(marketer: Client, shop: Application) -> None:
    answer = said(marketer.post(reverse(LIVE), form(shop, audience_kind="everyone")))
    assert "estimate unknown" in answer
    assert "who grave" in answer
    KnownTag.objects.create(application=shop, name="gone", users=0)
    typed = form(shop, audience_kind="tags", audience_tag="gone")
    assert "estimate nobody" in said(marketer.post(reverse(LIVE), typed))


def test_without_known_tags_none_is_called_unknown(marketer: Client, shop: Application) -> None:
    answer = marketer.post(reverse(LIVE), form(shop, audience_kind="tags", audience_tag="a"))
    assert "not a known tag" not in text(answer)


def test_what_has_no_place_in_the_audience_is_named_and_can_be_emptied(
    marketer: Client, shop: Application
) -> None:
    typed = form(shop, audience_kind="tags", audience_tag="vip", audience_userid="a\nb\nc")
    answer = marketer.post(reverse(LIVE), typed)
    assert "“User IDs” is filled in too (3 values)" in text(answer)
    assert 'data-empty="audience_userid"' in said(answer)
    assert 'data-empty="audience_tag"' not in said(answer)
    typed = form(shop, audience_kind="everyone", audience_packageName="a.b")
    assert 'data-empty="audience_packageName"' in said(marketer.post(reverse(LIVE), typed))
    assert "no audience is chosen" in text(
        marketer.post(reverse(LIVE), form(shop, audience_tag="a"))
    )


def test_the_application_brings_its_tags_and_packages(marketer: Client, shop: Application) -> None:
    Application.objects.filter(pk=shop.pk).update(package_names=["com.example.app"])
    KnownTag.objects.create(application=shop, name="vip", users=1)
    answer = said(marketer.post(reverse(LIVE), form(shop)))
    assert '<option value="vip">vip, 1 user</option>' in answer
    assert '<option value="com.example.app">' in answer


def test_markup_in_a_tag_stays_text(marketer: Client, shop: Application) -> None:
    typed = form(shop, audience_kind="tags", audience_tag='<img src=x onerror="alert(1)">')
    assert "<img" not in said(marketer.post(reverse(LIVE), typed))
    file = SimpleUploadedFile("<img src=x>.csv", b"userid;n\n</textarea><img src=x>\n")
    assert "<img" not in said(marketer.post(reverse(IDS), form(shop, ids_file=file)))


def test_the_page_itself_says_the_same(marketer: Client, draft: Campaign) -> None:
    page = said(marketer.get(reverse("admin:campaigns_campaign_change", args=[draft.pk])))
    assert "People tagged vip, on iOS and Android." in page
    assert "Unknown: nobody has noted how many users carry vip." in page


@pytest.mark.parametrize("name", [LIVE, IDS, SPLIT])
def test_only_marketers_of_the_application_ask(
    name: str, reviewer: Client, marketer: Client, shop: Application, other: Application
) -> None:
    assert reviewer.post(reverse(name), form(shop)).status_code == 403
    assert marketer.get(reverse(name)).status_code == 405
    theirs = factories.make_campaign(other, factories.make_user("mo", applications=[other]))
    if name != IDS:
        assert marketer.post(reverse(name, args=[theirs.pk]), form(shop)).status_code == 404


UGLY = {
    "BOM and CRLF": b"\xef\xbb\xbfuserid\r\na\r\nb\r\na\r\n",
    "semicolons": b"name;userid\nAnna;a\nBert;b\nAnna;a\n",
    "tabs": b"userid\tname\na\tAnna\nb\tBert\na\tAnna\n",
    "quotes": b'"userid"\n"a"\n"b"\n"a"\n',
    "GBK": "用户编号,姓名\na,安娜\nb,伯特\na,安娜\n".encode("gbk"),
}


@pytest.mark.parametrize("raw", UGLY.values(), ids=UGLY)
def test_a_file_is_read_as_people_save_it(raw: bytes, marketer: Client, shop: Application) -> None:
    file = SimpleUploadedFile("list.csv", raw)
    answer = marketer.post(reverse(IDS), form(shop, ids_file=file))
    assert ids_in(answer) == ["a", "b"]
    seen = text(answer)
    assert "2 user IDs read from “list.csv”." in seen
    assert "1 duplicate removed." in seen
    assert "as a header" in seen


def test_bad_rows_are_listed_with_their_lines(marketer: Client, shop: Application) -> None:
    raw = "\n".join(["a", "x" * 65, "=1+1", *("y" * 65 for _ in range(60))])
    answer = marketer.post(reverse(IDS), form(shop, audience_userid=raw))
    assert ids_in(answer) == ["a", "=1+1"]
    assert "Line 2: Check the user id" in text(answer)
    assert "and 11 more lines." in text(answer)


def test_a_file_says_what_it_replaces(marketer: Client, shop: Application) -> None:
    file = SimpleUploadedFile("list.txt", b"a\n")
    answer = marketer.post(reverse(IDS), form(shop, ids_file=file, audience_userid="old\nolder"))
    assert "They take the place of 2 lines that stood here." in text(answer)


def test_what_cannot_be_read_leaves_the_field_alone(marketer: Client, shop: Application) -> None:
    workbook = SimpleUploadedFile("list.xlsx", b"PK\x03\x04rest")
    answer = marketer.post(reverse(IDS), form(shop, ids_file=workbook))
    assert ids_in(answer) is None
    assert "Save the sheet as CSV" in text(answer)


def test_a_list_that_is_too_long_is_refused_unread(marketer: Client, shop: Application) -> None:
    big = SimpleUploadedFile("list.csv", b"x" * (MAX_BYTES + user_ids.FORM_BYTES))
    answer = marketer.post(reverse(IDS), form(shop, ids_file=big))
    assert "Split the list: it has " in text(answer)
    many = SimpleUploadedFile("list.csv", "\n".join(map(str, range(20_001))).encode())
    answer = marketer.post(reverse(IDS), form(shop, ids_file=many))
    assert "20001 user IDs would cost 21 sends" in text(answer)
    assert ids_in(answer) is None


def test_a_file_is_never_written_to_disk(
    marketer: Client, shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*args: Any, **kwargs: Any) -> None:
        raise AssertionError

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", forbidden)
    raw = b"\n".join(b"%064d" % n for n in range(45_000))
    assert len(raw) > 2_621_440
    file = SimpleUploadedFile("list.csv", raw)
    assert marketer.post(reverse(IDS), form(shop, ids_file=file)).status_code == 200


def test_reading_needs_the_token_of_the_form(shop: Application, people: dict[str, User]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people[roles.MARKETER])
    assert strict.post(reverse(IDS), form(shop, audience_userid="a")).status_code == 403

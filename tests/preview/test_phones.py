"""What the phones of a preview hold: every vendor, every place, every sentence."""

import pytest
from django.utils import translation

from campaigns.domain.translatable import Unreadable
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.honor import HONOR
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import Vendor
from campaigns.preview.phones import Family, draw_phones
from tests.previews import body, one


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
def test_placeholders_stand_in_while_nothing_is_written(vendor: Vendor) -> None:
    phone = one(body("ios", "android"), vendor)
    assert (phone.title, phone.text) == ("Your title", "Your message")
    assert not phone.has_title
    assert not phone.has_text


def test_beside_a_text_the_app_name_stands_where_no_title_is() -> None:
    phone = one(body("ios", alert="x"), IPHONE)
    assert (phone.title, phone.has_title, phone.has_text) == ("App", True, True)


def test_an_app_without_a_name_still_has_an_icon() -> None:
    phone = one(body("ios"), IPHONE, app=" ")
    assert (phone.app_name, phone.initial) == ("Your app", "Y")
    assert one(body("ios"), IPHONE, app="👨‍👩‍👧 fun").initial == "👨‍👩‍👧"


def test_an_iphone_has_three_places_the_others_two() -> None:
    drawn = draw_phones(body(), "")
    places = {phone.vendor: [surface.name for surface in phone.surfaces] for phone in drawn}
    assert places.pop(IPHONE) == ["lock", "banner", "centre"]
    assert set(map(tuple, places.values())) == {("collapsed", "expanded")}
    assert one(body(), HARMONY).family is Family.HARMONY


def test_what_a_phone_does_besides_is_said() -> None:
    ios = {"contentAvailable": 1, "badge": 3, "thread-id": "orders", "extras": {"a": "b"}}
    assert one(body("ios", alert="x", forceShowPushContent=1, ios=ios), IPHONE).effects == [
        "The app is also woken.",
        "The badge shows 3.",
        "It is grouped with others of thread-id orders.",
        "The text shows even where the app is set to hide contents.",
        "The app also gets 1 extra, unseen.",
    ]
    assert one(body("ios", alert="x", ios={"badge": 0}), IPHONE).effects == [
        "The badge is cleared."
    ]


def test_what_is_cut_can_be_read_whole() -> None:
    phone = one(body("ios", title="t" * 45, alert="x" * 200), IPHONE)
    title, text = phone.cuts
    assert title.sentence == "Title: cut after 39 of 45 characters."
    assert text.sentence == "Text: cut after 109 of 200 characters."
    assert (text.kept, text.lost) == ("x" * 109, "x" * 91)
    assert phone.text == "x" * 109 + "…"


def test_a_text_too_long_to_see_at_a_glance_can_be_read_whole() -> None:
    (whole,) = one(body("android", alert="中" * 300), HONOR).cuts
    assert (whole.sentence, whole.kept, whole.lost) == ("The whole text", "中" * 300, "")
    assert one(body("android", alert="short"), HONOR).cuts == ()


def test_sentences_are_in_the_reader_s_language_when_read() -> None:
    phone = one(body("ios", alert="x"), IPHONE)
    with translation.override("zh-hans"):
        assert phone.chain[1] != "notification.alert is shown."


def test_a_body_of_another_shape_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        draw_phones({"notification": []}, "App")

"""What each kind of device shows, for every level on which a title or a text can be set."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.display.surfaces import display
from campaigns.domain.vendors.fcm import FCM
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.honor import HONOR
from campaigns.domain.vendors.huawei import HUAWEI
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.oppo import OPPO
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import Vendor
from campaigns.domain.vendors.vivo import VIVO
from campaigns.domain.vendors.xiaomi import XIAOMI
from tests.domain.bodies import ANDROIDS, android, body, ios, notes, own_part
from tests.domain.samples import said

SETTINGS = list(product([True, False], repeat=4))


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
@pytest.mark.parametrize(("default", "on_ios", "on_android", "on_harmony"), SETTINGS)
def test_a_device_shows_its_own_alert_then_the_default_and_no_other(
    vendor: Vendor, default: bool, on_ios: bool, on_android: bool, on_harmony: bool
) -> None:
    own = {"ios": on_ios, "android": on_android, "harmonyOS": on_harmony}
    parts: dict[str, Any] = {part: {"alert": part} for part, is_set in own.items() if is_set}
    seen = display(body(**parts, **({"alert": "default"} if default else {})), vendor)
    part = own_part(vendor)
    if own[part]:
        assert (seen.text, seen.text_from) == (part, f"notification.{part}.alert")
    elif default:
        assert (seen.text, seen.text_from) == ("default", "notification.alert")
    else:
        assert (seen.text, seen.text_from) == ("", "")


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
@pytest.mark.parametrize(
    ("title", "ios_title", "on_iphone", "elsewhere"),
    [
        ("", "", "App", "App"),
        ("General", "", "General", "General"),
        ("", "Own", "Own", "App"),
        ("General", "Own", "Own", "General"),
        (" ", "", "App", "App"),
    ],
)
def test_the_title_of_ios_wins_on_iphone_only_and_the_app_name_stands_in(
    vendor: Vendor, title: str, ios_title: str, on_iphone: str, elsewhere: str
) -> None:
    seen = display(body(title=title, alert="x", ios={"title": ios_title}), vendor, app_name="App")
    assert seen.title == (on_iphone if vendor is IPHONE else elsewhere)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"alert": "d", "android": {"alert": "a"}}, "android.alert wins over notification.alert."),
        ({"android": {"alert": "a"}}, "android.alert is shown."),
        ({"alert": "d"}, "notification.alert is shown."),
        ({}, "No text is set: nothing is shown."),
    ],
)
def test_the_chain_says_which_text_won(parts: dict[str, Any], sentence: str) -> None:
    assert said(display(body(**parts), XIAOMI).chain[1]) == sentence


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"notification": None},
        {"notification": []},
        {"notification": "x"},
        {"notification": {"ios": 1, "android": "x", "harmonyOS": []}},
        {"notification": {"alert": 5, "title": ["x"], "android": {"hw": "x", "oppo": [1]}}},
        {"notification": {"ios": {"badge": "3", "extras": [1], "thread-id": 7}}},
        {"notification": {"ios": {"badge": True, "contentAvailable": True}}},
        {"notification": {"android": {"thread-id": "1", "hw": {"large_icon_uri": "x"}}}},
        {"notification.alert": "not a path", "notification": {"ios.alert": "neither"}},
    ],
)
def test_a_body_of_any_shape_shows_nothing_rather_than_raising(
    vendor: Vendor, strange: dict[str, Any]
) -> None:
    seen = display(strange, vendor, app_name="App")
    assert (seen.title, seen.text, seen.badge, seen.woken) == ("App", "", None, False)


@pytest.mark.parametrize(
    ("badge", "expected"), [(None, None), (0, 0), (-3, 0), (7, 7), (9999, 9999), (12000, 9999)]
)
def test_a_badge_below_one_clears_and_an_absent_one_changes_nothing(
    badge: int | None, expected: int | None
) -> None:
    assert display(ios(badge=badge), IPHONE).badge == expected


@pytest.mark.parametrize("vendor", [*ANDROIDS, HARMONY])
def test_what_is_for_ios_changes_no_other_device(vendor: Vendor) -> None:
    values = {"badge": 3, "contentAvailable": 1, "thread_id": "g", "apns_collapse_id": "c"}
    seen = display(ios(**values), vendor)
    assert (seen.badge, seen.woken, seen.group, seen.collapse_id) == (None, False, "", "")


def test_iphone_keeps_group_collapse_id_and_wake_up() -> None:
    values = {"contentAvailable": 1, "thread_id": "g", "apns_collapse_id": "c", "category": "k"}
    seen = display(ios(**values), IPHONE)
    assert (seen.woken, seen.group, seen.collapse_id, seen.category) == (True, "g", "c", "k")


@pytest.mark.parametrize(
    ("vendor", "title", "text"),
    [
        (IPHONE, 40, 110),
        (HUAWEI, 40, 80),
        (HONOR, 60, 4096),
        (XIAOMI, 50, 128),
        (OPPO, 32, 200),
        (VIVO, 40, 100),
        (FCM, 5000, 597),
        (HARMONY, 60, 4096),
    ],
)
def test_each_kind_cuts_at_its_own_length(vendor: Vendor, title: int, text: int) -> None:
    seen = display(body(title="t" * 5000, alert="x" * 5000), vendor)
    assert (len(seen.cut_title), len(seen.cut_text)) == (title, text)
    assert seen.cut_text == "x" * (text - 1) + "…"
    assert (seen.title, seen.text) == ("t" * 5000, "x" * 5000)


@pytest.mark.parametrize("vendor", [IPHONE, VIVO])
def test_a_chinese_character_takes_two_where_half_widths_count(vendor: Vendor) -> None:
    assert display(body(title="中" * 20, alert="x"), vendor).cut_title == "中" * 20
    assert display(body(title="中" * 21, alert="x"), vendor).cut_title == "中" * 19 + "…"


def test_a_vendor_that_may_refuse_a_long_text_is_named() -> None:
    seen = display(body(alert="x" * 129), XIAOMI)
    assert "Xiaomi may refuse the whole notification: 129 of 128." in notes(seen)


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
def test_extras_go_to_the_own_platform_only(vendor: Vendor) -> None:
    parts = {part: {"extras": {"from": part}} for part in ("ios", "android", "harmonyOS")}
    assert display(body(alert="x", **parts), vendor).extras == (("from", own_part(vendor)),)


@pytest.mark.parametrize(("value", "forced"), [(None, False), (0, False), (1, True)])
def test_contents_are_forced_by_one_only(value: int | None, forced: bool) -> None:
    assert display(body(alert="x", forceShowPushContent=value), FCM).forced is forced


def test_showing_leaves_the_body_as_it_was() -> None:
    sent = android("hw", image="https://a.b/c")
    before = json.dumps(sent)
    display(sent, HUAWEI)
    assert json.dumps(sent) == before


KEYS = "notification ios android harmonyOS ohos hw oppo alert title badge extras image category"
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS.split()) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(anything, st.sampled_from(list(VENDORS.values())))
def test_no_json_whatsoever_makes_showing_fail(notification: Any, vendor: Vendor) -> None:
    seen = display({"notification": notification}, vendor, app_name="App")
    assert seen.title
    assert len(seen.cut_text) <= len(seen.text) + 1

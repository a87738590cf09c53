"""What the counter beside each text says."""

from typing import Any

import pytest

from campaigns.domain.display.counters import BYTES, Counter, Level, Limit, counters
from campaigns.domain.message.precedence import SEEN
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Unreadable
from campaigns.domain.vendors.fcm import FCM
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.huawei import HUAWEI
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.oppo import OPPO
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.vendors.vendor import Vendor
from campaigns.domain.vendors.vivo import VIVO
from campaigns.domain.vendors.xiaomi import XIAOMI
from tests.domain.samples import said

FAMILY = "👨‍👩‍👧"
ALERT, TITLE, IOS_ALERT = "notification.alert", "notification.title", "notification.ios.alert"


def body(*platforms: str, **parts: Any) -> dict[str, Any]:
    return {
        "platform": list(platforms),
        "audience": {"is_to_all": True},
        "notification": parts,
    }


def counter(of: dict[str, Any], path: str) -> Counter:
    return next(counter for counter in counters(of) if counter.path == path)


def held(found: Counter) -> set[Vendor | None]:
    return {limit.vendor for limit in found.limits if limit.unit != BYTES}


def limit(found: Counter, vendor: Vendor | None) -> Limit:
    return next(limit for limit in found.limits if limit.vendor is vendor and limit.unit != BYTES)


def test_every_text_has_a_counter_in_the_order_of_the_page() -> None:
    assert tuple(counter.path for counter in counters(body())) == SEEN


@pytest.mark.parametrize(
    ("text", "used"), [("", 0), ("abc", 3), ("中文", 2), ("😀", 1), (FAMILY, 5), ("שלום", 4)]
)
def test_used_is_in_code_points(text: str, used: int) -> None:
    assert counter(body("ios", title=text), TITLE).used == used


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("x" * 32, Level.OK),
        ("x" * 50, Level.AMBER),
        ("x" * 51, Level.RED),
        ("😀" * 50, Level.AMBER),
    ],
)
def test_the_general_title_is_red_over_fifty_code_points(title: str, level: Level) -> None:
    found = counter(body("ios", "android", title=title), TITLE)
    assert (found.hard, found.level) == (50, level)
    assert found.limits[0].is_hard


@pytest.mark.parametrize("path", [path for path in SEEN if path != TITLE])
def test_no_other_text_has_a_hard_limit_in_characters(path: str) -> None:
    assert counter(body("ios", "android", alert="x"), path).hard is None


@pytest.mark.parametrize(
    ("text", "vendor", "used", "over"),
    [
        ("中" * 55, IPHONE, 110, False),
        ("中" * 56, IPHONE, 112, True),
        ("中" * 80, HUAWEI, 80, False),
        ("中" * 81, HUAWEI, 81, True),
        ("😀" * 50, VIVO, 100, False),
        ("😀" * 51, VIVO, 102, True),
    ],
)
def test_a_vendor_counts_in_its_own_unit(text: str, vendor: Vendor, used: int, over: bool) -> None:
    found = limit(counter(body("ios", "android", alert=text), ALERT), vendor)
    assert (found.used, found.is_over) == (used, over)
    assert found.level is (Level.AMBER if over else Level.OK)


@pytest.mark.parametrize(
    ("of", "path", "vendors"),
    [
        (body("ios"), ALERT, {IPHONE}),
        (body("android"), ALERT, set(VENDORS.values()) - {IPHONE, HARMONY}),
        (body(), ALERT, set(VENDORS.values())),
        (body("ios", "android", harmonyOS={"extras": {"a": "b"}}), ALERT, set(VENDORS.values())),
        (body("ios", ios={"alert": "x"}), ALERT, set()),
        (body("android"), IOS_ALERT, {IPHONE}),
        (body("ios"), "notification.harmonyOS.alert", {HARMONY}),
        (body("ios", title="x", ios={"title": "y"}), TITLE, {None}),
    ],
)
def test_a_text_is_held_against_the_devices_that_would_show_it(
    of: dict[str, Any], path: str, vendors: set[Vendor | None]
) -> None:
    assert held(counter(of, path)) == vendors


@pytest.mark.parametrize(
    ("size", "level"),
    [(110, Level.OK), (3583, Level.AMBER), (4096, Level.AMBER), (4097, Level.RED)],
)
def test_ios_counts_title_text_and_extras_together_in_bytes(size: int, level: Level) -> None:
    extras = {"extras": {"k": "v"}}
    of = body("ios", title="ab", ios={"alert": "x" * (size - 2 - len('{"k":"v"}')), **extras})
    found = counter(of, IOS_ALERT)
    assert {limit.used for limit in found.limits if limit.unit == BYTES} == {size}
    assert found.level is level


def test_bytes_hold_for_the_texts_that_ios_shows_only() -> None:
    of = body("ios", title="t", alert="default", ios={"alert": "own"})
    counted = {each.path for each in counters(of) if BYTES in {x.unit for x in each.limits}}
    assert counted == {TITLE, IOS_ALERT}
    android = body("android", title="t", alert="default")
    assert not [x for each in counters(android) for x in each.limits if x.unit == BYTES]


@pytest.mark.parametrize(
    ("vendor", "sentence"),
    [
        (IPHONE, "iPhone cuts what is over 110 wide; a Chinese character counts 2."),
        (FCM, "Android (FCM) cuts what is over 597 characters."),
        (XIAOMI, "Xiaomi may refuse what is over 128 characters."),
        (VIVO, "vivo may refuse what is over 100 wide; a Chinese character counts 2."),
    ],
)
def test_a_limit_says_what_happens_beyond_it(vendor: Vendor, sentence: str) -> None:
    assert said(limit(counter(body("ios", "android"), ALERT), vendor).beyond) == sentence


def test_what_is_exceeded_is_named_what_blocks_first() -> None:
    over = counter(body("ios", "android", title="x" * 51), TITLE).over
    assert said(over[0].beyond) == "A title over 50 characters cannot be sent."
    assert OPPO in {limit.vendor for limit in over}
    assert all(limit.source and limit.as_of for limit in over)
    assert {limit.unit for limit in over} <= {*Unit, BYTES}


def test_a_body_of_another_shape_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        counters({"notification": []})

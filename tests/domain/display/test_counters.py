"""What the counter beside each text says."""

from typing import Any

import pytest

from campaigns.domain.display.counters import BYTES, Counter, Level, Limit, counters
from campaigns.domain.display.surfaces import DeviceKind
from campaigns.domain.message.precedence import SEEN
from campaigns.domain.text_width import Unit
from campaigns.domain.translatable import Unreadable
from tests.domain.samples import said

K = DeviceKind
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


def held(found: Counter) -> set[DeviceKind | None]:
    return {limit.kind for limit in found.limits if limit.unit != BYTES}


def limit(found: Counter, kind: DeviceKind | None) -> Limit:
    return next(limit for limit in found.limits if limit.kind is kind and limit.unit != BYTES)


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
    ("text", "kind", "used", "over"),
    [
        ("中" * 55, K.IPHONE, 110, False),
        ("中" * 56, K.IPHONE, 112, True),
        ("中" * 80, K.HUAWEI, 80, False),
        ("中" * 81, K.HUAWEI, 81, True),
        ("😀" * 50, K.VIVO, 100, False),
        ("😀" * 51, K.VIVO, 102, True),
    ],
)
def test_a_vendor_counts_in_its_own_unit(
    text: str, kind: DeviceKind, used: int, over: bool
) -> None:
    found = limit(counter(body("ios", "android", alert=text), ALERT), kind)
    assert (found.used, found.is_over) == (used, over)
    assert found.level is (Level.AMBER if over else Level.OK)


@pytest.mark.parametrize(
    ("of", "path", "kinds"),
    [
        (body("ios"), ALERT, {K.IPHONE}),
        (body("android"), ALERT, set(K) - {K.IPHONE, K.HARMONY}),
        (body(), ALERT, set(K)),
        (body("ios", "android", harmonyOS={"extras": {"a": "b"}}), ALERT, set(K)),
        (body("ios", ios={"alert": "x"}), ALERT, set()),
        (body("android"), IOS_ALERT, {K.IPHONE}),
        (body("ios"), "notification.harmonyOS.alert", {K.HARMONY}),
        (body("ios", title="x", ios={"title": "y"}), TITLE, {None}),
    ],
)
def test_a_text_is_held_against_the_devices_that_would_show_it(
    of: dict[str, Any], path: str, kinds: set[DeviceKind | None]
) -> None:
    assert held(counter(of, path)) == kinds


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
    ("kind", "sentence"),
    [
        (K.IPHONE, "iPhone cuts what is over 110 wide; a Chinese character counts 2."),
        (K.FCM, "Android (FCM) cuts what is over 597 characters."),
        (K.XIAOMI, "Xiaomi may refuse what is over 128 characters."),
        (K.VIVO, "vivo may refuse what is over 100 wide; a Chinese character counts 2."),
    ],
)
def test_a_limit_says_what_happens_beyond_it(kind: DeviceKind, sentence: str) -> None:
    assert said(limit(counter(body("ios", "android"), ALERT), kind).beyond) == sentence


def test_what_is_exceeded_is_named_what_blocks_first() -> None:
    over = counter(body("ios", "android", title="x" * 51), TITLE).over
    assert said(over[0].beyond) == "A title over 50 characters cannot be sent."
    assert K.OPPO in {limit.kind for limit in over}
    assert all(limit.source and limit.as_of for limit in over)
    assert {limit.unit for limit in over} <= {*Unit, BYTES}


def test_a_body_of_another_shape_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        counters({"notification": []})

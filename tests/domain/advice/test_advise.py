"""What is worth a second look before a push leaves, and when nothing is said."""

from typing import Any

import pytest

from campaigns.domain.advice.advise import Plan, advice
from campaigns.domain.message.payload import body
from campaigns.domain.validation.validate import problems
from tests.domain.advice.advised import MARKETING, about, at, lines
from tests.domain.samples import N, built, said


def test_a_short_service_message_needs_no_advice() -> None:
    assert lines({}, Plan(send_at=at(12))) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({f"{N}.title": "x" * 33}, f"{N}.title", "OPPO: 33 characters where 32"),
        ({f"{N}.title": "中" * 21}, f"{N}.title", "vivo: 42 wide where 40"),
        ({f"{N}.ios.title": "x" * 41}, f"{N}.ios.title", "iPhone: 41 wide where 40"),
        ({f"{N}.ios.title": "x" * 51}, f"{N}.ios.title", "51 characters, the general"),
        ({f"{N}.alert": "x" * 129}, f"{N}.alert", "Xiaomi: 129 characters where 128"),
        ({f"{N}.android.alert": "x" * 81}, f"{N}.android.alert", "Huawei: 81 characters"),
        ({f"{N}.ios.alert": "x" * 3578}, f"{N}.ios.alert", "3584 of 4096 bytes"),
        ({f"{N}.ios.alert": "x" * 4090}, f"{N}.ios.alert", "4096 of 4096 bytes"),
        (
            {
                f"{N}.android.honor.importance": "LOW",
                f"{N}.android.honor.image": "https://a.b/c",
            },
            f"{N}.android.honor.image",
            "no image with importance LOW",
        ),
        (
            {f"{N}.harmonyOS.ohos.category": "IM", f"{N}.harmonyOS.ohos.image": "https://a.b/c"},
            f"{N}.harmonyOS.ohos.image",
            "25000 pixels",
        ),
        (
            {f"{N}.android.fcm.imageUrl": "http://a.b/c"},
            f"{N}.android.fcm.imageUrl",
            "Use https",
        ),
        (
            {f"{N}.android.mi.large_icon_uri": "http://a.b/c"},
            f"{N}.android.mi.large_icon_uri",
            "Use https",
        ),
        (
            {f"{N}.ios.richMediaUri": "http://a.b/c", f"{N}.ios.category": "c"},
            f"{N}.ios.richMediaUri",
            "Use https",
        ),
        (
            {f"{N}.android.hw.category": "MARKETING"},
            f"{N}.android.hw.category",
            "Huawei shows marketing silently",
        ),
        (
            {f"{N}.android.hw.category": None},
            f"{N}.android.hw.category",
            "for Huawei, or it may arrive silent",
        ),
        (
            {f"{N}.android.hw.category": None, f"{N}.android.honor.importance": None},
            f"{N}.android.hw.category",
            "for Huawei and Honor, or it may arrive silent",
        ),
        (
            {f"{N}.android.honor.importance": "LOW"},
            f"{N}.android.honor.importance",
            "Honor shows marketing silently",
        ),
        (
            {f"{N}.android.oppo.category": "NEWS", f"{N}.android.oppo.notify_level": 16},
            f"{N}.android.oppo.notify_level",
            "16 is lost",
        ),
        (
            {
                f"{N}.android.vivo.category": "MARKETING",
                f"{N}.android.vivo.classification": "0",
            },
            f"{N}.android.vivo.category",
            "between 07:00 and 23:00",
        ),
        (
            {f"{N}.harmonyOS.ohos.category": "SYSTEM_REMINDER"},
            f"{N}.harmonyOS.ohos.category",
            "HarmonyOS does not list",
        ),
        ({f"{N}.android.hw.category": "NEW"}, f"{N}.android.hw.category", "Huawei does not"),
        ({f"{N}.android.oppo.category": "NEW"}, f"{N}.android.oppo.category", "OPPO does not"),
        ({f"{N}.android.vivo.category": "NEW"}, f"{N}.android.vivo.category", "vivo does not"),
        ({f"{N}.title": "This is a Test."}, f"{N}.title", "looks like a test"),
        ({f"{N}.alert": "测试推送"}, f"{N}.alert", "looks like a test"),
        ({f"{N}.alert": "123 456"}, f"{N}.alert", "digits only"),
        (
            {f"{N}.ios.interruption-level": "time-sensitive"},
            f"{N}.ios.interruption-level",
            "time-sensitive needs",
        ),
        (
            {f"{N}.ios.interruption-level": "critical"},
            f"{N}.ios.interruption-level",
            "critical ignores",
        ),
        ({"audience.tag_or": ["a"]}, "audience.tag_or", "we read AND"),
    ],
)
def test_each_risk_is_named_at_its_field(changes: dict[str, Any], field: str, words: str) -> None:
    assert any(path == field and words in text for path, text in about(changes))


@pytest.mark.parametrize(
    "changes",
    [
        {f"{N}.title": "x" * 32},
        {f"{N}.alert": "中" * 50},
        {f"{N}.ios.title": "x" * 40},
        {f"{N}.android.honor.image": "https://a.b/c"},
        {f"{N}.ios.interruption-level": "passive"},
        {f"{N}.alert": "The latest contest"},
        {f"{N}.alert": "2 for 1"},
        {f"{N}.ios.category": "LOW"},
        {"platform": ["ios"], f"{N}.android.hw.category": "NEW"},
        {"platform": ["ios"], f"{N}.android.honor.importance": None},
        {"platform": ["android"], f"{N}.ios.alert": "x" * 4000},
    ],
)
def test_what_fits_or_reaches_no_device_needs_no_advice(changes: dict[str, Any]) -> None:
    assert about(changes) == []


def test_the_same_text_again_is_noticed_whoever_gets_it() -> None:
    earlier = body(built({"audience.tag": ["others"], f"{N}.ios.badge": 3}))
    found = about({}, Plan(earlier=(b"{", b"[]", earlier)))
    assert found == [(f"{N}.title", "Check that this is meant: the same text was sent lately.")]


def test_another_text_on_one_platform_is_not_the_same_text() -> None:
    earlier = body(built({f"{N}.ios.alert": "other"}))
    assert about({}, Plan(earlier=(earlier,))) == []


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        (frozenset[str](), set()),
        (frozenset({"vip", "new"}), set()),
        (frozenset({"vip"}), {"audience.tag_or"}),
        (frozenset({"old"}), {"audience.tag", "audience.tag_or"}),
    ],
)
def test_an_unknown_tag_is_noticed_once_tags_are_known(
    known: frozenset[str], fields: set[str]
) -> None:
    found = about({"audience.tag_or": ["new"]}, Plan(known_tags=known))
    assert {field for field, text in found if "known ones" in text} == fields


@pytest.mark.parametrize(
    ("known", "count"),
    [(frozenset[str](), 0), (frozenset({"com.a"}), 0), (frozenset({"com.b"}), 1)],
)
def test_an_unknown_package_is_noticed_once_packages_are_known(
    known: frozenset[str], count: int
) -> None:
    found = lines({"audience.packageName": "com.a"}, Plan(known_packages=known))
    assert [line.field for line in found] == ["audience.packageName"] * count


def test_every_advice_names_its_source_and_date_and_is_one_sentence() -> None:
    changes = {**MARKETING, f"{N}.title": "test" * 20, f"{N}.alert": "中" * 5000}
    plan = Plan(send_at=at(3), sent_today=9, known_tags=frozenset({"a"}))
    found = lines(changes, plan)
    assert len(found) > 10
    for line in found:
        assert line.source
        assert line.as_of.startswith("20")
        assert said(line.text).endswith(".")


def test_advice_does_not_make_a_problem() -> None:
    message = built({**MARKETING, f"{N}.alert": "test " * 50})
    assert advice(message, Plan())
    assert problems(message) == []

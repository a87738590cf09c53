"""Which condition is in force, what it ignores, and how it is said."""

from itertools import product
from typing import Any

import pytest

from campaigns.domain.message.audience import effective, ignored, in_force, sentence, targeted
from campaigns.domain.message.audience_kinds import (
    EVERYONE,
    KINDS,
    PACKAGE,
    TAGS,
    USERS,
    AudienceKind,
)
from campaigns.domain.message.shape import Audience
from tests.domain.samples import N, built, said

CONDITIONS = list(product([True, False], repeat=5))
NONE: dict[str, Any] = {"audience.tag": None}


def audience(to_all: bool, users: bool, tag: bool, tag_or: bool, package: bool) -> Audience:
    return Audience(
        is_to_all=to_all,
        userid=["u"] if users else None,
        tag=["t"] if tag else None,
        tag_or=["o"] if tag_or else None,
        packageName="p" if package else None,
    )


@pytest.mark.parametrize(("to_all", "users", "tag", "tag_or", "package"), CONDITIONS)
def test_everyone_beats_users_beat_tags_beat_package(
    to_all: bool, users: bool, tag: bool, tag_or: bool, package: bool
) -> None:
    condition = audience(to_all, users, tag, tag_or, package)
    kind = in_force(condition)
    set_ = {
        name
        for name, is_set in (
            ("userid", users),
            ("tag", tag),
            ("tag_or", tag_or),
            ("packageName", package),
        )
        if is_set
    }
    if to_all:
        assert (kind, set(ignored(condition, kind))) == (EVERYONE, set_)
    elif users:
        assert (kind, set(ignored(condition, kind))) == (USERS, set_ - {"userid"})
    elif tag or tag_or:
        assert (kind, ignored(condition, kind)) == (TAGS, ())
    elif package:
        assert (kind, ignored(condition, kind)) == (PACKAGE, ())
    else:
        assert (kind, ignored(condition, kind)) == (None, ())


@pytest.mark.parametrize(("to_all", "users", "tag", "tag_or", "package"), CONDITIONS)
def test_the_effective_message_means_the_same_and_has_no_contradiction(
    to_all: bool, users: bool, tag: bool, tag_or: bool, package: bool
) -> None:
    condition = audience(to_all, users, tag, tag_or, package)
    message = built({}).model_copy(update={"audience": condition})
    kept = effective(message)
    assert in_force(kept.audience) == in_force(condition)
    assert ignored(kept.audience, in_force(kept.audience)) == ()
    assert sentence(kept) == sentence(message)
    assert kept.notification == message.notification


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_package_alone_is_an_everyone_push(kind: AudienceKind) -> None:
    assert kind.is_everyone is (kind in {EVERYONE, PACKAGE})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (NONE, "Nobody yet."),
        ({**NONE, "audience.is_to_all": True}, "Everyone on iOS and Android."),
        (
            {"audience.is_to_all": True, "audience.userid": ["1"], "platform": ["ios"]},
            "Everyone on iOS.",
        ),
        (
            {**NONE, "audience.packageName": "com.example.app"},
            "Everyone on iOS and Android who uses com.example.app.",
        ),
        (
            {
                "audience.tag": ["female", "young"],
                "audience.tag_or": ["Beijing", "Shanghai"],
                "audience.packageName": "com.example.app",
                "platform": ["android"],
            },
            "People tagged female and young, and tagged Beijing or Shanghai, on Android,"
            " who use com.example.app.",
        ),
        ({"audience.tag": ["a", "b", "c"]}, "People tagged a, b and c, on iOS and Android."),
        (
            {**NONE, "audience.tag": ["vip\u202e"], "audience.packageName": "\u200bcom.app"},
            "People tagged vip\\u202e, on iOS and Android, who use \\u200bcom.app.",
        ),
        (
            {**NONE, "audience.tag_or": ["a", "b", "c"]},
            "People tagged a, b or c, on iOS and Android.",
        ),
        ({"audience.userid": ["1", "2"]}, "2 named users, on all their devices."),
        ({"audience.userid": ["1"]}, "1 named user, on all their devices."),
        (
            {f"{N}.harmonyOS.alert": "x"},
            "People tagged vip, on iOS, Android and HarmonyOS.",
        ),
        ({"platform": None}, "People tagged vip, on no platform yet."),
        ({"platform": ["windows"]}, "People tagged vip, on no platform yet."),
    ],
)
def test_the_sentence_says_the_meaning_in_force(changes: dict[str, Any], expected: str) -> None:
    assert said(sentence(built(changes))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("ios", "android")),
        ({"platform": ["android", "ios"]}, ("ios", "android")),
        ({"platform": ["ios"]}, ("ios",)),
        ({"platform": ["ios"], "audience.userid": ["u"]}, ("ios", "android")),
        ({"platform": ["ios"], "audience.userid": ["u"], "audience.is_to_all": True}, ("ios",)),
        ({"platform": ["ios"], f"{N}.harmonyOS.extras": {"a": "b"}}, ("ios", "HarmonyOS")),
        ({"platform": None}, ()),
    ],
)
def test_ticked_platforms_are_targeted_and_both_for_named_users(
    changes: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert targeted(built(changes)) == expected

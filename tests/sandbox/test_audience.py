"""Who is reached, over the tiny registry of conftest."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from campaigns.sandbox.models import Device, SandboxApp
from tests.sandbox.calling import push, reached

IOS, ANDROID, BOTH = ["ios"], ["android"], ["ios", "android"]
PHONES_OF_BOTH = {"ann", "ann-2", "bob", "cat", "dan"}
AUDIENCES = {
    "everyone": (BOTH, {"is_to_all": True}, PHONES_OF_BOTH),
    "everyone on iOS": (IOS, {"is_to_all": True}, {"ann"}),
    "everyone on Android": (ANDROID, {"is_to_all": True}, PHONES_OF_BOTH - {"ann"}),
    "is_to_all wins": (
        BOTH,
        {"is_to_all": True, "tag": ["male"], "userid": ["bob"], "packageName": "none"},
        PHONES_OF_BOTH,
    ),
    "tag is AND": (BOTH, {"tag": ["female", "young"]}, {"ann", "ann-2", "cat"}),
    "tag_or is OR": (BOTH, {"tag_or": ["Beijing", "Chengdu"]}, {"ann", "ann-2", "dan"}),
    "both are AND": (BOTH, {"tag": ["young"], "tag_or": ["Shanghai", "Chengdu"]}, {"bob", "cat"}),
    "unknown tag": (BOTH, {"tag": ["nothing"]}, set()),
    "package": (BOTH, {"packageName": "com.example.lite"}, {"ann-2", "cat"}),
    "package AND tag": (BOTH, {"packageName": "com.example.app", "tag": ["young"]}, {"ann", "bob"}),
    "userid over tags": (BOTH, {"userid": ["dan"], "tag": ["female"]}, {"dan"}),
    "userid over package": (BOTH, {"userid": ["dan"], "packageName": "other"}, {"dan"}),
    "userid over platform": (IOS, {"userid": ["ann", "bob"]}, {"ann", "ann-2", "bob"}),
    "empty lists": (BOTH, {"userid": [], "tag": [], "tag_or": ["Chengdu"]}, {"dan"}),
    "tags on one platform": (IOS, {"tag": ["young"]}, {"ann"}),
}


@pytest.mark.parametrize(("platform", "audience", "phones"), AUDIENCES.values(), ids=AUDIENCES)
def test_audience(
    registry: SandboxApp, platform: list[str], audience: dict[str, Any], phones: set[str]
) -> None:
    assert push(registry, platform=platform, audience=audience).status_code == 200
    assert reached(registry) == phones


@pytest.mark.parametrize(("days", "is_reached"), [(29, True), (31, False)])
def test_thirty_days(registry: SandboxApp, days: int, is_reached: bool) -> None:
    seen = timezone.now() - timedelta(days=days)
    Device.objects.filter(label="ann").update(last_seen=seen)
    push(registry)
    assert ("ann" in reached(registry)) is is_reached


def test_phones_that_disallow_push(registry: SandboxApp) -> None:
    Device.objects.filter(label="ann").update(push_allowed=False)
    push(registry, audience={"userid": ["ann"]})
    assert reached(registry) == {"ann-2"}


HARMONY = {"alert": "a", "harmonyOS": {"ohos": {"category": "IM"}}}
EMPTY_SHELL = {"alert": "a", "harmonyOS": {"alert": "", "ohos": {}}}


@pytest.mark.parametrize(
    "audience", [{"is_to_all": True}, {"userid": ["eve"]}, {"tag": ["Beijing"]}]
)
@pytest.mark.parametrize(("notification", "is_reached"), [(HARMONY, True), (EMPTY_SHELL, False)])
def test_harmonyos_is_reached_when_its_part_is_used(
    registry: SandboxApp, audience: dict[str, Any], notification: dict[str, Any], is_reached: bool
) -> None:
    push(registry, platform=IOS, audience=audience, notification=notification)
    assert ("eve" in reached(registry)) is is_reached


def test_harmonyos_by_the_word_set_for_it(registry: SandboxApp) -> None:
    assert push(registry, platform=["harmonyos"]).status_code == 400
    with override_settings(HARMONYOS_PLATFORM="harmonyos"):
        assert push(registry, platform=["harmonyos"]).status_code == 200
    assert reached(registry) == {"eve"}


def test_a_platform_without_text_shows_nothing(registry: SandboxApp) -> None:
    response = push(registry, notification={"title": "t", "ios": {"alert": "iOS only"}})
    assert response.status_code == 200
    assert reached(registry) == {"ann"}


def test_other_apps_are_not_reached(registry: SandboxApp) -> None:
    other = SandboxApp.objects.create(app_key="other", name="Other")
    push(other)
    assert reached(other) == set()

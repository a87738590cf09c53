"""The shape of a body: the page's keys and types, nothing else, and both ways without loss."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.message.payload import body
from campaigns.domain.message.shape import build, from_wire, leaves, read_json
from campaigns.domain.translatable import Unreadable
from tests.domain.page import PAGE_EXAMPLE, PAGE_KEYS
from tests.domain.samples import N, built, said


def faults(value: Any) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read_json(json.dumps(value).encode())
    return [problem.field for problem in caught.value.problems]


def test_the_example_of_the_page_survives_both_ways() -> None:
    message, dropped = read_json(json.dumps(PAGE_EXAMPLE).encode())
    assert json.loads(body(message)) == PAGE_EXAMPLE
    assert dropped == ()


def test_every_parameter_of_the_page_and_no_other_has_a_place() -> None:
    paths = {leaf.path.removeprefix(f"{N}.") for leaf in leaves()}
    assert paths == set(PAGE_KEYS.split())


def test_every_parameter_is_kept_in_a_field_of_its_own() -> None:
    fields = [leaf.field for leaf in leaves()]
    assert len(set(fields)) == len(fields)
    assert {"title", "ios_thread_id", "android_hw_channelId", "audience_tag_or"} <= set(fields)


@pytest.mark.parametrize("path", ["ios.badge", "forceShowPushContent", "ios.contentAvailable"])
def test_zero_is_not_the_same_as_absent(path: str) -> None:
    key = path.split(".")[-1]
    assert f'"{key}":0' in body(built({f"{N}.{path}": 0})).decode()
    assert key not in body(built({})).decode()


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_what_is_not_set_is_not_sent(nothing: Any) -> None:
    values = dict.fromkeys((leaf.path for leaf in leaves()), nothing)
    message = build({**values, "audience.is_to_all": False})
    assert json.loads(body(message)) == {"audience": {"is_to_all": False}, "notification": {}}


def test_line_breaks_become_lf() -> None:
    message = built({f"{N}.alert": "a\r\nb\rc\n"})
    assert message.notification.alert == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ({"audience": {"is_to_all": True}, "message": {"a": 1}}, ["message"]),
        ({"audience": {"is_to_all": True}, "fromuserid": "x"}, ["fromuserid"]),
        ({"audience": {"tag": ["a"]}}, ["audience.is_to_all"]),
        ({"platform": ["ios"]}, ["audience"]),
        ({"audience": {"is_to_all": "true"}}, ["audience.is_to_all"]),
        ({"audience": {"is_to_all": 1}}, ["audience.is_to_all"]),
        ({"audience": {"is_to_all": True, "tag": "a"}}, ["audience.tag"]),
        ({"audience": {"is_to_all": True, "tag": ["a", 1]}}, ["audience.tag[1]"]),
        ({"audience": {"is_to_all": True, "tag": [None]}}, ["audience.tag[0]"]),
        ({"platform": "ios", "audience": {"is_to_all": True}}, ["platform"]),
        ({"audience": {"is_to_all": True}, "notification": "x"}, ["notification"]),
        ([], ["$"]),
        ("x", ["$"]),
    ],
)
def test_another_shape_is_refused_with_its_path(value: Any, paths: list[str]) -> None:
    assert faults(value) == paths


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"ios": {"badge": True}}, "ios.badge"),
        ({"ios": {"badge": 1.0}}, "ios.badge"),
        ({"ios": {"badge": "1"}}, "ios.badge"),
        ({"ios": {"badge": 2**31}}, "ios.badge"),
        ({"ios": {"thread_id": "x"}}, "ios.thread_id"),
        ({"ios": {"extras": ["x"]}}, "ios.extras"),
        ({"ios": []}, None),
        ({"android": {"channelId": "x"}}, "android.channelId"),
        ({"android": {"oppo": {"notify_level": "2"}}}, "android.oppo.notify_level"),
        ({"android": {"vivo": {"classification": 1}}}, "android.vivo.classification"),
        ({"android": {"hw": {"large_icon_uri": "x"}}}, "android.hw.large_icon_uri"),
        ({"harmonyOS": {"image": "x"}}, "harmonyOS.image"),
        ({"Alert": "x"}, "Alert"),
    ],
)
def test_a_wrong_key_or_type_in_the_notification_is_refused(
    part: dict[str, Any], path: str | None
) -> None:
    value = {"audience": {"is_to_all": True}, "notification": part}
    if path is None:
        _, dropped = read_json(json.dumps(value).encode())
        assert dropped
    else:
        assert faults(value) == [f"{N}.{path}"]


def test_every_fault_is_reported_at_once_and_each_says_what_to_do() -> None:
    value = {"platform": 1, "audience": {"is_to_all": 0, "x": 1}, "notification": {"ios": 2}}
    with pytest.raises(Unreadable) as caught:
        read_json(json.dumps(value).encode())
    assert len(caught.value.problems) == 4
    assert all(said(problem.text).endswith(".") for problem in caught.value.problems)


def test_null_is_refused_with_its_path() -> None:
    value = {"audience": {"is_to_all": True, "tag": None}}
    with pytest.raises(Unreadable) as refused:
        read_json(json.dumps(value).encode())
    assert [problem.field for problem in refused.value.problems] == ["audience.tag"]


def test_empty_values_of_an_sdk_are_dropped_and_reported() -> None:
    value = {"audience": {"is_to_all": False, "tag": [], "userid": ["u"]}, "platform": ["ios"]}
    message, dropped = read_json(json.dumps(value).encode())
    assert message.audience.tag is None
    assert [problem.field for problem in dropped] == ["audience.tag"]


numbers = st.integers(-(2**31), 2**31 - 1)
texts = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), min_size=1)


@given(
    st.fixed_dictionaries(
        {"audience.is_to_all": st.booleans()},
        optional={
            "platform": st.lists(texts, min_size=1),
            "audience.tag": st.lists(texts, min_size=1),
            f"{N}.title": texts,
            f"{N}.ios.badge": numbers,
            f"{N}.ios.extras": st.dictionaries(texts, texts, min_size=1),
            f"{N}.android.oppo.notify_level": numbers,
        },
    )
)
def test_reading_what_was_written_gives_the_same_message(values: dict[str, Any]) -> None:
    message = build(values)
    again, dropped = read_json(body(message))
    assert again == message
    assert body(again) == body(message)
    assert all(problem.field == N for problem in dropped)


def test_a_body_that_skips_the_reader_is_refused_the_same_way() -> None:
    with pytest.raises(Unreadable):
        from_wire({"audience": {"is_to_all": True, "surprise": 1}})

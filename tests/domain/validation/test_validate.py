"""Every rule of the body: what breaks it, where it is reported, and that its edge still passes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.message.shape import build, from_wire, leaves
from campaigns.domain.validation.validate import problems
from tests.domain.samples import FINE, N, built, said
from tests.domain.validation.broken_rules import BROKEN, EMOJI, EVERYONE, USERS


@pytest.mark.parametrize(("changes", "field"), BROKEN)
def test_each_broken_rule_is_one_problem_at_its_own_field(
    changes: dict[str, Any], field: str
) -> None:
    assert [problem.field for problem in problems(built(changes))] == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        EVERYONE,
        {**USERS, "audience.userid": [f"{i:064}" for i in range(1000)]},
        {"audience.tag": [f"t{i}" for i in range(20)], "audience.tag_or": ["t0"]},
        {"audience.tag": ["x" * 40, "中" * 13]},
        {"audience.tag": None, "audience.packageName": "com.example.app"},
        {"platform": ["ios"], f"{N}.alert": None, f"{N}.ios.alert": "x"},
        {f"{N}.title": EMOJI * 50},
        {f"{N}.ios.badge": -9999},
        {f"{N}.ios.badge": 9999},
        {f"{N}.ios.badge": 0},
        {f"{N}.alert": "two\nlines\r\nthree 👨‍👩‍👧"},
        {f"{N}.ios.apns-collapse-id": "x" * 64},
        {f"{N}.ios.category": "without rich media"},
        {f"{N}.ios.richMediaUri": "http://example.com", f"{N}.ios.category": "c"},
        {f"{N}.android.fcm.imageUrl": "HTTPS://EXAMPLE.COM:8443/a?b=c#d"},
        {f"{N}.android.hw.category": "DEVICE_REMINDER"},
        {f"{N}.android.vivo.classification": "1"},
        {f"{N}.android.vivo.category": "NEW_ONE", f"{N}.android.vivo.classification": "1"},
        {f"{N}.android.vivo.category": "NEWS", f"{N}.android.vivo.classification": "0"},
        {f"{N}.android.oppo.notify_level": 16, f"{N}.android.oppo.category": "IM"},
        {f"{N}.android.oppo.notify_level": 1, f"{N}.android.oppo.category": "IM"},
        {f"{N}.forceShowPushContent": 0, f"{N}.ios.contentAvailable": 0},
        {f"{N}.forceShowPushContent": 1, f"{N}.ios.contentAvailable": 1},
        {f"{N}.ios.interruption-level": "critical"},
        {f"{N}.ios.extras": {"a": "", "b": '{"c":1}'}},
        {f"{N}.alert": "x" * 4096, f"{N}.title": None},
        {f"{N}.alert": "x" * 5000, "platform": ["android"]},
    ],
)
def test_what_just_keeps_the_rules_has_no_problem(changes: dict[str, Any]) -> None:
    assert problems(built(changes)) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({f"{N}.title": "x" * 53}, "Remove 3 characters: the title has 53, the limit is 50."),
        ({f"{N}.title": "x" * 51}, "Remove 1 character: the title has 51, the limit is 50."),
        (
            {"audience.tag": [f"t{i}" for i in range(23)]},
            "Remove 3 tags: the list has 23, the limit is 20.",
        ),
        ({"audience.tag": ["a", "a"]}, 'Keep "a" once: it stands here 2 times.'),
        (
            {f"{N}.ios.badge": 10_000},
            "Choose a badge from -9999 to 9999: 10000 is outside.",
        ),
        (
            {f"{N}.android.hw.importance": "HIGH"},
            'Choose NORMAL or LOW: "HIGH" is none of them.',
        ),
        (
            {f"{N}.alert": "a\x07"},
            "Remove the control character U+0007 at character 2.",
        ),
        (
            {f"{N}.android.extras": {"a": "x" * 102_400}},
            "Remove 156 bytes: the body has 102555, the limit is 102399.",
        ),
    ],
)
def test_a_problem_says_what_to_do_with_the_wrong_number(
    changes: dict[str, Any], sentence: str
) -> None:
    assert [said(problem.text) for problem in problems(built(changes))] == [sentence]


@pytest.mark.parametrize(("changes", "_field"), BROKEN)
def test_every_sentence_can_be_written_down(changes: dict[str, Any], _field: str) -> None:
    sentences = [said(problem.text) for problem in problems(built(changes))]
    assert sentences
    for sentence in sentences:
        assert sentence.encode().endswith(b".")
        assert "\0" not in sentence


def test_half_an_emoji_anywhere_is_a_problem_rather_than_an_exception() -> None:
    body = built({}).wire()
    body["audience"]["tag"] = ["\ud800" * 60]
    fields = [problem.field for problem in problems(from_wire(body))]
    assert fields == ["audience.tag", "audience.tag"]


def test_a_forbidden_word_is_found_in_every_shown_text_whatever_its_case() -> None:
    paths = [leaf.path for leaf in leaves() if leaf.path.endswith(("title", "alert"))]
    found = problems(
        built(dict.fromkeys(paths, "The BESTE deal")), forbidden_words=["beste", "  ", ""]
    )
    assert sorted(problem.field for problem in found) == sorted(paths)


def test_a_forbidden_word_in_a_tag_is_no_problem() -> None:
    assert problems(built({"audience.tag": ["beste"]}), forbidden_words=["beste"]) == []


def test_the_platform_value_for_harmony_is_allowed_once_it_is_set() -> None:
    message = built({"platform": ["ios", "harmonyOS"]})
    assert problems(message, harmony_platform="harmonyOS") == []


def test_a_ticked_harmony_platform_needs_a_text() -> None:
    message = built({"platform": ["harmonyOS", "ios"], f"{N}.alert": None, f"{N}.ios.alert": "x"})
    found = problems(message, harmony_platform="harmonyOS")
    assert [said(p.text) for p in found] == ["Write a text for HarmonyOS: it has 0 letters."]


def test_named_users_need_a_text_on_both_platforms_whatever_is_ticked() -> None:
    message = built(
        {**USERS, "platform": ["ios"], f"{N}.alert": None, f"{N}.ios.alert": "only here"}
    )
    assert [said(p.text) for p in problems(message)] == [
        "Write a text for Android: it has 0 letters."
    ]


def test_title_and_extras_count_towards_the_bytes_for_ios() -> None:
    parts = {f"{N}.title": "t" * 10, f"{N}.ios.extras": {"a": "b"}}
    room = 4096 - 10 - len('{"a":"b"}')
    assert problems(built({**parts, f"{N}.alert": "x" * room})) == []
    assert problems(built({**parts, f"{N}.alert": "x" * (room + 1)})) != []


def test_a_thousand_faulty_ids_give_few_sentences() -> None:
    ids = [f"{i:065}" for i in range(1000)]
    assert 1 <= len(problems(built({**USERS, "audience.userid": ids}))) <= 10


def test_several_broken_rules_are_all_reported() -> None:
    found = problems(built({"platform": None, "audience.tag": None, f"{N}.title": "x" * 51}))
    assert [problem.field for problem in found] == ["platform", "audience", f"{N}.title"]


def test_the_sample_really_has_no_problem() -> None:
    assert problems(built(FINE)) == []


any_text = st.text(st.characters(exclude_categories=()))


def values_of(path: str) -> st.SearchStrategy[Any]:
    if path.endswith("extras"):
        return st.dictionaries(any_text, any_text | st.integers())
    if path.endswith(("badge", "notify_level", "Content", "contentAvailable")):
        return st.integers(-20_000, 20_000)
    is_list = path in {"platform", "audience.tag", "audience.tag_or", "audience.userid"}
    return st.lists(any_text) if is_list else any_text


@given(
    st.fixed_dictionaries(
        {"audience.is_to_all": st.booleans()},
        optional={
            leaf.path: values_of(leaf.path)
            for leaf in leaves()
            if leaf.path != "audience.is_to_all"
        },
    )
)
def test_no_message_whatsoever_makes_checking_fail(values: dict[str, Any]) -> None:
    known = {leaf.path for leaf in leaves()} | {"$", "audience"}
    for problem in problems(build(values)):
        assert problem.field in known
        assert said(problem.text).encode()

"""What a reviewer reads of a change: which parameters, and which words of a text."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.message.shape import leaves
from campaigns.domain.review.differences import (
    WORDS_COMPARED,
    Difference,
    Fate,
    Piece,
    differences,
    pieces,
    similarity,
)

BODY: dict[str, Any] = {
    "platform": ["ios", "android"],
    "audience": {"is_to_all": False, "tag": ["vip"]},
    "notification": {"title": "Sale", "alert": "Coats at half price", "ios": {"badge": 1}},
}
KEPT, REMOVED, ADDED = Fate.KEPT, Fate.REMOVED, Fate.ADDED


def changed(path: str, value: Any) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    node: Any = body
    *parents, key = path.split(".")
    for parent in parents:
        node = node.setdefault(parent, {})
    node[key] = value
    return body


def test_same_bodies_do_not_differ() -> None:
    assert differences(BODY, copy.deepcopy(BODY)) == []
    assert similarity(BODY, copy.deepcopy(BODY)) == 1


@pytest.mark.parametrize("path", [leaf.path for leaf in leaves()])
def test_every_parameter_is_compared(path: str) -> None:
    (found,) = differences(BODY, changed(path, "something else"))
    assert (found.path, found.after) == (path, "something else")


@pytest.mark.parametrize("other", [0, True, None, "1", [1]])
def test_values_that_python_or_a_reader_would_take_for_the_same_differ(other: object) -> None:
    (found,) = differences(BODY, changed("notification.ios.badge", other))
    assert (found.before, found.after) == (1, other)


def test_texts_are_marked_word_by_word() -> None:
    assert pieces("Coats at half price", "Boots at half price today") == (
        Piece(REMOVED, "Coats"),
        Piece(ADDED, "Boots"),
        Piece(KEPT, " at half price"),
        Piece(ADDED, " today"),
    )


def test_chinese_is_marked_sign_by_sign() -> None:
    assert pieces("今晚八点开始", "今晚九点开始") == (
        Piece(KEPT, "今晚"),
        Piece(REMOVED, "八"),
        Piece(ADDED, "九"),
        Piece(KEPT, "点开始"),
    )


def test_an_emoji_is_one_sign() -> None:
    assert pieces("Hi 👩\u200d🚀", "Hi 👩\u200d🔬")[1:] == (
        Piece(REMOVED, "👩\u200d🚀"),
        Piece(ADDED, "👩\u200d🔬"),
    )


@given(st.text("ab 今👍\n", max_size=60), st.text("ab 今👍\n", max_size=60))
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.fate is not ADDED) == before
    assert "".join(piece.text for piece in found if piece.fate is not REMOVED) == after


def test_a_huge_text_is_replaced_at_once() -> None:
    before, after = ("a b " * WORDS_COMPARED + end for end in "xy")
    assert [piece.fate for piece in pieces(before, after)] == [KEPT, REMOVED, ADDED]
    rest = pieces("x" + " b a" * WORDS_COMPARED + "z", "y" + " a b" * WORDS_COMPARED + "z")
    assert [piece.fate for piece in rest] == [REMOVED, ADDED]


@pytest.mark.parametrize(
    ("before", "after", "is_text"),
    [("a", "b", True), (None, "b", True), ("a", None, True), (1, 2, False), (["a"], None, False)],
)
def test_only_texts_have_pieces(before: object, after: object, is_text: bool) -> None:
    assert bool(Difference("notification.alert", before, after).pieces) is is_text


def test_the_more_is_shared_the_more_alike() -> None:
    other_day = changed("notification.alert", "Coats at half price until Sunday")
    other_people = changed("audience.tag", ["new", "young"])
    another: dict[str, Any] = {
        "audience": {"is_to_all": True},
        "notification": {"alert": "Rain tomorrow"},
    }
    found = [similarity(BODY, body) for body in (BODY, other_day, other_people, another)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == 0
    assert similarity({}, {}) == 0

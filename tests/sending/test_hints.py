"""A campaign is asked for once in a while, however often the tick sees it."""

from collections.abc import Iterator

import pytest

from campaigns.sending import hints


@pytest.fixture(autouse=True)
def _nothing_given() -> Iterator[None]:
    hints._given.clear()
    yield
    hints._given.clear()


def look(*pks: int) -> list[int]:
    """What is asked for at one look of the tick that sees these."""
    asked: list[int] = []
    hint = hints.now_and_then(asked.append)
    for pk in pks:
        hint(pk)
    return asked


def test_each_campaign_is_asked_for_once() -> None:
    assert look(1, 2) == [1, 2]
    assert look(1, 2, 3) == [3]


def test_after_a_while_it_is_asked_for_again() -> None:
    look(1)
    hints._given[1] -= hints.AGAIN - 1
    assert look(1) == []
    hints._given[1] -= 1
    assert look(1) == [1]


def test_a_hint_that_could_not_be_given_is_given_at_the_next_look() -> None:
    def broker_is_away(pk: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        hints.now_and_then(broker_is_away)(1)
    assert look(1) == [1]

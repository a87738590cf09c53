"""A campaign is asked for once in a while, however often the tick sees it."""

import pytest

from campaigns.sending.hints import AGAIN, Hints


class Ticks:
    """Ticks of a worker that has just started, at seconds that the test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waiting = 0
        self.hints = Hints(now=lambda: self.seconds)

    def look(self, *pks: int) -> list[int]:
        """What is asked for at one tick that sees these."""
        asked: list[int] = []
        hint = self.hints.throttled(asked.append, lambda: self.waiting)
        for pk in pks:
            hint(pk)
        return asked


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


def test_each_campaign_is_asked_for_once(ticks: Ticks) -> None:
    assert ticks.look(1, 2) == [1, 2]
    assert ticks.look(1, 2, 3) == [3]


def test_after_a_while_it_is_asked_for_again(ticks: Ticks) -> None:
    ticks.look(1)
    ticks.seconds += AGAIN - 1
    assert ticks.look(1) == []
    ticks.seconds += 1
    assert ticks.look(1) == [1]


def test_a_hint_that_could_not_be_given_is_given_at_the_next_look(ticks: Ticks) -> None:
    def broker_is_away(pk: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        ticks.hints.throttled(broker_is_away, lambda: 0)(1)
    assert ticks.look(1) == [1]

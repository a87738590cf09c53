"""A campaign is asked for once in a while, however often the tick sees it."""

import pytest

from campaigns.sending.hints import AGAIN, AGAIN_BEHIND_OTHERS, MOST, Hints


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


def test_after_a_while_it_is_asked_for_again_if_nothing_waits(ticks: Ticks) -> None:
    ticks.look(1)
    ticks.seconds += AGAIN - 1
    assert ticks.look(1) == []
    ticks.seconds += 1
    assert ticks.look(1) == [1]


def test_while_others_wait_it_is_asked_for_again_much_later(ticks: Ticks) -> None:
    """It probably waits itself; but its worker may have been killed, and the queue never empty."""
    ticks.look(1)
    ticks.waiting = 1
    ticks.seconds += AGAIN_BEHIND_OTHERS - 1
    assert ticks.look(1, 2) == [2]
    ticks.seconds += 1
    assert ticks.look(1, 2) == [1]


def test_what_waits_is_the_same_for_all_of_one_tick(ticks: Ticks) -> None:
    """What this tick has just added says nothing about what was taken."""
    ticks.look(1, 2, 3)
    ticks.seconds += AGAIN
    assert ticks.look(1, 2, 3) == [1, 2, 3]


def test_what_one_tick_did_not_see_was_tried_and_may_be_tried_again(ticks: Ticks) -> None:
    """After 5 s, when nothing had left: though a rush keeps the queue full."""
    ticks.look(1, 2)
    ticks.waiting = 500
    ticks.seconds += 1
    assert ticks.look(2) == []
    ticks.seconds += 2
    assert ticks.look(1, 2) == [1]


def test_what_waits_is_bounded_and_nothing_is_forgotten(ticks: Ticks) -> None:
    """Also of a worker that is started again and again."""
    everybody = range(3 * MOST)
    first = ticks.look(*everybody)
    assert first == list(everybody[:MOST])
    ticks.waiting = MOST
    ticks.seconds += AGAIN_BEHIND_OTHERS + 1
    assert ticks.look(*everybody) == []
    ticks.hints = Hints(now=lambda: ticks.seconds)
    assert ticks.look(*everybody) == []
    ticks.waiting = MOST - 5
    assert ticks.look(*everybody[MOST:]) == list(everybody[MOST : MOST + 5])


def test_a_rush_that_drains_is_asked_for_once(ticks: Ticks) -> None:
    rush = range(1_000)
    asked = ticks.look(*rush)
    for done in range(100, 1_000, 100):
        ticks.seconds += 1
        ticks.waiting = 1_000 - done
        asked += ticks.look(*rush[done:])
    assert asked == list(rush)


def test_flushed_broker_is_filled_again(ticks: Ticks) -> None:
    ticks.look(1, 2)
    ticks.waiting = 2
    ticks.seconds += AGAIN
    assert ticks.look(1, 2) == []
    ticks.waiting = 0
    ticks.seconds += 1
    assert ticks.look(1, 2) == [1, 2]


def test_waiting_is_asked_once_a_tick_and_only_for_what_is_due(ticks: Ticks) -> None:
    asked: list[int] = []

    def waiting() -> int:
        asked.append(1)
        return 0

    ticks.hints.throttled(lambda pk: None, waiting)
    assert asked == []
    hint = ticks.hints.throttled(lambda pk: None, waiting)
    for pk in range(9):
        hint(pk)
    assert asked == [1]


def test_a_hint_that_could_not_be_given_is_given_at_the_next_look(ticks: Ticks) -> None:
    def broker_is_away(pk: int) -> None:
        raise ConnectionError

    hint = ticks.hints.throttled(broker_is_away, lambda: 0)
    with pytest.raises(ConnectionError):
        hint(1)
    assert ticks.look(1) == [1]


def test_a_broker_that_is_away_is_asked_once_a_tick(ticks: Ticks) -> None:
    """A thousand time-outs, one after the other, would keep the tick from what is overdue."""
    asked: list[int] = []

    def waiting() -> int:
        asked.append(1)
        raise ConnectionError

    hint = ticks.hints.throttled(lambda pk: None, waiting)
    with pytest.raises(ConnectionError):
        hint(1)
    for pk in range(2, 1_000):
        hint(pk)
    assert asked == [1]
    assert ticks.look(1, 2) == [1, 2]

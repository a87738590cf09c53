"""What hangs holds its own places; whoever found none comes again when there is one."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from campaigns.sending.bulkheads import SPARE, Places


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as open_places:
        yield open_places


def fill(stack: ExitStack, places: Places, centre: str, first: int, woken: list[int]) -> int:
    """Campaigns of as many applications; returns how many found a place."""
    return sum(
        stack.enter_context(places.taken(pk, centre, pk, woken.append))
        for pk in range(first, first + 20)
    )


@pytest.mark.parametrize(("threads", "wanted"), [(1, 1), (2, 1), (8, 3), (16, 7)])
def test_two_data_centres_that_hang_leave_threads(
    stack: ExitStack, threads: int, wanted: int
) -> None:
    places, woken = Places(threads), list[int]()
    assert fill(stack, places, "one", 0, woken) == wanted
    assert fill(stack, places, "two", 100, woken) == wanted
    assert threads < 2 * SPARE or threads - 2 * wanted >= SPARE
    assert woken == []


def test_one_application_leaves_its_data_centre_places(stack: ExitStack) -> None:
    places = Places(16)
    found = [stack.enter_context(places.taken(pk, "one", 1, None)) for pk in range(9)]
    assert found == [True] * 3 + [False] * 6
    assert stack.enter_context(places.taken(100, "one", 2, None))


def test_campaign_that_is_being_tried_is_not_tried_beside(stack: ExitStack) -> None:
    places, woken = Places(16), list[int]()
    assert stack.enter_context(places.taken(1, "one", 1, woken.append))
    with places.taken(1, "one", 1, woken.append) as again:
        assert not again
    stack.close()
    assert woken == []


def test_oldest_that_fits_is_woken_by_each_that_leaves() -> None:
    places, woken = Places(8), list[int]()
    with ExitStack() as others, ExitStack() as first:
        for pk in (1, 2):
            others.enter_context(places.taken(pk, "one", pk, woken.append))
        first.enter_context(places.taken(3, "one", 3, woken.append))
        for pk, application in ((4, 1), (5, 5), (6, 6)):
            with places.taken(pk, "one", application, woken.append) as entered:
                assert not entered
        first.close()
        assert woken == [5]  # the application of 4 still has its place


def test_last_of_a_data_centre_wakes_all_that_wait_for_it(stack: ExitStack) -> None:
    """Another process may take up the hint of the one that was woken."""
    places, woken = Places(2), list[int]()
    stack.enter_context(places.taken(1, "one", 1, woken.append))
    for pk in (2, 3, 4):
        stack.enter_context(places.taken(pk, "one", pk, woken.append))
    stack.close()
    assert woken == [2, 3, 4]


def test_hint_that_cannot_be_given_fails_no_send() -> None:
    places = Places(2)

    def fail(pk: int) -> None:
        raise ConnectionError

    with places.taken(1, "one", 1, None), places.taken(2, "one", 2, fail) as entered:
        assert not entered
    with places.taken(2, "one", 2, fail) as entered:
        assert entered


def test_many_threads_never_exceed_the_places() -> None:
    places, inside, most, lock = Places(8), 0, 0, threading.Lock()
    waiting = list(range(200))

    def work() -> None:
        nonlocal inside, most
        while waiting:
            with lock:
                pk = waiting.pop(0) if waiting else -1
            with places.taken(pk, "one", pk, waiting.append) as entered:
                if entered:
                    with lock:
                        inside += 1
                        most = max(most, inside)
                    with lock:
                        inside -= 1

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (inside, waiting) == (0, [])
    assert most <= 3

"""Slow hosts, and a person who checks many images, leave places for everybody else."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from campaigns.images.bulkhead import Bulkhead, Full

PATIENCE = 30.0
"""Seconds that a test waits for a thread on a busy machine."""


@contextmanager
def held(bulkhead: Bulkhead, *places: tuple[str, str]) -> Iterator[None]:
    with ExitStack() as stack:
        for person, host in places:
            stack.enter_context(bulkhead.place(person, host))
        yield


def is_refused(bulkhead: Bulkhead, person: str, host: str) -> bool:
    try:
        with bulkhead.place(person, host):
            return False
    except Full:
        return True


def test_two_slow_addresses_hold_up_nobody_else() -> None:
    bulkhead = Bulkhead(patience=0.01)
    with held(bulkhead, ("maria", "slow-1.example"), ("maria", "slow-2.example")):
        assert is_refused(bulkhead, "maria", "quick.example"), "her share is used up"
        assert not is_refused(bulkhead, "rita", "quick.example")


def test_one_slow_host_holds_up_no_other_host() -> None:
    bulkhead = Bulkhead(patience=0.01)
    with held(bulkhead, ("maria", "slow.example"), ("rita", "slow.example")):
        assert is_refused(bulkhead, "olga", "slow.example")
        assert not is_refused(bulkhead, "olga", "quick.example")


def test_there_are_so_many_places_in_all() -> None:
    bulkhead = Bulkhead(patience=0.01)
    everybody = [(f"person-{n}", f"host-{n}.example") for n in range(bulkhead.places)]
    with held(bulkhead, *everybody):
        assert is_refused(bulkhead, "maria", "quick.example")
    assert not is_refused(bulkhead, "maria", "quick.example"), "they were given back"


def test_a_failed_check_gives_its_place_back() -> None:
    bulkhead = Bulkhead(places=1, patience=0.01)
    with pytest.raises(ValueError, match="broken"), bulkhead.place("maria", "a.example"):
        raise ValueError("broken")
    assert not is_refused(bulkhead, "maria", "a.example")


def waiting(bulkhead: Bulkhead, person: str, answers: list[bool]) -> threading.Thread:
    thread = threading.Thread(
        target=lambda: answers.append(is_refused(bulkhead, person, f"{person}.example"))
    )
    thread.start()
    return thread


def until(bulkhead: Bulkhead, waiting: int) -> None:
    """So many wait now."""
    deadline = time.monotonic() + PATIENCE
    while bulkhead.waiting < waiting:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_whoever_waits_gets_the_next_place() -> None:
    bulkhead, answers = Bulkhead(places=1, patience=PATIENCE), list[bool]()
    with held(bulkhead, ("maria", "slow.example")):
        thread = waiting(bulkhead, "rita", answers)
        until(bulkhead, 1)
        assert answers == []
    thread.join(PATIENCE)
    assert answers == [False]


def test_only_so_many_wait() -> None:
    bulkhead, answers = Bulkhead(places=1, queue=3, patience=PATIENCE), list[bool]()
    with held(bulkhead, ("maria", "slow.example")):
        threads = [waiting(bulkhead, f"person-{n}", answers) for n in range(3)]
        until(bulkhead, 3)
        assert is_refused(bulkhead, "rita", "quick.example"), "at once"
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == [False] * 3


def test_one_person_does_not_fill_the_queue() -> None:
    bulkhead, answers = Bulkhead(places=1, patience=PATIENCE), list[bool]()
    with held(bulkhead, ("maria", "slow.example")):
        threads = [waiting(bulkhead, "maria", answers) for _ in range(bulkhead.share)]
        until(bulkhead, bulkhead.share)
        assert is_refused(bulkhead, "maria", "quick.example")
        threads.append(waiting(bulkhead, "rita", answers))
        until(bulkhead, bulkhead.share + 1)
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == [False] * 3

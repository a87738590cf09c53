"""Each wrong sender, what it breaks, and the smallest bounds that show it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.model import broken, invariants
from tests.model.steps import Bounds


@dataclass(frozen=True)
class Variant:
    change: Callable[[], None]
    breaks: frozenset[str]
    """It may break several: which is met first depends on the order of the search."""
    bounds: Bounds
    """As small as shows it."""


NO_FAULT = Bounds(faults=0, moves=0)
ONE_FAULT = Bounds(deliveries=1, workers=1, faults=1, moves=0)

VARIANTS = {
    variant.change.__name__: variant
    for variant in (
        Variant(broken.post_before_claim, frozenset({invariants.CLAIMED}), NO_FAULT),
        Variant(
            broken.check_then_write,
            frozenset({invariants.AT_MOST_ONCE, invariants.CLAIMED}),
            NO_FAULT,
        ),
        Variant(broken.read_timeout_is_not_sent, frozenset({invariants.PROVEN}), ONE_FAULT),
        Variant(broken.signal_is_not_sent, frozenset({invariants.PROVEN}), ONE_FAULT),
        Variant(broken.count_released_on_unknown, frozenset({invariants.COUNTED}), ONE_FAULT),
        Variant(broken.reaper_queues_again, frozenset({invariants.PROVEN}), ONE_FAULT),
        Variant(broken.commit_error_is_go, frozenset({invariants.CLAIMED}), ONE_FAULT),
        Variant(
            broken.no_look_before_the_first_byte,
            frozenset({invariants.CLAIMED, invariants.IN_TIME}),
            ONE_FAULT,
        ),
        Variant(
            broken.sent_again_without_approval,
            frozenset({invariants.APPROVED}),
            Bounds(workers=1, faults=1, moves=1),
        ),
        Variant(
            broken.votes_are_not_looked_at_again,
            frozenset({invariants.APPROVED}),
            Bounds(deliveries=1, workers=1, faults=0, moves=1),
        ),
        Variant(
            broken.window_is_not_looked_at,
            frozenset({invariants.IN_TIME}),
            Bounds(deliveries=1, workers=1, faults=1, moves=0),
        ),
    )
}

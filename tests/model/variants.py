"""Each wrong sender, what it breaks, and the scenario that shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.model import invariants, wrong_claims, wrong_records


@dataclass(frozen=True)
class Variant:
    change: Callable[[], None]
    scenario: str
    """Of `scenarios.SMALL`."""
    breaks: str


VARIANTS = {
    variant.change.__name__: variant
    for variant in (
        Variant(wrong_claims.post_before_claim, "two senders", invariants.CLAIMED),
        Variant(wrong_claims.check_then_write, "two senders", invariants.AT_MOST_ONCE),
        Variant(wrong_claims.commit_error_is_go, "a COMMIT that fails", invariants.CLAIMED),
        Variant(wrong_claims.no_look_before_the_first_byte, "a stall", invariants.CLAIMED),
        Variant(wrong_claims.votes_are_not_looked_at_again, "a voter leaves", invariants.APPROVED),
        Variant(wrong_claims.window_is_not_looked_at, "a window that ends", invariants.IN_TIME),
        Variant(
            wrong_claims.quota_is_counted_before_the_lock, "one free slot", invariants.IN_QUOTA
        ),
        Variant(wrong_records.read_timeout_is_not_sent, "no answer", invariants.PROVEN),
        Variant(wrong_records.silence_is_success, "no answer", invariants.TRUE),
        Variant(wrong_records.count_released_on_unknown, "no answer", invariants.COUNTED),
        Variant(wrong_records.unknown_is_given_up, "no answer", invariants.UNKNOWN_STAYS),
        Variant(wrong_records.signal_is_not_sent, "no answer", invariants.PROVEN),
        Variant(wrong_records.reaper_queues_again, "a kill", invariants.PROVEN),
        Variant(wrong_records.nobody_reaps, "a kill", invariants.ENDS),
        Variant(wrong_records.sent_again_without_approval, "a wrong decision", invariants.APPROVED),
    )
}

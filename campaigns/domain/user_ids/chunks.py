"""Divide a long list of user ids into what one push takes."""

from collections.abc import Sequence

from campaigns.domain.provider.limits import USERS


def chunks(ids: Sequence[str], size: int = USERS) -> list[list[str]]:
    """Divide the ids, in order, into lists of `size`; the last list holds the rest."""
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]

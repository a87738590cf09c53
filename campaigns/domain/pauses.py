"""Pauses of an application, and of everything: separate facts, none of which hides another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from .translatable import Text, translatable


class PauseKind(StrEnum):
    """Why nothing leaves. The kind, never a sentence, decides who may lift the pause."""

    EVERYTHING = "everything"
    KEY = "key"
    """The provider refused the app key: codes 1001, 1004, 1006, 1007, 1009, and 1002 about it."""
    QUOTA = "quota"
    """The provider says that the quota is used up: code 1008 or HTTP 429."""
    PERSON = "person"
    EARLIER = "earlier"
    """Written by a program of the release before, which keeps no facts: who may lift it is not
    known, so only an operator may."""


FOR_OPERATORS = frozenset({PauseKind.KEY, PauseKind.EARLIER})
"""Kinds that only an operator lifts; the others whoever may pause."""

SENTENCES: dict[PauseKind, Text] = {
    PauseKind.QUOTA: translatable("The provider says that the quota is used up."),
    PauseKind.KEY: translatable("The provider refused the app key: check it, then resume."),
}
"""What the machine says; the reason of every other kind is what a person wrote."""

REMEDIES: dict[PauseKind, Text] = {
    PauseKind.QUOTA: translatable(
        "Find out who else sends with this app key and record each send made elsewhere. It goes on "
        "by itself at the end of the pause; an operator or a reviewer may resume it sooner."
    ),
    PauseKind.KEY: translatable(
        "An operator compares app key, app secret, push service and the list of allowed IPs with "
        "RongCloud's console, sets the secret again if it changed, then resumes it."
    ),
}


@dataclass(frozen=True)
class StandingPause:
    """A pause that holds. `until` None: until somebody resumes it. `by`: who set it; "" if the
    machine did, or if that is not known. `since` is None where it is not known."""

    kind: PauseKind
    reason: str = ""
    until: datetime | None = None
    since: datetime | None = None
    by: str = ""

    @property
    def said(self) -> Text | str:
        """Why, in the machine's sentence or in the person's words."""
        return SENTENCES.get(self.kind, self.reason)

    @property
    def stored_reason(self) -> str:
        """Why, for the column that programs of the release before read: in English."""
        sentence = SENTENCES.get(self.kind)
        return sentence.msgid if sentence else self.reason


def lasts_as_long(until: datetime | None, other: datetime | None) -> bool:
    """Whether a pause with the first end covers one with the second; None never ends."""
    return until is None or (other is not None and until >= other)


def ordered(pauses: Iterable[StandingPause]) -> list[StandingPause]:
    """That of everything first, then a refused key, then the longest. Without the first kind, the
    first of them sums up all: nothing leaves before its end."""
    kinds = {PauseKind.EVERYTHING: 0, PauseKind.KEY: 1}
    return sorted(pauses, key=lambda one: (kinds.get(one.kind, 2), -_end(one), str(one.since)))


def _end(pause: StandingPause) -> float:
    return (pause.until or datetime.max.replace(tzinfo=UTC)).timestamp()

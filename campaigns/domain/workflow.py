"""The states of a campaign and the moves between them: the whole table, in one place."""

from enum import StrEnum

from .translatable import Text, translatable


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    MISSED = "missed"
    ARCHIVED = "archived"


class Move(StrEnum):
    """What a person or the machine does to a campaign; also the verb of its Event."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REQUEST_CHANGES = "request-changes"
    APPROVE = "approve"
    UNSCHEDULE = "unschedule"
    VOID = "void"
    CLAIM = "claim"
    RETRY = "retry"
    RECORD = "record"
    LATE_EVIDENCE = "late-evidence"
    REAP = "reap"
    MISS = "miss"
    RESOLVE = "resolve"
    REVISE = "revise"
    ARCHIVE = "archive"


S = Status
MOVES: dict[Move, tuple[frozenset[Status], frozenset[Status]]] = {
    Move.SUBMIT: (frozenset({S.DRAFT}), frozenset({S.IN_REVIEW})),
    Move.WITHDRAW: (frozenset({S.IN_REVIEW}), frozenset({S.DRAFT})),
    Move.REQUEST_CHANGES: (frozenset({S.IN_REVIEW}), frozenset({S.DRAFT})),
    Move.APPROVE: (frozenset({S.IN_REVIEW}), frozenset({S.APPROVED})),
    Move.UNSCHEDULE: (frozenset({S.APPROVED}), frozenset({S.DRAFT})),
    Move.VOID: (frozenset({S.APPROVED}), frozenset({S.IN_REVIEW})),
    Move.CLAIM: (frozenset({S.APPROVED}), frozenset({S.SENDING})),
    Move.RETRY: (frozenset({S.SENDING}), frozenset({S.APPROVED})),
    Move.RECORD: (frozenset({S.SENDING}), frozenset({S.SENT, S.REFUSED, S.UNKNOWN})),
    Move.LATE_EVIDENCE: (frozenset({S.UNKNOWN}), frozenset({S.SENT, S.REFUSED, S.MISSED})),
    Move.REAP: (frozenset({S.SENDING}), frozenset({S.UNKNOWN})),
    Move.MISS: (frozenset({S.IN_REVIEW, S.APPROVED}), frozenset({S.MISSED})),
    Move.RESOLVE: (frozenset({S.UNKNOWN}), frozenset({S.SENT, S.REFUSED})),
    Move.REVISE: (frozenset({S.REFUSED, S.MISSED}), frozenset({S.DRAFT})),
    Move.ARCHIVE: (frozenset({S.DRAFT, S.REFUSED, S.MISSED, S.SENT}), frozenset({S.ARCHIVED})),
}
"""move -> (from any of, to one of). Source: the table of states in campaigns/README.md."""

LABELS: dict[Status, Text] = {
    S.DRAFT: translatable("Draft"),
    S.IN_REVIEW: translatable("In review"),
    S.APPROVED: translatable("Approved"),
    S.SENDING: translatable("Sending"),
    S.SENT: translatable("Sent"),
    S.REFUSED: translatable("Refused"),
    S.UNKNOWN: translatable("Outcome unknown"),
    S.MISSED: translatable("Missed"),
    S.ARCHIVED: translatable("Archived"),
}

UNDECIDED = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
"""The states in which advice can still change anything."""

RECALLS = {Status.IN_REVIEW: Move.WITHDRAW, Status.APPROVED: Move.UNSCHEDULE}
"""The move that takes a campaign back to draft before it is claimed, by its state."""


def allows(move: Move, source: Status, target: Status) -> bool:
    sources, targets = MOVES[move]
    return source in sources and target in targets

"""The states of a campaign, and every move between them."""

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
    """A change of state, made by a person or a worker; also the verb of its Event."""

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


MOVES: dict[Move, tuple[frozenset[Status], frozenset[Status]]] = {
    Move.SUBMIT: (frozenset({Status.DRAFT}), frozenset({Status.IN_REVIEW})),
    Move.WITHDRAW: (frozenset({Status.IN_REVIEW}), frozenset({Status.DRAFT})),
    Move.REQUEST_CHANGES: (frozenset({Status.IN_REVIEW}), frozenset({Status.DRAFT})),
    Move.APPROVE: (frozenset({Status.IN_REVIEW}), frozenset({Status.APPROVED})),
    Move.UNSCHEDULE: (frozenset({Status.APPROVED}), frozenset({Status.DRAFT})),
    Move.VOID: (frozenset({Status.APPROVED}), frozenset({Status.IN_REVIEW})),
    Move.CLAIM: (frozenset({Status.APPROVED}), frozenset({Status.SENDING})),
    Move.RETRY: (frozenset({Status.SENDING}), frozenset({Status.APPROVED})),
    Move.RECORD: (
        frozenset({Status.SENDING}),
        frozenset({Status.SENT, Status.REFUSED, Status.UNKNOWN}),
    ),
    Move.LATE_EVIDENCE: (
        frozenset({Status.UNKNOWN}),
        frozenset({Status.SENT, Status.REFUSED, Status.MISSED}),
    ),
    Move.REAP: (frozenset({Status.SENDING}), frozenset({Status.UNKNOWN})),
    Move.MISS: (frozenset({Status.IN_REVIEW, Status.APPROVED}), frozenset({Status.MISSED})),
    Move.RESOLVE: (frozenset({Status.UNKNOWN}), frozenset({Status.SENT, Status.REFUSED})),
    Move.REVISE: (frozenset({Status.REFUSED, Status.MISSED}), frozenset({Status.DRAFT})),
    Move.ARCHIVE: (
        frozenset({Status.DRAFT, Status.REFUSED, Status.MISSED, Status.SENT}),
        frozenset({Status.ARCHIVED}),
    ),
}
"""Move -> (states it may start from, states it may end in). Source: the table of states in
campaigns/README.md."""

LABELS: dict[Status, Text] = {
    Status.DRAFT: translatable("Draft"),
    Status.IN_REVIEW: translatable("In review"),
    Status.APPROVED: translatable("Approved"),
    Status.SENDING: translatable("Sending"),
    Status.SENT: translatable("Sent"),
    Status.REFUSED: translatable("Refused"),
    Status.UNKNOWN: translatable("Outcome unknown"),
    Status.MISSED: translatable("Missed"),
    Status.ARCHIVED: translatable("Archived"),
}

UNDECIDED = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
"""The states before the send: advice can still change something."""

RECALLS = {Status.IN_REVIEW: Move.WITHDRAW, Status.APPROVED: Move.UNSCHEDULE}
"""The move that takes a campaign back to draft before it is claimed, by its state."""


def allows(move: Move, source: Status, target: Status) -> bool:
    sources, targets = MOVES[move]
    return source in sources and target in targets

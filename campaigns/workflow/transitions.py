"""The only writer of Campaign.status: one conditional UPDATE and one Event, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Move, Status, allows
from campaigns.lib import contention, database_clock
from campaigns.lib.prepared_queries import Prepared, key
from campaigns.locks import refusing_when_busy
from campaigns.models import CONTENT_COLUMNS, Application, Campaign

from . import comments

_KEY = key("pk")
_APPLICATION = Prepared(
    lambda: Application.objects.select_for_update(of=("self",)).filter(campaign=_KEY)
)
_WHOLE = Prepared(lambda: Campaign.objects.select_related("submission").filter(pk=_KEY))
_STANDING = Prepared(
    lambda: Campaign.objects.select_related("submission").defer(*CONTENT_COLUMNS).filter(pk=_KEY)
)


@contextmanager
def locked_campaign(pk: int, *, content: bool = True, wait: bool = True) -> Iterator[Campaign]:
    """The stored campaign, with its application's row locked until the block has committed.

    The lock puts votes, claims, planning and pauses of one application one after another: on
    PostgreSQL by FOR UPDATE, on SQLite by IMMEDIATE. `content=False` leaves out nine tenths of the
    columns. Raises Campaign.DoesNotExist; Busy if the lock does not come within LOCK_TIMEOUT, or
    without `wait` at once.
    """
    with refusing_when_busy(), transaction.atomic() if wait else contention.without_waiting():
        application = _APPLICATION.first(pk=pk)
        campaign = (_WHOLE if content else _STANDING).first(pk=pk)
        if application is None or campaign is None:
            raise Campaign.DoesNotExist
        campaign.application = application
        yield campaign


def move(
    campaign: Campaign,
    verb: Move,
    target: Status,
    *,
    actor: Actor,
    now: datetime,
    comment: str = "",
    evidence: str = "",
    **columns: Any,
) -> None:
    """Move the campaign if its stored status is still the one that was read; write `columns` with
    the status. Raises NotAllowed if the workflow has no such move or somebody else was faster."""
    source, before = Status(campaign.status), campaign.submission
    if not allows(verb, source, target):
        raise NotAllowed(translatable("Reload the page: the campaign is not in a state for this."))
    if actor.user is not None:
        comments.require_readable(comment)
    moved: dict[str, Any] = {"source": source, "target": target}
    _write(campaign, source, {"status": target, "status_since": now, **columns})
    events.record(
        verb,
        actor,
        campaign=campaign,
        submission=campaign.submission or before,
        comment=comment,
        at=now,
        evidence=evidence,
        **moved,
    )


def _write(campaign: Campaign, source: Status, columns: dict[str, Any]) -> None:
    if not Campaign.objects.filter(pk=campaign.pk, status=source).update(**columns):
        raise NotAllowed(translatable("Reload the page: somebody changed this campaign just now."))
    for name, value in columns.items():
        setattr(campaign, name, value)


def to_draft(
    campaign: Campaign, verb: Move, *, actor: Actor, comment: str = "", evidence: str = ""
) -> None:
    """Move back to draft: submission and approvals are void, the schedule is cleared."""
    move(
        campaign,
        verb,
        Status.DRAFT,
        actor=actor,
        now=database_clock.now(),
        comment=comment,
        evidence=evidence,
        submission=None,
        due_at=None,
        next_try_at=None,
    )

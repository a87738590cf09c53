"""The attempts of one submission: the row of the next one, and how many were not sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from campaigns.audit import kept_rows
from campaigns.domain.provider.failure import SENTENCES, Failure
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.translatable import Text, quote, translatable, translatable_plural
from campaigns.lib.prepared_queries import Prepared, key
from campaigns.models import COUNTED_OUTCOMES, Attempt, Campaign, RepeatedTries, Submission

STORED = 10
"""Tries not sent that get a row each. Further ones that found no connection are only counted: a
data centre that is dead for a day costs 1,440 of them."""

HIGHEST = 32_000
"""Of the tries that are only counted, for the number of an attempt: PostgreSQL's smallint ends at
32,767."""

_OUTCOMES = Prepared(
    lambda: (
        Attempt.objects.filter(submission=key("submission"))
        .order_by("pk")
        .values_list("outcome", "submission__repeated_tries__count")
    )
)


@dataclass(frozen=True)
class Tries:
    """How many tries of a submission did not leave, and why the last of them did not."""

    count: int
    why: Text | str

    @property
    def text(self) -> Text:
        return translatable_plural(
            "%(count)d try did not leave: %(why)s",
            "%(count)d tries did not leave: %(why)s",
            self.count,
            why=self.why,
        )


def begin(
    campaign: Campaign,
    submission: Submission,
    request_id: str,
    host: str,
    now: datetime,
    **more: Any,
) -> Attempt:
    """Create the next attempt. `more`: further columns, for an attempt that has ended already."""
    rows = _OUTCOMES(submission=submission.pk)
    return Attempt.objects.create(
        application=campaign.application,
        submission=submission,
        number=len(rows) + 1 + min(_repeated(rows), HIGHEST),
        request_id=request_id,
        host=host,
        started=now,
        **more,
    )


def add_failed_connection(
    campaign: Campaign,
    submission: Submission,
    request_id: str,
    host: str,
    now: datetime,
    why: str,
) -> Attempt | None:
    """Note a try that found no connection: by a closed row, which is returned, or after STORED of
    them by a count."""
    if count_not_sent(submission.pk) < STORED:
        closed = {"outcome": Outcome.NOT_SENT, "failure": Failure.NO_CONNECTION, "error": why}
        return begin(campaign, submission, request_id, host, now, finished=now, **closed)
    last = {"last": now, "host": host, "error": why}
    RepeatedTries.objects.update_or_create(
        submission=submission,
        defaults={"count": F("count") + 1, **last},
        create_defaults={"count": 1, **last},
    )
    return None


def counted_evidence(submission: Submission | None) -> str:
    """Of the one attempt of this submission that may have left, for the event about its end; ""
    without one."""
    counted = Attempt.objects.filter(COUNTED_OUTCOMES, submission=submission)
    found = counted.values_list("pk", flat=True).first()
    return kept_rows.attempt_evidence(found) if found else ""


def count_not_sent(submission_pk: int | None) -> int:
    """The number of attempts that were proven not sent."""
    rows = _OUTCOMES(submission=submission_pk)
    return sum(outcome == Outcome.NOT_SENT for outcome, _ in rows) + _repeated(rows)


def _repeated(rows: list[Any]) -> int:
    return (rows[-1][1] or 0) if rows else 0


def tries(submissions: Iterable[int | None]) -> dict[int, Tries]:
    """Of each submission of which a try did not leave, by its key; in one query."""
    columns = ("submission", "finished", "failure", "error")
    counted = ("submission__repeated_tries__count", "submission__repeated_tries__last")
    rows = Attempt.objects.filter(submission__in=submissions, outcome=Outcome.NOT_SENT)
    found: dict[int, Tries] = {}
    stored: dict[int, int] = {}
    for pk, finished, failure, error, count, last in rows.order_by("pk").values_list(
        *columns, *counted
    ):
        stored[pk] = stored.get(pk, 0) + 1
        is_repeated = last is not None and last > finished
        code = Failure.NO_CONNECTION if is_repeated else failure
        why = SENTENCES[Failure(code)] if code else quote(error)
        found[pk] = Tries(stored[pk] + (count or 0), why)
    return found


def retry_text(campaign: Campaign, again: datetime, known: Tries | None = None) -> Text:
    """How often the campaign was tried, why it failed, and that the next try is `again`. `known`:
    its tries, if the caller has them."""
    found = known or tries([campaign.submission_id]).get(campaign.submission_id or 0)
    if found is None:
        return translatable("It did not leave: the next try is at %(again)s.", again=again)
    return translatable_plural(
        "%(count)d try did not leave: %(why)s The next one is at %(again)s.",
        "%(count)d tries did not leave: %(why)s The next one is at %(again)s.",
        found.count,
        why=found.why,
        again=again,
    )

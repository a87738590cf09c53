"""Which pauses hold now. They are rows; what a program of the release before wrote into the
application's columns counts besides."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Now

from campaigns import access
from campaigns.access import Actor
from campaigns.domain.pauses import (
    FOR_OPERATORS,
    PauseKind,
    StandingPause,
    lasts_as_long,
    ordered,
)
from campaigns.lib.prepared_queries import Prepared, key
from campaigns.models import Application, ApplicationPause, Pause

BY = Coalesce("actor__username", "os_user")
COLUMNS = ("kind", "reason", "until", "since", "by")


def _of_everything() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Pause.objects.annotate(
        kind=Value(PauseKind.EVERYTHING.value, output_field=CharField()),
        until=Value(None, output_field=DateTimeField()),
        by=BY,
    )
    return rows.values_list(*COLUMNS)


def _of_application() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = ApplicationPause.objects.filter(application=key("application"))
    told: QuerySet[Any, Any] = rows.annotate(by=BY).values_list(*COLUMNS)
    return told


_ROWS = Prepared(lambda: _of_application().union(_of_everything(), all=True))
"""One statement, since the claim asks it."""


def of(application: Application, now: datetime) -> list[StandingPause]:
    """Every pause that keeps the application from sending at `now`, that of everything first."""
    return _holding(application, map(_from_columns, _ROWS(application=application.pk)), now)


def unpaused() -> list[Any]:
    """Conditions on a row with an application: no pause holds at the moment of the statement."""
    holds = Q(until=None) | Q(until__gt=Now())
    own = ApplicationPause.objects.filter(holds, application=OuterRef("application"))
    columns = Q(application__paused_reason="") | Q(application__paused_until__lte=Now())
    return [~Exists(Pause.objects.all()), ~Exists(own), columns]


def everything() -> list[StandingPause]:
    """The pause of everything, if it is on."""
    return list(map(_from_columns, _of_everything()))


def has_paused_everything(actor: Actor, reason: str) -> bool:
    """Whether the pause of everything is on, and theirs with this reason."""
    return Pause.objects.filter(actor=actor.user, reason=reason.strip()).exists()


def has_paused(pk: int, actor: Actor, reason: str, until: datetime | None, now: datetime) -> bool:
    """Whether their pause of this application holds at `now`, with this reason and this end."""
    if until is not None and until <= now:
        return False
    told = {"actor": actor.user, "reason": reason.strip(), "until": until}
    own = ApplicationPause.objects.filter(application=pk, kind=PauseKind.PERSON, **told)
    return own.exists()


def of_each(applications: Iterable[Application], now: datetime) -> dict[int, list[StandingPause]]:
    """`of` each application, by its key, in two queries."""
    by_key = {application.pk: application for application in applications}
    switch = everything()
    found = {pk: list(switch) for pk in by_key}
    rows = ApplicationPause.objects.filter(application__in=by_key).annotate(by=BY)
    for pk, *columns in rows.values_list("application", *COLUMNS):
        found[pk].append(_from_columns(columns))
    return {pk: _holding(by_key[pk], pauses, now) for pk, pauses in found.items()}


def of_application(application: Application, now: datetime) -> list[StandingPause]:
    """Its own pauses only."""
    return [one for one in of(application, now) if one.kind is not PauseKind.EVERYTHING]


def of_rows(application: Application, now: datetime) -> list[StandingPause]:
    """`of_application` without who set them; no query where `pauses` was prefetched."""
    rows = application.pauses.all()
    own = (StandingPause(PauseKind(one.kind), one.reason, one.until, one.since) for one in rows)
    return _holding(application, own, now)


def lift_permission(pause: StandingPause) -> str:
    """The permission that is needed to lift a pause of an application."""
    return access.OPERATE if pause.kind in FOR_OPERATORS else access.PAUSE


def _from_columns(columns: Sequence[Any]) -> StandingPause:
    kind, *rest = columns
    return StandingPause(PauseKind(kind), *rest)


def _holding(
    application: Application, pauses: Iterable[StandingPause], now: datetime
) -> list[StandingPause]:
    holding = [one for one in pauses if one.until is None or one.until > now]
    own = [one for one in holding if one.kind is not PauseKind.EVERYTHING]
    until = application.paused_until
    if application.is_paused(now) and not any(lasts_as_long(one.until, until) for one in own):
        holding.append(StandingPause(PauseKind.EARLIER, application.paused_reason, until))
    return ordered(holding)

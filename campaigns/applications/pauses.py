"""Pauses: of one application, and of everything. A pause loses nothing; due campaigns wait inside
their windows. Each function for people raises NotAllowed, and then nothing has changed."""

from datetime import datetime

from django.db import transaction

from campaigns import access
from campaigns.access import MACHINE, Actor, Denied, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.pauses import PauseKind, StandingPause, lasts_as_long
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.scheduling import quota
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.lib import database_clock, i18n
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, Pause
from campaigns.scheduling.quota import request_times
from campaigns.workflow import comments

from . import standing_pauses
from .actions import locked_application

ASK_FOR_EVERYTHING = translatable(
    "Ask an operator or a reviewer of all applications to resume everything."
)


def pause_application(
    pk: int, actor: Actor, *, reason: str, until: datetime | None = None
) -> Application:
    """Pause until `until` (an aware moment), or until somebody resumes it. A person who pauses
    again replaces their own reason and end, and nobody else's."""
    with locked_application(pk) as application:
        access.require(actor, access.PAUSE, application)
        now = database_clock.now()
        if until is not None and until <= now:
            text = translatable("Choose a later end: %(end)s has passed.", end=until)
            raise _refusal("until", text)
        pause = StandingPause(PauseKind.PERSON, _reason(reason), until)
        _set(application, pause, actor, now)
    return application


def resume_application(pk: int, actor: Actor, *, comment: str = "") -> list[StandingPause]:
    """Lift every pause of the application that this person may lift. Returns the pauses that still
    hold, that of everything among them. Raises NotAllowed if there are only others."""
    with locked_application(pk) as application:
        now = database_clock.now()
        _adopt_columns(application, now)
        pauses = standing_pauses.of_application(application, now)
        lifted = [one for one in pauses if _may_lift(actor, one, application)]
        if not lifted:
            needed = standing_pauses.lift_permission(pauses[0]) if pauses else access.PAUSE
            access.require(actor, needed, application)
            return standing_pauses.of(application, now)
        kinds = [one.kind for one in lifted]
        application.pauses.filter(kind__in=kinds).delete()
        _sum_up(application, now)
        what = "; ".join(i18n.english(one.said) for one in lifted)
        comment = f"{comment} ({what})" if comment else what
        events.record(Verb.RESUME, actor, application=application, comment=comment)
        return standing_pauses.of(application, now)


def _may_lift(actor: Actor, pause: StandingPause, application: Application) -> bool:
    return access.may(actor.user, standing_pauses.lift_permission(pause), application)


@refusing_when_busy()
@transaction.atomic
def pause_everything(actor: Actor, *, reason: str) -> Pause:
    """Nothing leaves until `resume_everything`. Pausing again replaces the reason."""
    require_pause_everything(actor)
    by = {"actor": actor.user, "os_user": actor.os_user, "since": database_clock.now()}
    columns = {"reason": _reason(reason), **by}
    pause, _ = Pause.objects.update_or_create(only=True, defaults=columns)
    events.record(Verb.PAUSE_EVERYTHING, actor, comment=pause.reason)
    return pause


@refusing_when_busy()
@transaction.atomic
def resume_everything(actor: Actor, *, comment: str = "") -> None:
    """Lift the pause of everything; applications with a pause of their own stay paused."""
    require_pause_everything(actor)
    removed, _ = Pause.objects.all().delete()
    if removed:
        events.record(Verb.RESUME_EVERYTHING, actor, comment=comment)


def may_pause_everything(actor: Actor) -> bool:
    """True for users who may pause every application, and for whoever works on this machine."""
    user = actor.user
    if user is None:
        return bool(actor.os_user)
    return user.has_perm(access.PAUSE) and access.is_everywhere(user)


def require_pause_everything(actor: Actor) -> None:
    if not may_pause_everything(actor):
        refusal = translatable("Ask an operator or a reviewer of all applications to do this.")
        raise Denied(refusal, actor)


def _reason(reason: str) -> str:
    reason = reason.replace("\0", "").strip()
    limit = Pause._meta.get_field("reason").max_length or 0
    if not reason:
        raise _refusal("reason", comments.NO_REASON)
    if len(reason) > limit:
        text = translatable(
            "Shorten the reason: it has %(n)d characters, the limit is %(limit)d.",
            n=len(reason),
            limit=limit,
        )
        raise _refusal("reason", text)
    return reason


def _refusal(field: str, text: Text) -> NotAllowed:
    return NotAllowed(text, (Problem(field, text),))


def pause_if_refused(application: Application, verdict: Verdict, now: datetime) -> None:
    """Pause after a refusal that later sends would meet too: for a used-up quota until its window
    has certainly passed, for a refused app key until an operator resumes it. The application's row
    is locked. A pause of the same kind that lasts as long stays."""
    if verdict.outcome is Outcome.REFUSED_QUOTA:
        pause = StandingPause(PauseKind.QUOTA, until=_window_end(application, now))
    elif verdict.pauses:
        pause = StandingPause(PauseKind.KEY)
    else:
        return
    before = application.pauses.filter(kind=pause.kind).first()
    if before is None or not lasts_as_long(before.until, pause.until):
        _set(application, pause, MACHINE, now)


def _window_end(application: Application, now: datetime) -> datetime:
    """When the provider's quota has certainly room again: after an hour, if our own count explains
    the refusal by the hour; otherwise somebody else sent, and the day must end."""
    last_hour = [at for at in request_times(application, now) if at > now - quota.HOUR]
    if len(last_hour) > application.per_hour:
        return now + quota.HOUR
    return max(now + quota.HOUR, quota.day_end(application.limits, now))


def _set(application: Application, pause: StandingPause, actor: Actor, now: datetime) -> None:
    """Add the pause, or write it over the last of its kind by the same actor."""
    _adopt_columns(application, now)
    columns = {"reason": pause.reason, "until": pause.until, "since": now}
    application.pauses.update_or_create(
        kind=pause.kind, actor=actor.user, defaults={**columns, "os_user": actor.os_user}
    )
    _sum_up(application, now)
    comment = i18n.english(pause.said)
    events.record(Verb.PAUSE, actor, application=application, comment=comment)


def _adopt_columns(application: Application, now: datetime) -> None:
    """Give what a program of the release before wrote into the columns a row of its own: the next
    sum must not forget it."""
    application.pauses.filter(until__lte=now).delete()
    for one in standing_pauses.of_application(application, now):
        if one.kind is PauseKind.EARLIER:
            columns = {"reason": one.reason, "until": one.until}
            application.pauses.update_or_create(kind=one.kind, defaults=columns)


def _sum_up(application: Application, now: datetime) -> None:
    """Write what holds into the columns that programs of the release before read: a refused key, or
    else the longest pause."""
    application.paused_reason, application.paused_until = "", None
    for one in standing_pauses.of_application(application, now)[:1]:
        application.paused_reason, application.paused_until = one.stored_reason, one.until
    columns = {name: getattr(application, name) for name in ("paused_reason", "paused_until")}
    Application.objects.filter(pk=application.pk).update(**columns)  # no signal: no second event

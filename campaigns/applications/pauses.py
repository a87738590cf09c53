"""Pauses: of one application, and of everything. A pause loses nothing; due campaigns wait inside
their windows. Each function for people raises NotAllowed, and then nothing has changed."""

from datetime import datetime

from django.db import transaction

from campaigns import access
from campaigns.access import MACHINE, Actor, Denied, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.outcome import PAUSED_FOR_KEY, PAUSED_FOR_QUOTA, Outcome, Verdict
from campaigns.domain.scheduling import quota
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.lib import database_clock
from campaigns.models import Application, Pause
from campaigns.scheduling.quota import request_times
from campaigns.workflow import comments

from .actions import locked_application


def pause_application(
    pk: int, actor: Actor, *, reason: str, until: datetime | None = None
) -> Application:
    """Pause until `until` (an aware moment), or until somebody resumes it. Pausing again replaces
    reason and end."""
    with locked_application(pk) as application:
        access.require(actor, access.PAUSE, application)
        if until is not None and until <= database_clock.now():
            text = translatable("Choose a later end: %(end)s has passed.", end=until)
            raise _refusal("until", text)
        application.paused_reason = _reason(reason)
        application.paused_until = until
        application.save(update_fields=["paused_reason", "paused_until"])
        events.record(Verb.PAUSE, actor, application=application, comment=application.paused_reason)
    return application


def resume_application(pk: int, actor: Actor, *, comment: str = "") -> Application:
    """Lift the pause, if there is one. Only an operator lifts the pause of a refused app key."""
    with locked_application(pk) as application:
        access.require(actor, resume_permission(application), application)
        if application.paused_reason:
            application.paused_reason, application.paused_until = "", None
            application.save(update_fields=["paused_reason", "paused_until"])
            events.record(Verb.RESUME, actor, application=application, comment=comment)
    return application


def resume_permission(application: Application) -> str:
    """The permission that is needed to lift the application's pause."""
    by_the_key = application.paused_reason == PAUSED_FOR_KEY.msgid
    return access.OPERATE if by_the_key else access.PAUSE


@transaction.atomic
def pause_everything(actor: Actor, *, reason: str) -> Pause:
    """Nothing leaves until `resume_everything`. Pausing again replaces the reason."""
    require_pause_everything(actor)
    pause, _ = Pause.objects.update_or_create(only=True, defaults={"reason": _reason(reason)})
    events.record(Verb.PAUSE_EVERYTHING, actor, comment=pause.reason)
    return pause


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
    has certainly passed, for a refused app key until an operator resumes it."""
    if verdict.outcome is Outcome.REFUSED_QUOTA:
        _pause_for(application, PAUSED_FOR_QUOTA.msgid, _window_end(application, now))
    elif verdict.pauses:
        _pause_for(application, PAUSED_FOR_KEY.msgid, None)


def _window_end(application: Application, now: datetime) -> datetime:
    """When the provider's quota has certainly room again: after an hour, if our own count explains
    the refusal by the hour; otherwise somebody else sent, and the day must end."""
    last_hour = [at for at in request_times(application, now) if at > now - quota.HOUR]
    if len(last_hour) > application.per_hour:
        return now + quota.HOUR
    return max(now + quota.HOUR, quota.day_end(application.limits, now))


def _pause_for(application: Application, reason: str, until: datetime | None) -> None:
    """A pause that lasts as long or longer stays. `until` None: until somebody resumes it."""
    end = application.paused_until
    if application.is_paused(database_clock.now()) and (end is None or (until and end >= until)):
        return
    Application.objects.filter(pk=application.pk).update(paused_reason=reason, paused_until=until)
    events.record(Verb.PAUSE, MACHINE, application=application, comment=reason)

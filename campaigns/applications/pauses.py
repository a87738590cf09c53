"""The switches: an application's, and the one for everything. A pause loses nothing; what is due
waits inside its window. Each raises NotAllowed, and then nothing has changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns import access
from campaigns.access import MACHINE, Actor, Denied, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.outcome import PAUSED_FOR_KEY, PAUSED_FOR_QUOTA, Outcome, Verdict
from campaigns.domain.scheduling import quota
from campaigns.domain.translatable import Problem, translatable
from campaigns.models import Application, Pause
from campaigns.scheduling import quota as scheduling_quota
from campaigns.workflow import comments

from .actions import locked


def pause_application(
    pk: int, actor: Actor, *, reason: str, until: datetime | None = None
) -> Application:
    """Until then (an aware moment), or until somebody resumes it. Pausing again replaces both."""
    with locked(pk) as application:
        access.require(actor, access.PAUSE, application)
        if until is not None and until <= timezone.now():
            text = translatable("Choose a later end: %(end)s has passed.", end=until)
            raise NotAllowed(text, (Problem("until", text),))
        application.paused_reason = _reason(reason)
        application.paused_until = until
        application.save(update_fields=["paused_reason", "paused_until"])
        events.record(Verb.PAUSE, actor, application=application, comment=application.paused_reason)
    return application


def resume_application(pk: int, actor: Actor, *, comment: str = "") -> Application:
    """Sending goes on; an application that is not paused stays as it is. Only an operator lifts
    the pause that a refused app key brought."""
    with locked(pk) as application:
        access.require(actor, resuming(application), application)
        if application.paused_reason:
            application.paused_reason, application.paused_until = "", None
            application.save(update_fields=["paused_reason", "paused_until"])
            events.record(Verb.RESUME, actor, application=application, comment=comment)
    return application


def resuming(application: Application) -> str:
    """The permission that lifts the pause it is in."""
    by_the_key = application.paused_reason == PAUSED_FOR_KEY.msgid
    return access.OPERATE if by_the_key else access.PAUSE


@transaction.atomic
def pause_everything(actor: Actor, *, reason: str) -> Pause:
    """Nothing leaves until `resume_everything`. Pausing again replaces the reason."""
    require_all(actor)
    pause, _ = Pause.objects.update_or_create(only=True, defaults={"reason": _reason(reason)})
    events.record(Verb.PAUSE_EVERYTHING, actor, comment=pause.reason)
    return pause


@transaction.atomic
def resume_everything(actor: Actor, *, comment: str = "") -> None:
    """Sending goes on, but for applications that have a pause of their own."""
    require_all(actor)
    removed, _ = Pause.objects.all().delete()
    if removed:
        events.record(Verb.RESUME_EVERYTHING, actor, comment=comment)


def may_pause_everything(actor: Actor) -> bool:
    """Whoever works on this machine may; of the users, who may pause every application."""
    user = actor.user
    if user is None:
        return bool(actor.os_user)
    return user.has_perm(access.PAUSE) and access.is_everywhere(user)


def require_all(actor: Actor) -> None:
    if not may_pause_everything(actor):
        text = translatable("Ask an operator or a reviewer of all applications to do this.")
        raise Denied(text, actor)


def _reason(reason: str) -> str:
    reason = reason.replace("\0", "").strip()
    limit = Pause._meta.get_field("reason").max_length or 0
    if not reason:
        text = comments.NO_REASON
    elif len(reason) > limit:
        text = translatable(
            "Shorten the reason: it has %(n)d characters, the limit is %(limit)d.",
            n=len(reason),
            limit=limit,
        )
    else:
        return reason
    raise NotAllowed(text, (Problem("reason", text),))


def pause_if_told(application: Application, verdict: Verdict, now: datetime) -> None:
    """For a used-up quota until its window has certainly passed; for an app key at fault until an
    operator has looked."""
    if verdict.outcome is Outcome.REFUSED_QUOTA:
        _pause(application, PAUSED_FOR_QUOTA.msgid, _window_over(application, now))
    elif verdict.pauses:
        _pause(application, PAUSED_FOR_KEY.msgid, None)


def _window_over(application: Application, now: datetime) -> datetime:
    """When the provider's window has certainly passed. Where our own count explains the refusal
    by the hour, an hour; where it does not, somebody else sent, and the day must end."""
    last_hour = [
        at for at in scheduling_quota.counted_of(application, now) if at > now - quota.HOUR
    ]
    if len(last_hour) > application.per_hour:
        return now + quota.HOUR
    return max(now + quota.HOUR, quota.day_end(application.limits, now))


def _pause(application: Application, reason: str, until: datetime | None) -> None:
    """A pause that a person made, or that lasts longer, stays. Until None means for good."""
    end = application.paused_until
    if application.is_paused(timezone.now()) and (end is None or (until and end >= until)):
        return
    Application.objects.filter(pk=application.pk).update(paused_reason=reason, paused_until=until)
    events.record(Verb.PAUSE, MACHINE, application=application, comment=reason)

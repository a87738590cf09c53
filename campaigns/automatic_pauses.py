"""Pauses that an answer of the provider brings: every later send would meet the same refusal."""

from datetime import datetime

from django.utils import timezone

from campaigns.domain.outcome import PAUSED_FOR_KEY, PAUSED_FOR_QUOTA, Outcome, Verdict
from campaigns.domain.verbs import Verb

from . import events, planning
from .access import MACHINE
from .domain import quota
from .models import Application


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
    last_hour = [at for at in planning.counted_of(application, now) if at > now - quota.HOUR]
    if len(last_hour) > application.per_hour:
        return now + quota.HOUR
    return max(now + quota.HOUR, quota.day_is_over(application.limits, now))


def _pause(application: Application, reason: str, until: datetime | None) -> None:
    """A pause that a person made, or that lasts longer, stays. Until None means for good."""
    end = application.paused_until
    if application.is_paused(timezone.now()) and (end is None or (until and end >= until)):
        return
    Application.objects.filter(pk=application.pk).update(paused_reason=reason, paused_until=until)
    events.record(Verb.PAUSE, MACHINE, application=application, comment=reason)

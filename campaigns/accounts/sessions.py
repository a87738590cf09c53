"""How long a session lasts: 30 minutes idle, 12 hours in all, and not a second after a change of
password, authenticator or right to sign in.

Django ends a session whose row was not saved for SESSION_COOKIE_AGE seconds, and by itself every
session of a person whose password has changed. The rest is here.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from . import totp

SIGNED_IN, ACTIVE, CONFIRMED = "signed_in_at", "active_at", "confirmed_at"
HAS_DEVICE = "has_device"
"""Whether a code is asked for; it cannot change while the session lasts."""
ENROLLING = "enrolling"
"""The number of the authenticator that is being set up in this session, and in no other."""
TOUCH_EVERY = 60
"""Seconds: one write a minute is enough to know who is idle."""


def now() -> int:
    return int(timezone.now().timestamp())


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: User, **_: Any) -> None:
    """Django keeps the id where the same person signs in again."""
    request.session.cycle_key()
    moment = now()
    request.session.update(
        {
            SIGNED_IN: moment,
            ACTIVE: moment,
            CONFIRMED: moment,
            HAS_DEVICE: totp.has_device(user),
        }
    )
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@receiver(post_save, sender=User)
def _end_of_the_inactive(instance: User, created: bool, **_: Any) -> None:
    if not instance.is_active and not created:
        end_all(instance)


def is_over(session: SessionBase) -> bool:
    return now() - int(session.get(SIGNED_IN, 0)) >= settings.SESSION_LENGTH


def touch(session: SessionBase) -> None:
    """Somebody is there: saving the row puts its end off."""
    if now() - int(session.get(ACTIVE, 0)) >= TOUCH_EVERY:
        session[ACTIVE] = now()


def confirm(session: SessionBase) -> None:
    """Somebody has just proved who they are: whoever knew the old id is left behind."""
    session[CONFIRMED] = now()
    session.cycle_key()


def is_confirmed(session: SessionBase) -> bool:
    """Has the person signed in or confirmed within the last CONFIRM_FOR seconds?"""
    return now() - int(session.get(CONFIRMED, 0)) < settings.CONFIRM_FOR


def renew(request: HttpRequest, user: User, *, has_device: bool) -> None:
    """After a change of the authenticator: a new id for this session, no other session."""
    request.session[HAS_DEVICE] = has_device
    request.session.pop(ENROLLING, None)
    request.session.cycle_key()
    end_all(user, keep=request.session.session_key)


@transaction.atomic
def reset_totp(user: User) -> None:
    """Somebody has lost their phone: app, recovery codes and every session of theirs end. The
    caller writes the Event."""
    totp.remove(user)
    end_all(user)


def end_all(user: User, *, keep: str | None = None) -> None:
    """A session's row does not say whose it is: its content does."""
    theirs = [
        session.pk
        for session in Session.objects.exclude(pk=keep).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()

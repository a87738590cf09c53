"""The lifetime of a session: 30 minutes idle, 12 hours in all; it ends at once when the password,
the authenticator or the right to sign in changes.

Django ends sessions that were not saved for SESSION_COOKIE_AGE seconds, and all sessions of a user
whose password changes. This module does the rest.
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

from campaigns.lib import database_clock

from . import session_store, totp

SIGNED_IN, ACTIVE, CONFIRMED = "signed_in_at", "active_at", "confirmed_at"
HAS_DEVICE = "has_device"
"""Session key: whether the user has an authenticator. It is fixed while the session lasts."""
ENROLLING, ENROLLING_SINCE = "enrolling", "enrolling_since"
"""Session keys: the id of the authenticator that this session, and no other, is setting up, and
when the password was given for it."""
ENROL_WITHIN = 600
"""Seconds from the password to the first code of a new authenticator. Its key is on the screen
meanwhile: a browser left open longer must not let a passer-by scan it."""
TOUCH_EVERY = 60
"""Seconds between two writes of ACTIVE."""


def now() -> int:
    """Seconds since 1970."""
    return int(database_clock.now().timestamp())


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: User, **_: Any) -> None:
    """A new session id: Django keeps the old one if the same user signs in again."""
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
    Session.objects.filter(expire_date__lt=database_clock.now()).delete()


@receiver(post_save, sender=User)
def _end_sessions_of_inactive(instance: User, created: bool, **_: Any) -> None:
    if not instance.is_active and not created:
        end_all(instance)


def is_over(session: SessionBase) -> bool:
    """True SESSION_LENGTH seconds after sign-in, whatever was done meanwhile."""
    return now() - int(session.get(SIGNED_IN, 0)) >= settings.SESSION_LENGTH


def touch(session: SessionBase) -> None:
    """Extend an active session: Django saves the changed row, at most once in TOUCH_EVERY."""
    if now() - int(session.get(ACTIVE, 0)) >= TOUCH_EVERY:
        session[ACTIVE] = now()


def confirm(session: SessionBase) -> None:
    """Note that the user has just confirmed; the new id locks out whoever knew the old one."""
    session[CONFIRMED] = now()
    session.cycle_key()


def is_confirmed(session: SessionBase) -> bool:
    """True if the user signed in or confirmed within the last CONFIRM_FOR seconds."""
    return now() - int(session.get(CONFIRMED, 0)) < settings.CONFIRM_FOR


def begin_enrolment(session: SessionBase, device_id: int) -> None:
    """Note which authenticator is being set up, once the password was given for it."""
    session[ENROLLING], session[ENROLLING_SINCE] = device_id, now()


def enrolling(session: SessionBase) -> int | None:
    """The id of the authenticator that is being set up; None after ENROL_WITHIN."""
    age = now() - int(session.get(ENROLLING_SINCE, 0))
    device_id: int | None = session.get(ENROLLING) if 0 <= age < ENROL_WITHIN else None
    return device_id


def renew(request: HttpRequest, user: User, *, has_device: bool) -> None:
    """Give this session a new id and end the user's others: the authenticator has changed."""
    request.session[HAS_DEVICE] = has_device
    for name in (ENROLLING, ENROLLING_SINCE):
        request.session.pop(name, None)
    request.session.cycle_key()
    end_all(user, keep=request.session.session_key)


@transaction.atomic
def reset_totp(user: User) -> None:
    """For a lost phone: delete the user's app and recovery codes, end all sessions. The caller
    writes the Event."""
    totp.remove_devices(user)
    end_all(user)


def end_all(user: User, *, keep: str | None = None) -> None:
    """End the user's sessions, except the one with the key `keep`. Only the content of a session
    names its user, so all are read."""
    kept = session_store.stored_key(keep) if keep else None
    theirs = [
        session.pk
        for session in Session.objects.exclude(pk=kept).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()

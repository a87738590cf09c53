"""Signal handlers for sign-ins: who came, left, failed, or used up a recovery code.

A failure is told only of a person who exists, under that person, and where a password or code was
looked at: of what strangers type, and of what a limit refused, nothing is counted or kept. Each
person has limits, so that nobody fills the log by them.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DatabaseError, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticToken

from campaigns.access import Actor
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Allowance

from . import address_limit, counted_name

SIGN_INS, FAILURES = 60, 10
"""The most events of one person in an hour: of coming and going, and of failing."""
HOUR = timedelta(hours=1)
CAME_OR_WENT = (Verb.SIGN_IN, Verb.SIGN_OUT)


@receiver(user_logged_in)
def _came(user: User, **_: Any) -> None:
    _tell(user, Verb.SIGN_IN, "password")


def code_given(user: User) -> None:
    """The second step of signing in is done."""
    _tell(user, Verb.SIGN_IN, "code")


@receiver(user_logged_out)
def _left(user: User | None, **_: Any) -> None:
    if user is not None:
        _tell(user, Verb.SIGN_OUT, "")


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """By the name that failed: whoever is signed in may be failing as somebody else."""
    name = str(credentials.get("username") or "").replace("\0", "")
    signed_in: Any = getattr(request, "user", None) or AnonymousUser()
    if signed_in.is_authenticated and name == counted_name.of_signed_in(signed_in):
        _tell(signed_in, Verb.SIGN_IN_FAILED, "code or confirmation")
    elif address_limit.has_passed(request):
        for user in User.objects.filter(username=name):
            _tell(user, Verb.SIGN_IN_FAILED, "password")


@receiver(pre_delete, sender=StaticToken)
def _used(instance: StaticToken, origin: Any = None, **_: Any) -> None:
    """One that was typed is deleted by itself; new codes delete the device of the old ones."""
    if isinstance(origin, StaticToken):
        left = instance.device.token_set.count() - 1
        user = instance.device.user
        events.record(Verb.RECOVERY_CODE, Actor(user), comment=f"{user}: {left} left")


def _tell(user: User, verb: Verb, comment: str) -> None:
    """Logs a DatabaseError and never raises it: the log stops nobody from signing in or out."""
    what, most = ("came", SIGN_INS) if verb in CAME_OR_WENT else ("failed", FAILURES)
    try:
        with transaction.atomic():
            if not Allowance.objects.take(f"sign-in-event:{what}:{user.pk}", most, HOUR):
                said = f"{user}: {comment}".removesuffix(": ")
                events.record(verb, Actor(user), comment=said)
    except DatabaseError:
        events.log.exception("A sign-in could not be recorded: %s", verb)

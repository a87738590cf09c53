"""How often somebody may guess a password or a code, by name and address, and by name alone.

django-axes counts; the numbers and their reasons stand in pushconsole/identity_settings.py.
"""

import logging
import math
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from campaigns.domain.translatable import Text, translatable_plural

from .client_address import client_address

log = logging.getLogger(__name__)
CODE = "code:{}"
"""Guesses by somebody who is signed in are counted under a name that no stranger can type into the
form, as only this server knows it: they must not keep the person from confirming."""


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Two limits where axes knows one."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        pair, name = (
            rows.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for rows in self.get_user_attempts(request, credentials)
        )
        limit: int = settings.AXES_FAILURE_LIMIT
        return limit if name >= settings.USER_FAILURE_LIMIT else int(pair)


@receiver(pre_save, sender=AccessAttempt)
def _keep_nothing_typed(instance: AccessAttempt, **_: Any) -> None:
    """Axes would store every field of the form but the password."""
    instance.get_data = instance.post_data = ""


@receiver(user_locked_out)
def _say_so(request: HttpRequest, username: str, ip_address: str | None, **_: Any) -> None:
    """Once a lock, not for every attempt that it turns away. Five failures under one name: so it
    is a name, and no password that somebody typed there."""
    if request.axes_failures_since_start is not None:  # type: ignore[attr-defined]
        log.warning("Too many attempts failed: %r from %s is locked out.", username, ip_address)


def is_locked(request: HttpRequest, user: User) -> bool:
    """Has this signed-in person, or somebody in their place, guessed too often?"""
    return not AxesProxyHandler.is_allowed(request, _credentials(user))


def failed(request: HttpRequest, user: User) -> None:
    user_login_failed.send(sender=__name__, credentials=_credentials(user), request=request)


def forget(request: HttpRequest, user: User) -> None:
    """Called when somebody has proved all that is asked of them: they were no guesser."""
    names = [user.get_username(), _credentials(user)["username"]]
    AccessAttempt.objects.filter(username__in=names, ip_address=client_address(request)).delete()


def _credentials(user: User) -> dict[str, str]:
    sealed = salted_hmac("guesses", user.get_username(), algorithm="sha256").hexdigest()
    return {"username": CODE.format(sealed)}


def wait(name: str) -> Text:
    """How long a lock on this name, which need not be anybody's, holds at most."""
    latest = AccessAttempt.objects.filter(username=name).order_by("-attempt_time").first()
    since = latest.attempt_time if latest else timezone.now()
    left = since + settings.AXES_COOLOFF_TIME - timezone.now()
    return translatable_plural(
        "Wait %(count)d minute, then try again: too many attempts have failed.",
        "Wait %(count)d minutes, then try again: too many attempts have failed.",
        max(1, math.ceil(left.total_seconds() / 60)),
    )


def wait_for(user: User) -> Text:
    return wait(_credentials(user)["username"])


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that says so is there already; it only needs its status."""
    if response.status_code == 200:
        response.status_code = 429
    return response

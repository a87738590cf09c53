"""Limits on failed passwords and codes, by name and address and by name alone.

django-axes counts them; pushconsole/identity_settings.py holds the limits and their reasons.
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

from campaigns.domain.translatable import Text, translatable_plural
from campaigns.lib import database_clock

from . import address_limit, counted_name
from .client_address import client_network

log = logging.getLogger(__name__)


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Adds a second limit, by name alone, to the one of axes; `address_limit` is the third."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        pair, name = (
            rows.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for rows in self.get_user_attempts(request, credentials)
        )
        limit: int = settings.AXES_FAILURE_LIMIT
        return limit if name >= settings.USER_FAILURE_LIMIT else int(pair)

    def reset_attempts(
        self,
        *,
        ip_address: str | None = None,
        username: str | None = None,
        ip_or_username: bool = False,
    ) -> int:
        """Opens the limit of addresses, too: `manage.py axes_reset` opens everything."""
        if ip_address or not username:
            address_limit.forget(ip_address)
        count: int = super().reset_attempts(
            ip_address=ip_address, username=username, ip_or_username=ip_or_username
        )
        return count


@receiver(pre_save, sender=AccessAttempt)
def _drop_form_data(instance: AccessAttempt, **_: Any) -> None:
    """Axes would store every form field except the password."""
    instance.get_data = instance.post_data = ""


@receiver(user_locked_out)
def _log_lock(request: HttpRequest, username: str, ip_address: str | None, **_: Any) -> None:
    """One line per lock, not per refused attempt. `username` is the counted name, so it is no
    password typed into the wrong field."""
    if request.axes_failures_since_start is not None:  # type: ignore[attr-defined]
        log.warning("Too many attempts failed: %r from %s is locked out.", username, ip_address)


def is_locked(request: HttpRequest, user: User) -> bool:
    """True if this signed-in user, or somebody at their browser, has failed too often."""
    return not AxesProxyHandler.is_allowed(request, _credentials(user))


def count_failure(request: HttpRequest, user: User) -> None:
    user_login_failed.send(sender=__name__, credentials=_credentials(user), request=request)


def forget_failures(request: HttpRequest, user: User) -> None:
    """Delete the failures of this name and address, after a complete sign-in."""
    names = [user.get_username(), _credentials(user)["username"]]
    rows = AccessAttempt.objects.filter(username__in=names, ip_address=client_network(request))
    typed = rows.filter(username=user.get_username()).aggregate(n=Sum("failures_since_start"))["n"]
    address_limit.give_back(request, typed or 0)
    rows.delete()


def _credentials(user: User) -> dict[str, str]:
    return {"username": counted_name.of_signed_in(user)}


def sign_in_wait_text(request: HttpRequest, name: str) -> Text:
    """How long whoever signs in has to wait; the sentence does not tell the two limits apart."""
    seconds = address_limit.seconds_to_wait(request)
    return _minutes_text(seconds) if seconds else wait_text(name)


def wait_text(name: str) -> Text:
    """How long a lock on this name lasts at most; the name may be nobody's."""
    latest = (
        AccessAttempt.objects.filter(username=counted_name.counted_name(name))
        .order_by("-attempt_time")
        .first()
    )
    since = latest.attempt_time if latest else database_clock.now()
    left = since + settings.AXES_COOLOFF_TIME - database_clock.now()
    return _minutes_text(left.total_seconds())


def _minutes_text(seconds: float) -> Text:
    return translatable_plural(
        "Wait %(count)d minute, then try again: too many attempts have failed.",
        "Wait %(count)d minutes, then try again: too many attempts have failed.",
        max(1, math.ceil(seconds / 60)),
    )


def user_wait_text(user: User) -> Text:
    return wait_text(_credentials(user)["username"])


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The form already says so; set its status to 429."""
    if response.status_code == 200:
        response.status_code = 429
    return response

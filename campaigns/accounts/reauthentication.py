"""Checks what somebody types to prove who they are; every failure counts."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.http import HttpRequest
from django_otp.models import Device

from campaigns.domain.translatable import Text, translatable, translatable_plural

from . import sessions, throttling, totp

FIELD = "confirm_password"
"""What a form calls the field in which its sender confirms who they are."""


class Unproven(Exception):
    """`text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def by_code(request: HttpRequest, user: User, typed: str) -> Device:
    """The device whose code this is, which is used up by it. Raises Unproven."""
    device = totp.device_for(user, typed)
    _require_patience(request, user, device)
    if device is None or not totp.verify(device, typed):
        throttling.failed(request, user)
        raise Unproven(
            translatable("Enter the code that the app shows now: this one is wrong, old or used.")
        )
    return device


def by_password_or_code(request: HttpRequest, user: User, typed: str) -> None:
    """Raises Unproven."""
    if totp.is_app_code(typed) and totp.device_for(user, typed):
        by_code(request, user, typed)
        return
    _require_patience(request, user, None)
    if not check_password(typed, user.password):
        throttling.failed(request, user)
        raise Unproven(
            translatable("Type it again: that is neither your password nor a current code.")
        )


def confirm_from(request: HttpRequest, user: User) -> None:
    """Take the password or code that a form carries beside its own fields, where one is needed.
    What is wrong with it is then `problem(request)`."""
    typed = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not typed or sessions.is_confirmed(request.session):
        return
    try:
        by_password_or_code(request, user, typed)
    except Unproven as error:
        request.confirm_problem = error.text  # type: ignore[attr-defined]
    else:
        sessions.confirm(request.session)


def problem(request: HttpRequest) -> Text | None:
    return getattr(request, "confirm_problem", None)


def _require_patience(request: HttpRequest, user: User, device: Device | None) -> None:
    if throttling.is_locked(request, user):
        raise Unproven(throttling.wait_for(user))
    seconds = totp.seconds_to_wait(device) if device else 0
    if seconds:
        raise Unproven(
            translatable_plural(
                "Wait %(count)d second, then enter a new code.",
                "Wait %(count)d seconds, then enter a new code.",
                seconds,
            )
        )

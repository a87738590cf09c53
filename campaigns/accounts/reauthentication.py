"""Verifies the password or code that a user types; every failure counts for throttle."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.http import HttpRequest
from django_otp.models import Device

from campaigns.domain.translatable import Text, translatable, translatable_plural

from . import sessions, throttle, totp

FIELD = "confirm_password"
"""The form field for the password or code with which a user confirms."""


class Unproven(Exception):
    """The password or code was wrong, or too many were. `text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def verify_code(request: HttpRequest, user: User, typed: str) -> Device:
    """The device of this code, which is used up by it. Raises Unproven."""
    device = totp.device_for(user, typed)
    _require_unlocked(request, user, device)
    if device is None or not totp.verify(device, typed):
        throttle.count_failure(request, user)
        raise Unproven(
            translatable("Enter the code that the app shows now: this one is wrong, old or used.")
        )
    return device


def verify_password_or_code(request: HttpRequest, user: User, typed: str) -> None:
    """Raises Unproven."""
    if totp.is_app_code(typed) and totp.device_for(user, typed):
        verify_code(request, user, typed)
        return
    if not _is_password(request, user, typed):
        raise Unproven(
            translatable("Type it again: that is neither your password nor a current code.")
        )


def verify_password(request: HttpRequest, user: User) -> None:
    """Require the password in this very form, however fresh the last proof is: whoever changes how
    a person signs in could otherwise lock them out at a browser left open. Raises Unproven. It
    confirms nothing else."""
    typed = request.POST.get(FIELD, "")
    if not typed:
        raise Unproven(translatable("Type your password: this changes how you sign in."))
    if not _is_password(request, user, typed):
        raise Unproven(translatable("Type your password again: that is not it."))


def _is_password(request: HttpRequest, user: User, typed: str) -> bool:
    """Counts a wrong one. Raises Unproven while a lock lasts."""
    _require_unlocked(request, user, None)
    if check_password(typed, user.password):
        return True
    throttle.count_failure(request, user)
    return False


def confirm_from_form(request: HttpRequest, user: User) -> None:
    """Confirm the session by the password or code that a posted form carries, unless it is
    confirmed. What is wrong with it is then `confirmation_problem(request)`."""
    typed = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not typed or sessions.is_confirmed(request.session):
        return
    try:
        verify_password_or_code(request, user, typed)
    except Unproven as error:
        request.confirm_problem = error.text  # type: ignore[attr-defined]
    else:
        sessions.confirm(request.session)


def confirmation_problem(request: HttpRequest) -> Text | None:
    """Why the confirmation of this request failed; None if it did not."""
    return getattr(request, "confirm_problem", None)


def _require_unlocked(request: HttpRequest, user: User, device: Device | None) -> None:
    """Raises Unproven while a lock, or the device's own delay after a wrong code, lasts."""
    if throttle.is_locked(request, user):
        raise Unproven(throttle.user_wait_text(user))
    seconds = totp.seconds_to_wait(device) if device else 0
    if seconds:
        raise Unproven(
            translatable_plural(
                "Wait %(count)d second, then enter a new code.",
                "Wait %(count)d seconds, then enter a new code.",
                seconds,
            )
        )

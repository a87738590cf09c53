"""Authenticator apps and recovery codes, stored by django-otp.

Each user has one confirmed TOTPDevice, at most one unconfirmed one during enrolment, and one
StaticDevice with the recovery codes.
"""

import math
from base64 import b32encode

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaigns.lib import database_clock

CODES = 10
TOTP_DIGITS = 6
MAX_FAILURES = 10
"""Cap on the failures that django-otp counts; each doubles the wait. At 2^9 seconds a guesser has
170 tries a day; without the cap the user would be locked out for days too."""
STORED_CHARACTERS = 16
"""Characters of a stored recovery code, the width of django-otp's column: 64 bits of its HMAC."""


def has_device(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def pending_device(user: User, pk: int | None) -> TOTPDevice | None:
    """The unconfirmed device with this id, which the enrolling session remembers."""
    return TOTPDevice.objects.filter(user=user, confirmed=False, pk=pk).first()


@transaction.atomic
def create_pending_device(user: User) -> TOTPDevice:
    """A device with a new key to show; deletes an older unconfirmed one."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def key_to_type(device: TOTPDevice) -> str:
    """The key in base32, in groups of four, for typing instead of scanning."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def enrol(device: TOTPDevice) -> list[str]:
    """Make this the user's only app; returns the new recovery codes."""
    TOTPDevice.objects.filter(user=device.user_id).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return new_recovery_codes(device.user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """CODES codes that work once each, to be shown only now; deletes the older ones."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_stored(c)) for c in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def is_app_code(typed: str) -> bool:
    code = _bare(typed)
    return len(code) == TOTP_DIGITS and code.isascii() and code.isdigit()


def device_for(user: User, typed: str) -> Device | None:
    """The device that makes codes of this form, so that a wrong code delays only that device."""
    model = TOTPDevice if is_app_code(typed) else StaticDevice
    device: Device | None = model.objects.filter(user=user, confirmed=True).first()
    return device


def verify(device: Device, typed: str) -> bool:
    """True once for each code: under a row lock it uses up the code or its half minute."""
    token = _bare(typed) if isinstance(device, TOTPDevice) else _stored(_bare(typed))
    if verify_token(device.user, device.persistent_id, token) is not None:
        return True
    failing = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=MAX_FAILURES)
    failing.update(throttling_failure_count=MAX_FAILURES)
    return False


def seconds_to_wait(device: Device) -> int:
    """1 after a wrong code, then 2, 4, 8 ... 512; 0 if a code may be tried now."""
    allowed, why = device.verify_is_allowed()
    if allowed:
        return 0
    left: float = (why["locked_until"] - database_clock.now()).total_seconds()
    return max(1, math.ceil(left))


@transaction.atomic
def remove_devices(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _bare(typed: str) -> str:
    return "".join(typed.replace("-", " ").split()).lower()


def _stored(code: str) -> str:
    """The HMAC of a code: a stolen database reveals no code."""
    return salted_hmac("recovery code", code, algorithm="sha256").hexdigest()[:STORED_CHARACTERS]

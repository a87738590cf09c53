"""Authenticator apps and recovery codes, stored by django-otp; the keys of apps are sealed.

Each user has one confirmed AuthenticatorApp, at most one unconfirmed one during enrolment, and one
StaticDevice with the recovery codes.
"""

import logging
import math
from base64 import b32encode
from binascii import unhexlify

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_hex

from campaigns.lib import database_clock
from campaigns.lib.encryption import WrongKey
from campaigns.models import SEALED, AuthenticatorApp

log = logging.getLogger(__name__)
CODES = 10
TOTP_DIGITS = 6
KEY_BYTES = 20
"""The length that RFC 4226 recommends, and that every app takes."""
MAX_FAILURES = 10
"""Cap on the failures that django-otp counts; each doubles the wait. At 2^9 seconds a guesser has
170 tries a day; without the cap the user would be locked out for days too."""
STORED_CHARACTERS = 16
"""Characters of a stored recovery code, the width of django-otp's column: 64 bits of its HMAC."""


def has_device(user: User) -> bool:
    return bool(AuthenticatorApp.objects.filter(user=user, confirmed=True).exists())


def pending_device(user: User, pk: int | None) -> AuthenticatorApp | None:
    """The unconfirmed device with this id, which the enrolling session remembers."""
    rows = AuthenticatorApp.objects.filter(user=user, confirmed=False, pk=pk)
    device: AuthenticatorApp | None = rows.first()
    return device


@transaction.atomic
def create_pending_device(user: User) -> AuthenticatorApp:
    """A device with a new key to show; deletes an older unconfirmed one."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    device: AuthenticatorApp = AuthenticatorApp.objects.create(
        user=user, name="app", confirmed=False, key=SEALED
    )
    device.seal_key(unhexlify(random_hex(KEY_BYTES)))
    return device


def key_to_type(device: AuthenticatorApp) -> str:
    """The key in base32, in groups of four, for typing instead of scanning."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def enrol(device: AuthenticatorApp) -> list[str]:
    """Make this the user's only app; returns the new recovery codes."""
    AuthenticatorApp.objects.filter(user=device.user_id).exclude(pk=device.pk).delete()
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
    model = AuthenticatorApp if is_app_code(typed) else StaticDevice
    device: Device | None = model.objects.filter(user=user, confirmed=True).first()
    return device


def verify(device: Device, typed: str) -> bool:
    """True once for each code: under a row lock it uses up the code or its half minute. A key that
    does not open verifies nothing."""
    token = _bare(typed) if isinstance(device, AuthenticatorApp) else _stored(_bare(typed))
    try:
        if verify_token(device.user, device.persistent_id, token) is not None:
            _seal(device)
            return True
    except WrongKey:
        log.exception("The key of authenticator app %d does not open", device.pk)
    failing = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=MAX_FAILURES)
    failing.update(throttling_failure_count=MAX_FAILURES)
    return False


def _seal(device: Device) -> None:
    """Seal a key that a web process of the release before stored in clear during an upgrade."""
    if isinstance(device, AuthenticatorApp) and not device.is_sealed:
        device.seal_key(device.bin_key)


def seconds_to_wait(device: Device) -> int:
    """1 after a wrong code, then 2, 4, 8 ... 512; 0 if a code may be tried now."""
    allowed, why = device.verify_is_allowed()
    if allowed:
        return 0
    left: float = (why["locked_until"] - database_clock.now()).total_seconds()
    return max(1, math.ceil(left))


@transaction.atomic
def remove_devices(user: User) -> None:
    AuthenticatorApp.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _bare(typed: str) -> str:
    return "".join(typed.replace("-", " ").split()).lower()


def _stored(code: str) -> str:
    """The HMAC of a code: a stolen database reveals no code."""
    return salted_hmac("recovery code", code, algorithm="sha256").hexdigest()[:STORED_CHARACTERS]

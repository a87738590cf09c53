"""Somebody's authenticator app and recovery codes, kept by django-otp.

One confirmed TOTPDevice a person, at most one unconfirmed one while they enrol, and a StaticDevice
with the recovery codes.
"""

import math
from base64 import b32encode

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10
TOTP_DIGITS = 6
MOST_FAILURES = 10
"""That django-otp may count: it doubles the wait for each. At 2^9 seconds a guesser has 170 tries
a day; at a wait of days whoever has the phone would be locked out too."""
STORED = 16
"""Characters of a stored recovery code, django-otp's column: 64 bits of its HMAC."""


def has_device(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def pending(user: User, pk: int | None) -> TOTPDevice | None:
    """What they enrol just now, in the session that knows its number."""
    return TOTPDevice.objects.filter(user=user, confirmed=False, pk=pk).first()


@transaction.atomic
def begin(user: User) -> TOTPDevice:
    """A fresh key to show; an older one that was never confirmed is forgotten."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def key_to_type(device: TOTPDevice) -> str:
    """For those whose camera does not work, in groups of four."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@transaction.atomic
def enrol(device: TOTPDevice) -> list[str]:
    """From now on this is their only app; returns the new recovery codes."""
    TOTPDevice.objects.filter(user=device.user_id).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return new_recovery_codes(device.user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that work once each, to be shown now and never again; older ones are void."""
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
    """What a code of this form would come from; the other one's throttle is left alone."""
    model = TOTPDevice if is_app_code(typed) else StaticDevice
    found: Device | None = model.objects.filter(user=user, confirmed=True).first()
    return found


def verify(device: Device, typed: str) -> bool:
    """Once for each code: its row is locked, and the code or its half minute used up."""
    token = _bare(typed) if isinstance(device, TOTPDevice) else _stored(_bare(typed))
    if verify_token(device.user, device.persistent_id, token) is not None:
        return True
    failing = type(device).objects.filter(pk=device.pk, throttling_failure_count__gt=MOST_FAILURES)
    failing.update(throttling_failure_count=MOST_FAILURES)
    return False


def seconds_to_wait(device: Device) -> int:
    """After a wrong code 1 second, then 2, 4, 8 ... 512; 0 where a code may be tried now."""
    allowed, why = device.verify_is_allowed()
    if allowed:
        return 0
    left: float = (why["locked_until"] - timezone.now()).total_seconds()
    return max(1, math.ceil(left))


@transaction.atomic
def remove(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _bare(typed: str) -> str:
    return "".join(typed.replace("-", " ").split()).lower()


def _stored(code: str) -> str:
    """A copy of the database must not open the door."""
    return salted_hmac("recovery code", code, algorithm="sha256").hexdigest()[:STORED]

"""Authentication of a caller: the signature rule of every endpoint.

The four headers come plain or all prefixed with `RC-`; the timestamp has 10 digits (seconds, as the
SDKs send it) or 13 (milliseconds, as the page says); hex of either case. Whether the provider
checks the age of a timestamp is unknown: that check is a setting of the app, off by default.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from campaigns.domain.provider.signature import sign

from .models import SandboxApp
from .refusals import unknown_app_key, wrong_signature

TIMESTAMP = re.compile(r"[0-9]{10}(?:[0-9]{3})?")


def _prefix(headers: Mapping[str, str]) -> str:
    return "" if "App-Key" in headers else "RC-"


def authenticated_app(headers: Mapping[str, str], now: datetime) -> SandboxApp:
    """The app named in the headers, which are signed with its secret. Writes and locks nothing.
    Raises Refusal 1002 for an unknown key, 1004 for a wrong signature."""
    app_key = headers.get(f"{_prefix(headers)}App-Key", "").replace("\0", "")
    app = SandboxApp.objects.filter(app_key=app_key).first()
    if app is None:
        raise unknown_app_key()
    _check_signature(app, headers, now)
    return app


def locked(app: SandboxApp) -> SandboxApp:
    """The app as it is now, its row locked until the transaction ends, so that two calls cannot use
    the same free request. Raises Refusal 1002 if it was deleted meanwhile."""
    current = SandboxApp.objects.select_for_update().filter(pk=app.pk).first()
    if current is None:
        raise unknown_app_key()
    return current


def _check_signature(app: SandboxApp, headers: Mapping[str, str], now: datetime) -> None:
    """Raises Refusal 1004 for a wrong, incomplete or old signature."""
    prefix = _prefix(headers)
    nonce, timestamp, given = (
        headers.get(f"{prefix}{name}", "") for name in ("Nonce", "Timestamp", "Signature")
    )
    expected = sign(app.secret, nonce, timestamp)
    if not nonce or not TIMESTAMP.fullmatch(timestamp) or not _is_fresh(app, timestamp, now):
        raise wrong_signature()
    if not hmac.compare_digest(given.lower().encode(), expected.encode()):
        raise wrong_signature()


def _is_fresh(app: SandboxApp, timestamp: str, now: datetime) -> bool:
    if app.timestamp_tolerance is None:
        return True
    seconds = int(timestamp) / (1000 if len(timestamp) > 10 else 1)
    age = abs(now - datetime.fromtimestamp(seconds, UTC))
    return age <= timedelta(seconds=app.timestamp_tolerance)

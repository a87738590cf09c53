"""The four headers that authenticate a request to the provider."""

import hashlib
import secrets
from datetime import datetime

NONCE_DIGITS = 18
"""A nonce has at most 18 characters. Source: the provider's API authentication page, 2026-11."""


def new_nonce() -> str:
    """A random nonce of decimal digits."""
    return str(secrets.randbelow(10**NONCE_DIGITS))


def sign(secret: str, nonce: str, timestamp: str) -> str:
    """The signature: lower-case hex SHA-1 of secret + nonce + timestamp. It does not cover the
    body: whoever holds a signature can push anything. Source: the same page; its published test
    vector is in the tests."""
    return hashlib.sha1((secret + nonce + timestamp).encode(), usedforsecurity=False).hexdigest()


def headers(*, app_key: str, secret: str, nonce: str, now: datetime) -> dict[str, str]:
    """The headers of a request made at `now` (aware); the timestamp is in milliseconds since 1970.
    Source: the same page."""
    timestamp = str(int(now.timestamp() * 1000))
    return {
        "App-Key": app_key,
        "Nonce": nonce,
        "Timestamp": timestamp,
        "Signature": sign(secret, nonce, timestamp),
    }

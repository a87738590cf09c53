"""The four headers by which the provider knows the caller."""

import hashlib
import secrets
from datetime import datetime

NONCE_DIGITS = 18
"""At most 18 characters. Source: the provider's API authentication page, 2026-11."""


def new_nonce() -> str:
    return str(secrets.randbelow(10**NONCE_DIGITS))


def sign(secret: str, nonce: str, timestamp: str) -> str:
    """Lower-case hex SHA-1 of secret + nonce + timestamp. Source: the same page; its published
    vector is in the tests. It does not cover the body, so whoever holds it can push anything."""
    return hashlib.sha1((secret + nonce + timestamp).encode(), usedforsecurity=False).hexdigest()


def headers(*, app_key: str, secret: str, nonce: str, now: datetime) -> dict[str, str]:
    """`now` becomes milliseconds since 1970, the unit of the page."""
    timestamp = str(int(now.timestamp() * 1000))
    return {
        "App-Key": app_key,
        "Nonce": nonce,
        "Timestamp": timestamp,
        "Signature": sign(secret, nonce, timestamp),
    }

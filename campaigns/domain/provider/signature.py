"""The four headers that authenticate a request to the provider."""

import hashlib
import secrets
from datetime import datetime

APP_KEY, NONCE, TIMESTAMP, SIGNATURE = "App-Key", "Nonce", "Timestamp", "Signature"
DIGEST = "sha1"
NONCE_DIGITS = 18
"""A nonce has at most 18 characters. Source: the provider's API authentication page, 2026-11."""


def new_nonce() -> str:
    """A random nonce of decimal digits."""
    return str(secrets.randbelow(10**NONCE_DIGITS))


def signed_text(secret: str, nonce: str, timestamp: str) -> str:
    """What the signature is the digest of. Source: the same page."""
    return secret + nonce + timestamp


def sign(secret: str, nonce: str, timestamp: str) -> str:
    """The DIGEST of `signed_text` in lower-case hex. Source: the same page; its published vector
    is in the tests. It does not cover the body, so whoever holds it can push anything."""
    text = signed_text(secret, nonce, timestamp).encode()
    return hashlib.new(DIGEST, text, usedforsecurity=False).hexdigest()


def headers(*, app_key: str, secret: str, nonce: str, now: datetime) -> dict[str, str]:
    """The headers of a request made at `now` (aware); the timestamp is in milliseconds since 1970.
    Source: the same page."""
    timestamp = str(int(now.timestamp() * 1000))
    return {
        APP_KEY: app_key,
        NONCE: nonce,
        TIMESTAMP: timestamp,
        SIGNATURE: sign(secret, nonce, timestamp),
    }

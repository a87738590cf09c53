"""The four headers by which the provider knows the caller."""

import hashlib
import secrets
from datetime import datetime

APP_KEY, NONCE, TIMESTAMP, SIGNATURE = "App-Key", "Nonce", "Timestamp", "Signature"
DIGEST = "sha1"
NONCE_DIGITS = 18
"""At most 18 characters. Source: the provider's API authentication page, 2026-11."""


def new_nonce() -> str:
    return str(secrets.randbelow(10**NONCE_DIGITS))


def signed_text(secret: str, nonce: str, timestamp: str) -> str:
    """What the signature is the digest of. Source: the same page."""
    return secret + nonce + timestamp


def signature(secret: str, nonce: str, timestamp: str) -> str:
    """The DIGEST of `signed_text` in lower-case hex. Source: the same page; its published vector
    is in the tests. It does not cover the body, so whoever holds it can push anything."""
    text = signed_text(secret, nonce, timestamp).encode()
    return hashlib.new(DIGEST, text, usedforsecurity=False).hexdigest()


def headers(*, app_key: str, secret: str, nonce: str, now: datetime) -> dict[str, str]:
    """`now` becomes milliseconds since 1970, the unit of the page."""
    timestamp = str(int(now.timestamp() * 1000))
    return {
        APP_KEY: app_key,
        NONCE: nonce,
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret, nonce, timestamp),
    }

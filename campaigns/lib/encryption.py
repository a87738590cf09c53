"""Secrets at rest: MultiFernet under SECRETS_KEYS (newest first), each bound to its owner.

The owner is unique: an app key, or an authenticator app and its user. A sealed secret does not open
in another row, or after its owner has changed. `applications.secret_rotation` seals all secrets
with a new key.

This is own code because the usual field package returns the ciphertext if the key is wrong.
"""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class WrongKey(Exception):
    """The stored secret does not open with SECRETS_KEYS, or belongs to another row."""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS])


def seal(secret: str, *, owner: str) -> str:
    return _keys().encrypt(json.dumps([owner, secret]).encode()).decode()


def unseal(sealed: str, *, owner: str) -> str:
    """The secret. Raises WrongKey, whose sentence names the setting and never the stored value."""
    try:
        sealed_for, secret = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise WrongKey(
            "Set SECRETS_KEYS to the keys with which the secrets were stored."
        ) from error
    if sealed_for != owner:
        raise WrongKey("A stored secret belongs to another row; set the secret again.")
    return str(secret)


def opens(sealed: str, owner: str) -> bool:
    """False if `unseal` raises WrongKey; True where this program has no keys, and cannot tell."""
    try:
        return not settings.SECRETS_KEYS or bool(unseal(sealed, owner=owner))
    except WrongKey:
        return False

"""Secrets at rest: MultiFernet under SECRETS_KEYS (newest first), each bound to its owner.

The owner is the app key, which is unique: a sealed secret that is copied into another row, or a
row whose app key is changed, does not open. `rotating` seals all anew under a new key.

Own code because the usual field package hands out the ciphertext when the key is wrong.
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
    """Raises WrongKey. The sentence names the setting, never what was stored."""
    try:
        sealed_for, secret = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise WrongKey(
            "Set SECRETS_KEYS to the keys with which the secrets were stored."
        ) from error
    if sealed_for != owner:
        raise WrongKey("A stored secret belongs to another app key; set the secret again.")
    return str(secret)

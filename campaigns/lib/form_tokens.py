"""Tokens of forms: each names one rendering of a form, and whose form it was.

The first part is random and makes a second click harmless (`workflow.idempotency`). The second is
signed, so that what somebody typed into an ended session is kept for its owner
(`accounts.kept_forms`); nobody can write the form of another person.
"""

import re

from django.core.signing import BadSignature, Signer
from django.utils.crypto import get_random_string

FIELD = "token"
"""Name of the hidden input."""
LENGTH = 22
_SHAPE = re.compile(r"([0-9A-Za-z]{22})(?:\.[0-9]{1,19}:[-\w]{43})?", re.ASCII)
_signer = Signer(salt="campaigns.form_tokens")


def new_token() -> str:
    """A token that names only the rendering."""
    return get_random_string(LENGTH)


def owned_token(user_pk: int) -> str:
    return _signer.sign(f"{new_token()}.{user_pk}")


def rendering(token: str) -> str:
    """The part that names the rendering; "" for what is no token."""
    found = _SHAPE.fullmatch(token)
    return found[1] if found else ""


def owner(token: str) -> int | None:
    """Primary key of the user whose form it was; None if nobody has signed it."""
    if "." not in token or not rendering(token):
        return None
    try:
        return int(_signer.unsign(token).partition(".")[2])
    except BadSignature:
        return None

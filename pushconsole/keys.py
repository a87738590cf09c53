"""The keys of a program: each needs only its own, so that a container is given no others.

Where nothing is set outside of production, the first process makes them in VAR_DIR.
"""

from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from . import environment

PROGRAMS = ("web", "push", "tick", "beat", "migrate")
SIGNING = ("", "web", "push", "migrate")
"""Programs that sign requests or seal secrets, as a migration does; "": it does not say which it
is."""
ANSWERING = ("", "web")
"""Programs whose sessions and forms SECRET_KEY protects."""


def program() -> str:
    return environment.choice("PROGRAM", PROGRAMS)


def secret_key(name: str, folder: Path, *, production: bool) -> str:
    """SECRET_KEY; in a program that signs nothing with it, one that nobody else knows."""
    if production and name not in ANSWERING:
        return get_random_secret_key()
    fresh = None if production else get_random_secret_key()
    return environment.secret("SECRET_KEY", fresh, folder)


def secrets_keys(name: str, folder: Path, *, production: bool) -> list[str]:
    """Fernet keys for app secrets, newest first; none for a program that needs none."""
    if production and name not in SIGNING:
        return []
    fresh = None if production else Fernet.generate_key().decode()
    return [key.strip() for key in environment.secret("SECRETS_KEYS", fresh, folder).split(",")]

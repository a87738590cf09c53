"""Defaults and validators of columns. Migrations import them, so name and place must stay."""

import secrets
import string
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

ALPHABET = string.ascii_letters + string.digits


def new_secret() -> str:
    return "".join(secrets.choice(ALPHABET) for _i in range(20))


def known_zone(name: str) -> None:
    """Raises ValidationError for a name that is not in the time zone database."""
    if name not in available_timezones():
        raise ValidationError(
            gettext("Choose a time zone such as Asia/Shanghai: %(name)s is none.") % {"name": name}
        )

"""Defaults and validators of columns. Migrations import them, so name and place must stay."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext


def new_secret() -> str:
    """20 letters and digits."""
    return get_random_string(20)


def known_zone(name: str) -> None:
    """Raises ValidationError for a name that is not in the time zone database."""
    if name not in available_timezones():
        raise ValidationError(
            gettext("Choose a time zone such as Asia/Shanghai: %(name)s is none.") % {"name": name}
        )

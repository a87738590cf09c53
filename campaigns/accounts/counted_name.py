"""The name under which failures are counted: what somebody typed may be their password."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

CODE_NAME = "code:{}"
"""The name under which failures of signed-in users are counted. Only this server can compute it, so
a stranger at the sign-in form cannot lock a user out of confirming."""
NOBODYS_NAME = "nobody:{}"
_CODE_NAME = re.compile("code:[0-9a-f]{64}")


def of_signed_in(user: User) -> str:
    return CODE_NAME.format(_digest("guesses", user.get_username()))


def of_browser(name: str) -> str:
    """What the cookie of a known browser holds of a name."""
    return _digest("known browser", name)


def counted_name(typed: str) -> str:
    """The name of a user, or one of `of_signed_in`, as it is; what is nobody's name as its HMAC."""
    if _CODE_NAME.fullmatch(typed) or User.objects.filter(username=typed).exists():
        return typed
    return NOBODYS_NAME.format(_digest("nobody's name", typed))


def of_request(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """django-axes calls it for every name that it looks up or stores."""
    typed = (credentials or request.POST).get(settings.AXES_USERNAME_FORM_FIELD)
    return None if typed is None else counted_name(typed)


def _digest(salt: str, text: str) -> str:
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()

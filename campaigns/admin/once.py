"""Runs what a posted form asks for once, however often the same form with the same content comes.

A form without a token, as scripts post it, acts each time.
"""

import hashlib
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from campaigns.access import Actor
from campaigns.accounts import reauthentication
from campaigns.lib.form_tokens import FIELD, rendering
from campaigns.models import Campaign
from campaigns.workflow import idempotency
from campaigns.workflow.idempotency import always

from . import kept

NOT_CONTENT = frozenset({"csrfmiddlewaretoken", FIELD, reauthentication.FIELD})
"""Fields that may differ between two posts of the same content."""


def token(request: HttpRequest) -> str:
    return request.POST.get(FIELD, "")


def content_digest(request: HttpRequest) -> str:
    """Names the content of a post, files included. Keyed, since a form may hold a password."""
    typed = [pair for pair in sorted(request.POST.lists()) if pair[0] not in NOT_CONTENT]
    digest = hashlib.sha256(repr(typed).encode("utf-8", errors="backslashreplace"))
    files: list[tuple[str, Any]] = sorted(request.FILES.items())
    for name, file in files:
        digest.update(f"{name}:{file.name}:{file.size}".encode("utf-8", errors="backslashreplace"))
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    return salted_hmac("campaigns.once", digest.digest(), algorithm="sha256").hexdigest()


def act_once(
    request: HttpRequest, act: Callable[[], Any], *, stands: Callable[[], bool] = always
) -> str:
    """Primary key of what `act` makes, as text. Raises NotAllowed and what `act` raises. What is
    kept of the form is used up once it has acted.

    `stands`: whether what an earlier click did still holds. Where somebody has undone it, the form
    acts again: nobody is told that it is so when it is not.
    """
    if token(request):
        by = Actor(cast(User, request.user))
        result = idempotency.act_once(by, _verb(request), token(request), act, stands=stands)
    else:
        made = act()
        result = "" if made is None else str(made.pk)
    kept.used(request)
    return result


def make_once(
    request: HttpRequest, verb: str, shown: str, make: Callable[[], Campaign], *, content: str = ""
) -> tuple[Campaign, bool]:
    """As `idempotency.once`, for the form whose token is `shown`; what is kept of it is used up."""
    by = Actor(cast(User, request.user))
    made = idempotency.once(by, verb, shown, make, content=content)
    kept.used(request)
    return made


def earlier_result(request: HttpRequest) -> str | None:
    """The result of this form if it has acted already; for pages that could not even read the
    second post, because what it is about is gone or taken."""
    if request.method != "POST" or not rendering(token(request)):
        return None
    key = idempotency.key(_verb(request), token(request))
    row = idempotency.created(cast(User, request.user), key)
    return row.result if row else None


def _verb(request: HttpRequest) -> str:
    """Names address and content: going back and typing something else is something new."""
    spoken = f"{request.path} {content_digest(request)}"
    return salted_hmac("campaigns.once", spoken, algorithm="sha256").hexdigest()

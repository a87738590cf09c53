"""Keeps what somebody typed into a form whose session had ended: for that person, at that browser.

The form's token names its owner (`lib.form_tokens`). The row is found by a random cookie and opens
only for the owner. Passwords, codes, secrets and files are never kept.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from campaigns.domain.message.draft_limits import DRAFT_BYTES
from campaigns.lib import database_clock, encryption, form_tokens
from campaigns.models import KeptForm

KEPT_FOR = timedelta(hours=1)
MOST_BYTES = 2 * DRAFT_BYTES
"""The longest form that is kept, as JSON in UTF-8: the form of the largest draft, since JSON writes
a quotation mark and the end of a line as two bytes."""
MOST_ROWS = 5
"""Browsers of one person in which something is kept, the latest ones."""
CHARACTERS = 32
NEVER = re.compile(r"password|secret|^code$|^csrfmiddlewaretoken$|^token$")
"""Names of fields that are never kept."""
COOKIE_ATTRIBUTE = "kept_form_cookie"
"""Of a request: the cookie that its answer gives to the browser; "" takes it away."""


class Keeping(Enum):
    """What became of a posted form."""

    KEPT = "kept"
    TOO_LONG = "too-long"
    NOTHING = "nothing"


@dataclass(frozen=True)
class KeptContent:
    """`path`: where it was posted. `lacks`: whether a secret or a file must be given again."""

    path: str
    data: QueryDict
    lacks: bool


def keep(request: HttpRequest) -> Keeping:
    """Keep the posted form. Nothing is kept for anybody but the form's owner, nor where nothing was
    typed, nor what is longer than MOST_BYTES. `give_cookie` comes after it."""
    owner = form_tokens.owner(request.POST.get(form_tokens.FIELD, ""))
    user: Any = request.user
    if owner is None or (user.is_authenticated and user.pk != owner):
        return Keeping.NOTHING
    typed = _typed(request)
    content = _content(request, typed)
    if not any(value.strip() for values in typed.values() for value in values):
        return Keeping.NOTHING
    if not User.objects.filter(pk=owner, is_active=True).exists():
        return Keeping.NOTHING
    if len(content.encode()) > MOST_BYTES:
        return Keeping.TOO_LONG
    _store(request, owner, content)
    return Keeping.KEPT


def _store(request: HttpRequest, owner: int, content: str) -> None:
    cookie = _cookie(request) or get_random_string(CHARACTERS)
    sealed = encryption.seal(content, owner=_owner(owner))
    row = {"user_id": owner, "sealed": sealed, "created": database_clock.now()}
    KeptForm.objects.update_or_create(browser=_digest(cookie), defaults=row)
    _forget_old(owner)
    setattr(request, COOKIE_ATTRIBUTE, cookie)


def _typed(request: HttpRequest) -> dict[str, list[Any]]:
    """The posted fields that may be kept."""
    return {name: values for name, values in request.POST.lists() if not NEVER.search(name)}


def _content(request: HttpRequest, typed: dict[str, list[Any]]) -> str:
    secrets = set(request.POST) - set(typed) - {"csrfmiddlewaretoken", form_tokens.FIELD}
    lacks = bool(request.FILES) or any(map(request.POST.get, secrets))
    path = request.get_full_path()
    return json.dumps({"path": path, "data": typed, "lacks": lacks}, ensure_ascii=False)


def _forget_old(owner: int) -> None:
    _forget_too_old()
    own = KeptForm.objects.filter(user_id=owner).order_by("-created", "-pk")
    KeptForm.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_ROWS:])).delete()


def _forget_too_old() -> None:
    KeptForm.objects.filter(created__lt=database_clock.now() - KEPT_FOR).delete()


def is_kept(request: HttpRequest) -> bool:
    """Whether `find` finds something, without opening it. A cookie that names nothing any more is
    taken away by `give_cookie`, so that pages stop asking."""
    user: Any = request.user
    if not _cookie(request) or not user.is_authenticated:
        return False
    row = _row(request)
    if row is None:
        setattr(request, COOKIE_ATTRIBUTE, "")
        return False
    return _is_of(row, user)


def _is_of(row: KeptForm, user: Any) -> bool:
    is_young = row.created >= database_clock.now() - KEPT_FOR
    return bool(user.is_authenticated) and row.user_id == user.pk and is_young


def find(request: HttpRequest) -> KeptContent | None:
    """What is kept for the user of this request at this browser."""
    row = _row(request)
    if row is None or not _is_of(row, request.user):
        return None
    try:
        content = json.loads(encryption.unseal(row.sealed, owner=_owner(row.user_id)))
    except encryption.WrongKey:
        return None
    data = QueryDict(urlencode(content["data"], doseq=True))
    return KeptContent(content["path"], data, content["lacks"])


def forget(request: HttpRequest) -> None:
    """`give_cookie` comes after it."""
    row = _row(request)
    if row is not None and row.user_id == request.user.pk:
        row.delete()
        setattr(request, COOKIE_ATTRIBUTE, "")


@receiver(user_logged_in)
def _forget_for_others(request: HttpRequest, user: User, **_: Any) -> None:
    """Gone when somebody else signs in at this browser, and what is too old with every sign-in."""
    _forget_too_old()
    row = _row(request)
    if row is not None and row.user_id != user.pk:
        row.delete()


def give_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Adds the cookie of the form that `keep` has kept for this request; takes it away from whom
    nothing is kept any more."""
    cookie = getattr(request, COOKIE_ATTRIBUTE, None)
    if cookie == "":
        response.delete_cookie(_name(), samesite="Lax")
    elif cookie:
        response.set_cookie(
            _name(),
            cookie,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _row(request: HttpRequest) -> KeptForm | None:
    cookie = _cookie(request)
    return KeptForm.objects.filter(browser=_digest(cookie)).first() if cookie else None


def _cookie(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(_name(), "")
    return cookie if re.fullmatch(f"[0-9A-Za-z]{{{CHARACTERS}}}", cookie) else ""


def _name() -> str:
    return "__Host-kept" if settings.SESSION_COOKIE_SECURE else "pushconsole-kept"


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _owner(user_pk: int) -> str:
    return f"kept form of {user_pk}"

"""Records denials of HTTP requests: names what a request tried, and on what."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.models import Application, Campaign

from . import denials

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORBIDDEN, NOT_FOUND = 403, 404
KINDS = {"campaigns_campaign": "campaign", "campaigns_application": "application"}
"""Prefix of a URL's name -> what its number identifies."""
OTHER_KINDS = ("campaigns_campaign_template", "campaigns_campaign_picture")
"""Prefixes of URL names whose number identifies something else."""


def record(request: HttpRequest, error: NotAllowed) -> None:
    """Record a Denied that a signed-in user met by an unsafe method; do nothing for other errors.
    Every screen that catches NotAllowed calls it, once the service's transaction has ended."""
    if isinstance(error, Denied) and request.method not in SAFE and _is_signed_in(request):
        is_through = _is_through(request)
        denials.record_error(error, thing(request), **_subject(request), is_through=is_through)


def record_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Record a 403, and a 404 for what exists but belongs to another team's application."""
    if _is_signed_in(request) and (
        response.status_code == FORBIDDEN or _is_foreign(request, response)
    ):
        actor, is_through = Actor(cast(User, request.user)), _is_through(request)
        denials.record(actor, thing(request), **_subject(request), is_through=is_through)


def thing(request: HttpRequest) -> str:
    """`POST admin:campaigns_campaign_move approve`: of what was typed only a known method and a
    known verb are kept."""
    method = request.method if request.method in denials.METHODS else denials.OTHER_METHOD
    match = request.resolver_match
    name = match.view_name if match else ""
    verb = match.kwargs.get("verb", "") if match else ""
    return " ".join(filter(None, [method, name, verb if verb in {*Move, *Verb} else ""]))


def _is_signed_in(request: HttpRequest) -> bool:
    """False too where a middleware answered before there was a user."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def _is_through(request: HttpRequest) -> bool:
    """Whether nothing of the sign-in is missing, as `accounts.middleware.Gate` says."""
    return bool(getattr(request, "is_through", False))


def _is_foreign(request: HttpRequest, response: HttpResponse) -> bool:
    """The sender cannot tell it from what does not exist; the owners' log can."""
    if response.status_code != NOT_FOUND:
        return False
    rows = [row for row in _subject(request).values() if row is not None]
    own = access.applications(cast(User, request.user))
    return any(not own.filter(pk=_application_id(row)).exists() for row in rows)


def _application_id(row: Campaign | Application) -> int:
    return row.application_id if isinstance(row, Campaign) else row.pk


def _subject(request: HttpRequest) -> dict[str, Any]:
    """The campaign or application whose number is in the address, as keyword arguments."""
    match = request.resolver_match
    if match is None or match.url_name is None or match.url_name.startswith(OTHER_KINDS):
        return {}
    number = str(match.kwargs.get("pk") or match.kwargs.get("object_id") or "")
    kind = next((kind for start, kind in KINDS.items() if match.url_name.startswith(start)), None)
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    model = Campaign if kind == "campaign" else Application
    return {kind: model._default_manager.filter(pk=number).first()}

"""Every refusal that the console gives to somebody signed in leaves an event."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from campaigns import access
from campaigns.access import Actor
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.models import Application, Campaign

from . import denials

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORBIDDEN, NOT_FOUND = 403, 404
OF = {"campaigns_campaign": "campaign", "campaigns_application": "application"}
"""How the name of a URL begins -> what its number is of."""
NOT_OF = ("campaigns_campaign_template", "campaigns_campaign_picture")
"""How names begin whose number is of something else."""


class RefusalsAreRecorded:
    """Middleware. Sees a rule's refusal wherever it was raised, also where a screen has made a
    sentence of it, and every answer 403, whoever gave it: a view, the permission of an admin page,
    the check of the CSRF token; and 404 to what is there, but another team's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with access.watched() as refused:
            response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return response
        if refused and request.method not in SAFE:
            denials.of(refused[0], thing(request), **_about(request))
        elif response.status_code == FORBIDDEN or _is_foreign(request, response):
            denials.record(Actor(user), thing(request), **_about(request))
        return response


def _is_foreign(request: HttpRequest, response: HttpResponse) -> bool:
    """Was the answer 404 because what is there is another team's? They who ask cannot tell; those
    whose it is shall."""
    if response.status_code != NOT_FOUND:
        return False
    there = [row for row in _about(request).values() if row is not None]
    own = access.applications(cast(User, request.user))
    return any(not own.filter(pk=_application(row)).exists() for row in there)


def _application(row: Campaign | Application) -> int:
    return row.application_id if isinstance(row, Campaign) else row.pk


def thing(request: HttpRequest) -> str:
    """`POST admin:campaigns_campaign_move approve`; of what the address holds only a known verb."""
    match = request.resolver_match
    name = match.view_name if match else ""
    verb = match.kwargs.get("verb", "") if match else ""
    return " ".join(filter(None, [request.method, name, verb if verb in {*Move, *Verb} else ""]))


def _about(request: HttpRequest) -> dict[str, Any]:
    """The campaign or the application that the address names, if there is one."""
    match = request.resolver_match
    if match is None or match.url_name is None or match.url_name.startswith(NOT_OF):
        return {}
    number = str(match.kwargs.get("pk") or match.kwargs.get("object_id") or "")
    kind = next((kind for start, kind in OF.items() if match.url_name.startswith(start)), None)
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return {}
    model = Campaign if kind == "campaign" else Application
    return {kind: model._default_manager.filter(pk=number).first()}

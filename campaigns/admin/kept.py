"""Gives back what was kept of a form: it is shown in that form, and posted by nobody but a
person."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from campaigns.accounts import kept_forms
from campaigns.accounts.kept_forms import KeptContent

SHOWN = "kept"
"""Query parameter of a page that shows what is kept."""
FORMS = frozenset(
    {
        "campaigns_campaign_add",
        "campaigns_campaign_change",
        "campaigns_campaign_import",
        "campaigns_campaign_template",
        "campaigns_application_add",
        "campaigns_application_change",
        "campaigns_application_outside-send",
        "auth_user_add",
        "auth_user_change",
    }
)
"""URLs whose GET shows the form that is posted there."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: the post, or on a GET with SHOWN what is kept for its URL; None for
    an empty form. Only a POST may act on it."""
    if request.method == "POST":
        return request.POST or None
    content = shown(request)
    return content.data if content and _path(content) == request.path else None


def shown(request: HttpRequest) -> KeptContent | None:
    """What this GET should show."""
    return kept_forms.find(request) if SHOWN in request.GET else None


def verb(content: KeptContent) -> str:
    """The move that a kept form of a campaign's page was about; "" for other forms."""
    return str(_match(content)[1].get("verb", ""))


def page(content: KeptContent) -> tuple[str, dict[str, Any]]:
    """Name and parameters of the URL whose form shows it; "" if none does."""
    name, parameters = _match(content)
    if name == "campaigns_campaign_move":
        return "campaigns_campaign_page", {"pk": parameters["pk"]}
    return (name, parameters) if name in FORMS else ("", {})


def used(request: HttpRequest) -> None:
    """Forget what is kept: the same form has come again and acted."""
    content = kept_forms.find(request)
    if content and _path(content) == request.path:
        kept_forms.forget(request)


def _path(content: KeptContent) -> str:
    return content.path.partition("?")[0]


def _match(content: KeptContent) -> tuple[str, dict[str, Any]]:
    try:
        found = resolve(_path(content))
    except Resolver404:
        return "", {}
    return found.url_name or "", found.kwargs

"""Saves the compose form: the same form makes one draft, and never conflicts with its own save."""

from typing import Any

from django.http import HttpRequest

from campaigns.admin import kept, once
from campaigns.admin.base import actor, signed_in_user
from campaigns.composer import drafts
from campaigns.models import Application, Campaign
from campaigns.workflow import idempotency
from campaigns.workflow.transitions import locked_campaign


def create(
    request: HttpRequest, application: Application, columns: dict[str, Any]
) -> tuple[Campaign, bool]:
    """The draft, and whether it is new: the second click finds the first one's. Raises
    NotAllowed."""
    by, token = actor(request), once.token(request)
    if not token:
        return drafts.create(application, by, columns), True
    content = once.content_digest(request)
    return once.make_once(
        request,
        "compose",
        token,
        lambda: drafts.create(application, by, columns),
        content=content,
    )


def edit(request: HttpRequest, stored: Campaign, columns: dict[str, Any]) -> None:
    """Write the columns and note that this form did. Raises NotAllowed."""
    by, token = actor(request), once.token(request)
    if columns:
        with locked_campaign(stored.pk):
            drafts.edit(stored, by, columns)
            content = once.content_digest(request)
            idempotency.note_save(signed_in_user(request), stored, token, content)
    kept.used(request)


def is_own(request: HttpRequest, stored: Campaign) -> bool:
    """Whether the stored version is what this form saved last: an open page that is saved again,
    or one that somebody went back to."""
    saved = idempotency.earlier_save(signed_in_user(request), stored, once.token(request))
    return saved is not None and saved.version == stored.version


def is_repeated(request: HttpRequest, stored: Campaign) -> bool:
    """Whether this form has saved exactly this, last."""
    if request.method != "POST":
        return False
    saved = idempotency.earlier_save(signed_in_user(request), stored, once.token(request))
    return saved is not None and saved.content == once.content_digest(request)

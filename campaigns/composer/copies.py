"""New drafts from a campaign: a duplicate, and a test on the team's own phones."""

from typing import Any

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.domain.message.audience_kinds import USERS
from campaigns.domain.text_width import cut
from campaigns.domain.translatable import Text, translatable
from campaigns.lib.i18n import render
from campaigns.models import Application, Campaign

from . import drafts, message_columns
from .json_import import NAME_CHARACTERS

COPIED = (*message_columns.COLUMNS.values(), "audience_kind", "labels")
"""Columns that are copied; times, submissions and votes are not. The writers of the source are
those of the copy too."""


def duplicate(source: Campaign, actor: Actor) -> Campaign:
    """A new draft by the acting person with the content, audience and labels of any campaign.

    Raises NotAllowed.
    """
    name = translatable("Copy of %(name)s", name=source.name)
    return _draft(source, actor, name, _copied(source))


def test_on_phones(source: Campaign, actor: Actor) -> Campaign:
    """A new draft with the same content for the application's test user IDs. It is a campaign like
    any other: it needs votes and uses the quota. Raises NotAllowed."""
    users = test_user_ids(source.application)
    if not users:
        raise NotAllowed(translatable("Ask an operator to enter test user IDs: there are 0."))
    audience: dict[str, Any] = {
        name: message_columns.empty_value(name) for name in COPIED if name.startswith("audience_")
    }
    audience |= {"audience_kind": USERS.key, "audience_userid": users}
    name = translatable("Test of %(name)s", name=source.name)
    return _draft(source, actor, name, _copied(source) | audience)


def test_user_ids(application: Application) -> list[str]:
    return list(dict.fromkeys(application.test_user_ids))


def _copied(source: Campaign) -> dict[str, Any]:
    return {name: getattr(source, name) for name in COPIED}


def _draft(source: Campaign, actor: Actor, name: Text, columns: dict[str, Any]) -> Campaign:
    access.require(actor, access.COMPOSE, source.application)
    columns = {**columns, "name": cut(render(name), NAME_CHARACTERS)}
    comment, writers = f"#{source.pk}", source.writers()
    return drafts.create(source.application, actor, columns, comment=comment, writers=writers)

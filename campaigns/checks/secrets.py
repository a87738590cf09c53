"""Checks at the start, not when a send is due, that SECRETS_KEYS open every stored secret."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy as _

from campaigns.lib import encryption
from campaigns.models import Application

from .messages import CheckId, error


@register(Tags.database)
def check_secrets(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [message for alias in databases or () for message in _messages(alias)]


def _messages(alias: str) -> Iterator[Error]:
    for name, app_key, sealed in _stored(alias):
        try:
            encryption.unseal(sealed, owner=app_key)
        except encryption.WrongKey as wrong_key:
            text = _("The stored secret of “%(name)s” does not open. %(why)s")
            yield error(CheckId.SECRET_DOES_NOT_OPEN, text % {"name": name, "why": wrong_key})
        except ValueError:
            return  # SECRETS_KEYS holds no keys: `settings` reports it


def _stored(alias: str) -> list[tuple[str, str, str]]:
    """(name, app key, sealed secret) of each application; none before the first migration, or where
    the database does not answer: `database` reports that."""
    try:
        if Application._meta.db_table not in connections[alias].introspection.table_names():
            return []
    except DatabaseError:
        return []
    rows = Application.objects.using(alias).order_by("pk")
    return list(rows.values_list("name", "app_key", "app_secret_sealed"))

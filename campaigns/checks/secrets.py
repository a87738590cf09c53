"""Stored secrets must open with SECRETS_KEYS: found out at the start, not when a send is due."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy as _

from campaigns.lib import encryption
from campaigns.models import Application


@register(Tags.database)
def secrets_open(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [error for alias in databases or () for error in _closed(alias)]


def _closed(alias: str) -> Iterator[Error]:
    for name, app_key, sealed in _stored(alias):
        try:
            encryption.unseal(sealed, owner=app_key)
        except encryption.WrongKey as error:
            text = _("The stored secret of “%(name)s” does not open. %(why)s")
            yield Error(text % {"name": name, "why": error}, id="campaigns.E029")
        except ValueError:
            return  # SECRETS_KEYS holds no keys, which E008 and E009 say


def _stored(alias: str) -> list[tuple[str, str, str]]:
    """Nothing before the first migration; that a database does not answer is E021's matter."""
    try:
        if Application._meta.db_table not in connections[alias].introspection.table_names():
            return []
    except DatabaseError:
        return []
    rows = Application.objects.using(alias).order_by("pk")
    return list(rows.values_list("name", "app_key", "app_secret_sealed"))

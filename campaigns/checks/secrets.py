"""Checks at the start, not when a send is due, that SECRETS_KEYS open every stored secret."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError, connections
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from campaigns.lib import encryption
from campaigns.models import Application, AuthenticatorApp, TotpKey

from .messages import CheckId, error, warning


@register(Tags.database)
def check_secrets(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [message for alias in databases or () for message in _messages(alias)]


def _messages(alias: str) -> Iterator[CheckMessage]:
    """None where SECRETS_KEYS holds no keys: `settings` reports it."""
    try:
        yield from _of_applications(alias)
        yield from _of_authenticators(alias)
    except ValueError:
        return


def _of_applications(alias: str) -> Iterator[CheckMessage]:
    if not _has_table(alias, Application):
        return
    rows = Application.objects.using(alias).order_by("pk")
    for name, app_key, sealed in rows.values_list("name", "app_key", "app_secret_sealed"):
        try:
            encryption.unseal(sealed, owner=app_key)
        except encryption.WrongKey as wrong_key:
            text = _("The stored secret of “%(name)s” does not open. %(why)s")
            yield error(CheckId.SECRET_DOES_NOT_OPEN, text % {"name": name, "why": wrong_key})


def _of_authenticators(alias: str) -> Iterator[CheckMessage]:
    """Warnings: nobody else is kept from anything."""
    if not _has_table(alias, TotpKey):
        return
    for device in AuthenticatorApp.objects.using(alias).select_related("user").order_by("pk"):
        name = {"name": device.user.username}
        try:
            _key = device.bin_key
        except encryption.WrongKey:
            yield warning(
                CheckId.AUTHENTICATOR_DOES_NOT_OPEN,
                _("The stored key of the authenticator app of “%(name)s” does not open.") % name,
                _("Run manage.py user set %(name)s --reset-totp.") % name,
            )
        if not device.is_sealed:
            yield warning(
                CheckId.AUTHENTICATOR_IN_CLEAR,
                _("The key of the authenticator app of “%(name)s” is stored in clear.") % name,
                _("Run manage.py rotate_secrets once the programs of the release before stopped."),
            )


def _has_table(alias: str, model: type[Model]) -> bool:
    """False before its migration, or where the database does not answer: `database` reports
    that."""
    try:
        return model._meta.db_table in connections[alias].introspection.table_names()
    except DatabaseError:
        return False

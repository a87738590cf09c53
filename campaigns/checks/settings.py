"""Refuses at start settings with which a push could leave twice, leak or lie."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from cryptography.fernet import Fernet
from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, Tags, register, run_checks
from django.utils.translation import gettext_lazy as _

from campaigns.applications.data_centres import known
from campaigns.domain.provider import hosts
from campaigns.domain.provider.data_centres import SANDBOX

from . import (
    database,
    deadlines,
    expiry,  # noqa: F401
    private_files,  # noqa: F401 (they register checks)
    secrets,  # noqa: F401
    sessions,
    sign_in,  # noqa: F401
    solo_mode,  # noqa: F401
)
from .messages import CheckId, error


class Unsafe(Exception):
    """The settings are refused; the text holds one sentence a line."""


def refuse_unsafe() -> list[str]:
    """Run every system check, those of the database too. Raises Unsafe if one is serious; returns
    the sentences of the others.

    Web, workers, beat and `dispatch` call it, because only management commands run checks by
    themselves, and not those of the database.
    """
    messages = run_checks(databases=["default"])
    messages += database.check_append_only(None, ["default"])
    messages += sessions.check_sessions()
    serious = [message for message in messages if message.is_serious()]
    if serious:
        raise Unsafe("\n".join(_sentence(message) for message in serious))
    return [_sentence(message) for message in messages if message.level >= WARNING]


def refuse_unsafe_or_exit(code: int = 2) -> None:
    """The same, but with the sentences on standard error; if one is serious, end this process with
    `code`."""
    try:
        for sentence in refuse_unsafe():
            sys.stderr.write(f"Warning: {sentence}\n")
        sys.stderr.flush()
    except Unsafe as unsafe:
        sys.stderr.write(f"{unsafe}\n")
        sys.stderr.flush()
        raise SystemExit(code) from None


def _sentence(message: CheckMessage) -> str:
    hint = f" {message.hint}" if message.hint else ""
    return f"{message.msg}{hint} ({message.id})"


@register(Tags.security)
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        *_celery_errors(),
        *_production_errors(),
        *_key_errors(),
        *_address_errors(),
        *deadlines.timing_errors(),
    ]


FORBIDDEN = {
    "task_acks_late": CheckId.LATE_ACKNOWLEDGEMENT,
    "task_reject_on_worker_lost": CheckId.REJECTION_ON_LOST_WORKER,
    "task_always_eager": CheckId.EAGER_TASKS,
}
"""Celery settings that must be off. Late acknowledgement and rejection repeat a message whose
worker died: measured, 3 and 5 sends of one message."""


def _celery_errors() -> Iterator[Error]:
    for name, check in FORBIDDEN.items():
        if _configured(name) or _on_a_task(name.removeprefix("task_")):
            yield error(check, _("CELERY_%s must be off.") % name.upper())
    if _configured("result_backend") or not getattr(settings, "CELERY_TASK_IGNORE_RESULT", False):
        yield error(
            CheckId.TASK_RESULTS,
            _("CELERY_TASK_IGNORE_RESULT must be on and CELERY_RESULT_BACKEND not set."),
        )
    if os.environ.get("REMAP_SIGTERM"):
        yield error(
            CheckId.REMAPPED_SIGTERM,
            _("REMAP_SIGTERM must not be set."),
            _("It can interrupt a commit or a send."),
        )


def _configured(name: str) -> bool:
    """In Django's settings, or in Celery's own where something changed those alone."""
    return bool(getattr(settings, f"CELERY_{name.upper()}", None) or current_app.conf.get(name))


def _on_a_task(option: str) -> bool:
    tasks = current_app.tasks
    return any(getattr(tasks[name], option, False) for name in tasks if "campaigns." in name)


def _production_errors() -> Iterator[Error]:
    if not settings.PRODUCTION:
        return
    if settings.DEBUG:
        yield error(
            CheckId.DEBUG_IN_PRODUCTION,
            _("DEBUG must be off in production."),
            _("Remove DEBUG or set DEBUG=0."),
        )
    if not settings.ALLOWED_HOSTS or any("*" in host for host in settings.ALLOWED_HOSTS):
        yield error(
            CheckId.ALLOWED_HOSTS,
            _("ALLOWED_HOSTS must name the console's hosts in production."),
            _("For example ALLOWED_HOSTS=push.example.com."),
        )


def _key_errors() -> Iterator[Error]:
    if settings.NEEDS_SECRETS_KEYS and not settings.SECRETS_KEYS:
        yield error(CheckId.NO_SECRETS_KEYS, _("SECRETS_KEYS must be set."))
    for number, key in enumerate(settings.SECRETS_KEYS, start=1):
        if not _is_fernet_key(key):
            yield error(
                CheckId.SECRETS_KEY_FORMAT,
                _("SECRETS_KEYS must hold Fernet keys; number %d is none.") % number,
                _("`make production-env` writes fresh ones."),
            )


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _address_errors() -> Iterator[Error]:
    clouds = settings.EXTRA_DATA_CENTRES.values()
    real = [url for centre in clouds for url in (centre.primary, centre.backup) if url]
    if hosts.is_providers(settings.SANDBOX_URL, real):
        yield error(
            CheckId.SANDBOX_IS_PROVIDER,
            _("SANDBOX_URL must not be the provider: rehearsals go there without a vote."),
            _("Nor may it be on a host of EXTRA_DATA_CENTRES."),
        )
    for centre in known().values():
        urls = filter(None, (centre.primary, centre.backup))
        plain = [url for url in urls if urlsplit(url).scheme != "https"]
        if plain and centre.code != SANDBOX:
            yield error(
                CheckId.DATA_CENTRE_WITHOUT_TLS,
                _("Data centre %s must be reached over https.") % centre.code,
            )

"""Checks that a password alone does not open more than it should."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.utils.translation import gettext_lazy as _

from .messages import CheckId, error, warning

GATE = "campaigns.accounts.middleware.Gate"


@register(Tags.security)
def check_sign_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [*_messages()]


LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


def _is_reachable() -> bool:
    """True if somebody at another machine may ask: `make run` serves this machine only."""
    return settings.PRODUCTION or not LOOPBACK.issuperset(settings.ALLOWED_HOSTS)


def _messages() -> Iterator[CheckMessage]:
    if GATE not in settings.MIDDLEWARE:
        yield error(CheckId.NO_GATE, _("MIDDLEWARE must hold %s.") % GATE)
    if not _is_reachable():
        return
    if not settings.REQUIRE_TOTP:
        yield warning(
            CheckId.TOTP_OFF,
            _("REQUIRE_TOTP is off: a password alone is enough to approve a push to everyone."),
            _("Set REQUIRE_TOTP=1."),
        )
    if not settings.HTTPS:
        yield warning(
            CheckId.HTTPS_OFF,
            _("HTTPS is off: passwords and sessions cross the network for everybody to read."),
            _("Set HTTPS=1, behind a proxy with TLS."),
        )
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.PROXY_COUNT:
        yield warning(
            CheckId.PROXY_COUNT,
            _(
                "PROXY_COUNT is 0 behind a proxy: everybody seems to come from its address, so the "
                "failed sign-ins of a stranger refuse those of others."
            ),
            _("Set PROXY_COUNT to the number of proxies that add to X-Forwarded-For."),
        )

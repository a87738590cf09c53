"""Settings under which a password alone opens more than it should."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext_lazy as _

GATE = "campaigns.accounts.middleware.Gate"


@register(Tags.security)
def a_password_is_not_enough(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    return [*_found()]


def _found() -> Iterator[CheckMessage]:
    if GATE not in settings.MIDDLEWARE:
        yield Error(_("MIDDLEWARE must hold %s.") % GATE, id="campaigns.E030")
    if not settings.PRODUCTION:
        return
    if not settings.REQUIRE_TOTP:
        yield _warning(
            31,
            _("REQUIRE_TOTP is off: a password alone is enough to approve a push to everyone."),
            _("Remove REQUIRE_TOTP or set REQUIRE_TOTP=1."),
        )
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and not settings.PROXY_COUNT:
        yield _warning(
            32,
            _("PROXY_COUNT is 0 behind a proxy: everybody seems to come from its address."),
            _("Set PROXY_COUNT to the number of proxies that add to X-Forwarded-For."),
        )


def _warning(number: int, text: Any, hint: Any) -> Warning:
    return Warning(text, hint=hint, id=f"campaigns.W{number:03}")

"""Settings that make a password enough are warned about, and refused where it is no choice."""

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from campaigns.checks import sign_in


def found(*, among: str = "campaigns.") -> set[str | None]:
    ids = {message.id for message in run_checks(include_deployment_checks=False)}
    return {name for name in ids if name and name.startswith(among)}


def test_production_without_codes_is_warned_about_not_refused(settings: Settings) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, ["push.example.com"]
    settings.REQUIRE_TOTP = False
    (message,) = [one for one in run_checks() if one.id == "campaigns.W031"]
    assert not message.is_serious()
    settings.REQUIRE_TOTP = True
    assert "campaigns.W031" not in found()


@pytest.mark.parametrize(("count", "warned"), [(0, True), (1, False)])
def test_a_proxy_that_is_not_counted(count: int, warned: bool, settings: Settings) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, ["push.example.com"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.PROXY_COUNT = count
    assert ("campaigns.W032" in found()) is warned


def test_the_gate_cannot_be_left_out(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != sign_in.GATE]
    assert "campaigns.E030" in found()


def test_here_nothing_is_wrong(settings: Settings) -> None:
    settings.REQUIRE_TOTP = True
    assert found(among="axes.") | found(among="campaigns.W") == set()

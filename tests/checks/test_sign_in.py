"""System checks warn of settings that make a password enough, and production refuses them."""

import subprocess
import time
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from campaigns.checks import sign_in
from tests.programs import MANAGE, PROGRAMS, ROOT, environment, run
from tests.pushconsole.production import PRODUCTION


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
    said = [one.msg for one in run_checks() if one.id == "campaigns.W032"]
    assert bool(said) is warned
    assert all("refuse those of others" in one for one in said)


def test_the_gate_cannot_be_left_out(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != sign_in.GATE]
    assert "campaigns.E030" in found()


@pytest.mark.parametrize(
    ("production", "hosts", "warned"),
    [
        (True, ["push.example.com"], True),
        (False, ["push.example.com", "localhost"], True),
        (False, ["*"], True),
        (False, ["localhost", "127.0.0.1", "[::1]"], False),
        (False, [], False),
    ],
)
def test_whoever_others_reach_is_warned(
    production: bool, hosts: list[str], warned: bool, settings: Settings
) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS = production, hosts
    settings.REQUIRE_TOTP = settings.HTTPS = False
    assert {"campaigns.W031", "campaigns.W035"} & found() == (
        {"campaigns.W031", "campaigns.W035"} if warned else set()
    )
    settings.REQUIRE_TOTP = settings.HTTPS = True
    assert not {"campaigns.W031", "campaigns.W035"} & found()


@pytest.mark.programs
@pytest.mark.parametrize("program", ["web", "tick worker", "beat", "dispatch"])
def test_no_program_starts_silently_without_codes_or_tls(program: str, tmp_path: Path) -> None:
    changes = {**PRODUCTION, "REQUIRE_TOTP": "0", "HTTPS": "0", "REDIS_URL": "redis://127.0.0.1:9"}
    changes["DATABASE_URL"] = f"sqlite:///{tmp_path}/console.sqlite3"
    run([*MANAGE, "migrate"], tmp_path, changes).check_returncode()
    said = heard(PROGRAMS[program], environment(tmp_path, changes), tmp_path / "said")
    assert "REQUIRE_TOTP is off: a password alone" in said
    assert "HTTPS is off: passwords and sessions" in said


def heard(command: list[str], variables: dict[str, str], log: Path) -> str:
    """What a program says until both warnings came, or it ended, or a minute is over."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None and "HTTPS is" not in log.read_text():
        time.sleep(0.1)
    process.kill()
    process.wait(60)
    return log.read_text()


def test_here_nothing_is_wrong(settings: Settings) -> None:
    settings.REQUIRE_TOTP = settings.HTTPS = True
    assert found(among="axes.") | found(among="campaigns.W") == set()

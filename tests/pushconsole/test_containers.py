"""compose.yaml by reading it: exact images, and for each container only the secrets it needs."""

import re
import string

import pytest

from pushconsole.production_env import content
from tests.programs import ROOT
from tests.pushconsole import containers

SECRETS = {
    "SECRET_KEY",
    "SECRETS_KEYS",
    "POSTGRES_PASSWORD",
    "DATABASE_OWNER_PASSWORD",
    "DATABASE_PASSWORD",
    "REDIS_PASSWORD",
}
NEEDED = {
    "postgres": {"POSTGRES_PASSWORD", "DATABASE_OWNER_PASSWORD", "DATABASE_PASSWORD"},
    "redis": {"REDIS_PASSWORD"},
    "migrate": {"SECRETS_KEYS", "DATABASE_OWNER_PASSWORD"},
    "web": {"SECRET_KEY", "SECRETS_KEYS", "DATABASE_PASSWORD", "REDIS_PASSWORD"},
    "worker-tick": {"DATABASE_PASSWORD", "REDIS_PASSWORD"},
    "worker-push": {"SECRETS_KEYS", "DATABASE_PASSWORD", "REDIS_PASSWORD"},
    "beat": {"DATABASE_PASSWORD", "REDIS_PASSWORD"},
}
"""Service -> the secrets of .env that it needs."""
OF_THE_IMAGE = {"VAR_DIR", "STATIC_ROOT", "ENV_FILE", "PORT", "DEBUG", "DEMO_PASSWORD"}
"""Variables that the image sets, or that no production takes."""
PROGRAMS = ("web", "worker-tick", "worker-push", "beat")


def test_every_service_is_judged() -> None:
    assert containers.services().keys() == NEEDED.keys()


@pytest.mark.parametrize("service", NEEDED)
def test_a_container_is_given_only_the_secrets_that_it_needs(service: str) -> None:
    assert containers.variables(service) & SECRETS == NEEDED[service]


def test_the_written_env_has_every_secret() -> None:
    written = dict(line.split("=", 1) for line in content("push.example.com").splitlines())
    assert written.keys() >= SECRETS
    assert len({written[name] for name in SECRETS}) == len(SECRETS)
    alphabet = {*string.ascii_letters, *string.digits, *"-_="}
    assert all(set(written[name]) <= alphabet for name in SECRETS)


@pytest.mark.parametrize("service", PROGRAMS)
def test_every_other_setting_reaches_the_programs(service: str) -> None:
    example = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE)) - SECRETS - OF_THE_IMAGE
    given = containers.services()[service]["environment"]
    assert known - given.keys() == set()


@pytest.mark.parametrize("image", containers.image_names())
def test_images_are_exact(image: str) -> None:
    assert re.fullmatch(r"\w+:\d+\.\d+(\.\d+)?-[\w-]+(@sha256:[0-9a-f]{64})?", image)


def test_no_program_is_the_superuser() -> None:
    superuser = containers.services()["postgres"]["environment"]["POSTGRES_USER"]
    for service in (*PROGRAMS, "migrate"):
        url = containers.services()[service]["environment"]["DATABASE_URL"]
        user = url.partition("://")[2].partition(":")[0]
        assert user == ("console_owner" if service == "migrate" else "console") != superuser

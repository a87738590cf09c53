"""What compose.yaml says, with the environment that it would give each service."""

import re
from functools import cache
from typing import Any

import yaml

from tests.programs import ROOT

VARIABLE = re.compile(r"\$\{(\w+)(?::?[-?][^}]*)?\}")


@cache
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


def variables(service: str) -> set[str]:
    """The variables of .env that reach the service, inside whatever it is given."""
    given = services()[service].get("environment", {})
    assert isinstance(given, dict)
    assert "env_file" not in services()[service]
    return {name for value in given.values() for name in VARIABLE.findall(str(value))}


def environment(service: str, written: dict[str, str]) -> dict[str, str]:
    """The environment of the service, `written` being the .env."""
    given = services()[service].get("environment", {})
    return {
        name: VARIABLE.sub(lambda match: written.get(match[1], ""), str(value))
        for name, value in given.items()
    }


def image_names() -> list[str]:
    """Every image that is pulled."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    pulled = [one["image"] for one in services().values() if "build" not in one]
    return [*re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE), *pulled]

"""`manage.py campaign import` and `payload`: what comes in is what would go out."""

import json
from pathlib import Path
from typing import Any

import pytest

from campaigns.domain.message import payload, shape
from campaigns.models import Campaign, Event
from tests.management.bodies import BODIES, PAGE_EXAMPLE, SDK, as_bytes
from tests.management.conftest import Run

pytestmark = pytest.mark.usefixtures("team")

IMPORT = ("campaign", "import", "-", "--application", "shop-key", "--as", "mia")


def test_the_pages_example_is_refused_as_it_stands(run: Run) -> None:
    result = run(*IMPORT, stdin=as_bytes(PAGE_EXAMPLE))
    assert (result.code, result.out) == (1, b"")
    paths = [line.partition(": ")[0] for line in result.err.splitlines()]
    assert paths == ["audience.tag", "audience.tag_or", "audience.userid"]
    assert not Campaign.objects.exists()
    assert not Event.objects.exists()


def test_the_pages_example_comes_in_with_what_is_in_force(run: Run) -> None:
    result = run(*IMPORT, "--effective", stdin=as_bytes(PAGE_EXAMPLE))
    assert result.json["audience"] == "Everyone on iOS, Android and HarmonyOS."
    assert (result.json["name"], result.json["status"]) == ("Title", "draft")
    sent = json.loads(run("campaign", "payload", result.json["id"]).out)
    assert sent == {**PAGE_EXAMPLE, "audience": {"is_to_all": True}}
    for name in ("tag", "tag_or", "userid"):
        assert f"audience.{name}: Left out audience.{name}" in result.err


BROADCASTS = [name for name, body in SDK.items() if "message" in body]
CONTRADICTIONS = {"node_push": ["tag", "tag_or"], "py_push": ["tag", "tag_or"]}
CLEAN = ["php_push_min", "php_push", "dotnet_push"]


def test_every_sdk_body_has_its_test() -> None:
    others = {"node_api_push_params", "seed_doc_example"}
    assert others | {*BROADCASTS, *CONTRADICTIONS, *CLEAN} == set(SDK)


@pytest.mark.parametrize("name", BROADCASTS)
@pytest.mark.parametrize("effective", [(), ("--effective",)])
def test_a_stored_broadcast_never_comes_in(run: Run, name: str, effective: tuple[str, ...]) -> None:
    result = run(*IMPORT, *effective, stdin=as_bytes(SDK[name]))
    assert (result.code, result.out) == (1, b"")
    assert "fromuserid: Remove fromuserid" in result.err
    assert "message: Remove message" in result.err
    assert not Campaign.objects.exists()


def test_an_absent_is_to_all_is_refused(run: Run) -> None:
    result = run(*IMPORT, stdin=as_bytes(SDK["node_api_push_params"]))
    assert result.code == 1
    assert result.err.startswith("audience.is_to_all: Add audience.is_to_all")


@pytest.mark.parametrize(("name", "idle"), CONTRADICTIONS.items())
def test_a_condition_without_effect_is_refused_or_left_out(
    run: Run, name: str, idle: list[str]
) -> None:
    result = run(*IMPORT, stdin=as_bytes(SDK[name]))
    assert result.code == 1
    assert [f"audience.{each}" for each in idle] == [
        line.partition(": ")[0] for line in result.err.splitlines()
    ]
    result = run(*IMPORT, "--effective", stdin=as_bytes(SDK[name]))
    assert result.json["audience"] == "2 named users, on all their devices."


@pytest.mark.parametrize("name", CLEAN)
def test_what_sdks_send_comes_in_as_it_is(run: Run, name: str) -> None:
    body = SDK[name]
    made = run(*IMPORT, stdin=as_bytes(body))
    audience = {key: value for key, value in body["audience"].items() if value != []}
    sent = json.loads(run("campaign", "payload", made.json["id"]).out)
    assert sent == {**body, "audience": audience}
    assert ("Left out audience.tag" in made.err) == (name == "dotnet_push")


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_comes_in_is_what_would_go_out(run: Run, body: dict[str, Any]) -> None:
    raw = as_bytes(body)
    made = run(*IMPORT, stdin=raw).json
    assert run("campaign", "payload", made["id"]).out == payload.body(shape.read_json(raw)[0])


def test_named_users_are_reached_on_both_platforms(run: Run) -> None:
    body = {"platform": ["ios"], "audience": {"userid": ["u"], "is_to_all": False}}
    made = run(*IMPORT, stdin=as_bytes(body))
    assert "platform: Set platform to ios and android" in made.err
    sent = json.loads(run("campaign", "payload", made.json["id"]).out)
    assert sent == {**body, "platform": ["ios", "android"], "notification": {}}
    body["platform"] = ["ios", "android"]
    assert run(*IMPORT, stdin=as_bytes(body)).err == ""


def test_a_file_gives_the_name_when_nothing_else_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "spring sale.json"
    file.write_bytes(b'{"audience": {"is_to_all": true}}')
    words = [*IMPORT[:2], str(file), *IMPORT[3:]]
    assert run(*words).json["name"] == "spring sale"
    assert run(*words, "--name", " Spring  ").json["name"] == "Spring"
    assert run(*words, "--name", "x" * 201).code == 1
    body = {"audience": {"is_to_all": True}, "notification": {"alert": "two\nlines " + "x" * 300}}
    name = run(*IMPORT, stdin=as_bytes(body)).json["name"]
    assert name.startswith("two lines xxx")
    assert len(name) == 200


def test_times_are_kept_and_printed_in_utc(run: Run) -> None:
    body = as_bytes({"audience": {"is_to_all": True}})
    times = ["--send-at", "2026-12-01T16:00:00+08:00", "--send-before", "2026-12-01T09:00:00Z"]
    made = run(*IMPORT, *times, stdin=body).json
    assert made["send_at"] == "2026-12-01T08:00:00Z"
    assert made["send_before"] == "2026-12-01T09:00:00Z"
    made = run(*IMPORT, stdin=body).json
    assert (made["send_at"], made["send_before"], made["due_at"]) == (None, None, None)

"""What the provider refuses in a body, and what it lets pass."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campaigns.sandbox.models import Call, SandboxApp
from tests.sandbox.calling import body, headers, post, push

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sdk_push_bodies.json"
BODIES = json.loads(FIXTURES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sent", BODIES, ids=[sent["name"] for sent in BODIES])
def test_bodies_of_official_sdks(app: SandboxApp, sent: dict[str, Any]) -> None:
    response = post(app, sent["body"], sent["endpoint"])
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert set(response.json()) == {"code", "id"}
    call = Call.objects.get()
    assert call.kind == ("broadcast" if "message" in sent["body"] else "push-only")
    assert json.loads(call.body) == sent["body"]


def test_the_id_has_22_letters_and_digits(app: SandboxApp) -> None:
    push_id = push(app).json()["id"]
    assert len(push_id) == 22
    assert push_id.isascii()
    assert push_id.isalnum()
    assert Call.objects.get().push_id == push_id


def notification(**parts: Any) -> dict[str, Any]:
    return {"notification": {"alert": "a", **parts}}


TOLERATED = {
    "unknown keys": {"colour": "red", **notification(sound="x", ios={"threadId": "1"})},
    "keys under the wrong vendor": notification(android={"hw": {"collapse_key": "1"}}),
    "null": {"audience": {"is_to_all": True, "tag": None}, **notification(ios=None)},
    "empty lists": {"audience": {"is_to_all": True, "tag": [], "userid": [], "packageName": ""}},
    "is_to_all absent": {"audience": {"tag": ["vip"]}},
    "unknown user": {"audience": {"userid": ["nobody"]}},
    "values outside an enumeration": notification(ios={"interruption-level": "loud"}),
    "numbers in extras": notification(ios={"extras": {"id": 1}}),
    "no text at all": {"notification": {}},
    "50 characters": notification(title="題" * 50),
    "badge 0": notification(ios={"badge": 0}),
    "negative badge": notification(ios={"badge": -99999}),
    "20 tags of 40 bytes": {"audience": {"tag": ["t" * 40] * 20}},
    "1000 users": {"audience": {"userid": ["u" * 64] * 1000}},
    "platform ignored beside userid": {"platform": ["ios"], "audience": {"userid": ["1"]}},
}


@pytest.mark.parametrize("changed", TOLERATED.values(), ids=TOLERATED)
def test_tolerated(app: SandboxApp, changed: dict[str, Any]) -> None:
    assert push(app, **changed).json()["code"] == 200


REFUSED = {
    "no platform": (1002, {"platform": None}),
    "empty platform": (1002, {"platform": []}),
    "platform as text": (1002, {"platform": "ios"}),
    "unknown platform": (1002, {"platform": ["ios", "windows"]}),
    "platform in capitals": (1002, {"platform": ["iOS"]}),
    "no audience": (1002, {"audience": None}),
    "nobody": (1002, {"audience": {}}),
    "nobody, said so": (1002, {"audience": {"is_to_all": False, "tag": []}}),
    "is_to_all as text": (1002, {"audience": {"is_to_all": "true"}}),
    "tag as text": (1002, {"audience": {"tag": "vip"}}),
    "tag as number": (1002, {"audience": {"tag": [1]}}),
    "21 tags": (1002, {"audience": {"tag": ["t"] * 21}}),
    "21 or-tags beside is_to_all": (1002, {"audience": {"tag_or": ["t"] * 21, "is_to_all": True}}),
    "tag of 42 bytes": (1005, {"audience": {"tag": ["標" * 14]}}),
    "1001 users": (1002, {"audience": {"userid": ["1"] * 1001}}),
    "user of 65": (1005, {"audience": {"userid": ["u" * 65]}}),
    "package of 65": (1005, {"audience": {"packageName": "p" * 65}}),
    "no notification": (1002, {"notification": None}),
    "notification as text": (1002, {"notification": "hello"}),
    "title of 51": (1005, notification(title="t" * 51)),
    "title as number": (1002, notification(title=5)),
    "blank iOS alert": (1002, notification(ios={"alert": ""})),
    "badge as text": (1002, notification(ios={"badge": "1"})),
    "badge as boolean": (1002, notification(ios={"badge": True})),
    "badge over 9999": (1002, notification(ios={"badge": 10000})),
    "extras as list": (1002, notification(android={"extras": []})),
    "classification as number": (1002, notification(android={"vivo": {"classification": 1}})),
    "notify_level as text": (1002, notification(android={"oppo": {"notify_level": "2"}})),
    "vendor as text": (1002, notification(android={"hw": "x"})),
    "HarmonyOS as text": (1002, notification(harmonyOS="x")),
}


@pytest.mark.parametrize(("code", "changed"), REFUSED.values(), ids=REFUSED)
def test_refused(app: SandboxApp, code: int, changed: dict[str, Any]) -> None:
    response = push(app, **changed)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert set(response.json()) == {"code", "errorMessage"}
    call = Call.objects.get()
    assert (call.kind, call.push_id, call.status, call.code) == ("refused", "", 400, code)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'"x"', b"\xff", b'{"a": NaN}', b'{"a": "\\ud800"}', b"[" * 90_000]
)
def test_not_a_json_object(app: SandboxApp, raw: bytes) -> None:
    response = post(app, raw)
    assert (response.status_code, response.json()["code"]) == (400, 1002)


@pytest.mark.parametrize(("size", "code"), [(102_399, 200), (102_400, 1508), (3_000_000, 1508)])
def test_size(app: SandboxApp, size: int, code: int) -> None:
    spare = size - len(json.dumps(body()).encode())
    assert post(app, json.dumps(body()) + " " * spare).json()["code"] == code


def test_bytes_are_kept_as_received(app: SandboxApp) -> None:
    raw = '{ "platform":["ios"],\n"audience":{"is_to_all":true},"notification":{"alert":"好😀"}}'
    post(app, raw)
    assert Call.objects.get().body == raw


def test_get_is_not_allowed(app: SandboxApp) -> None:
    response = Client().get("/push.json", headers=headers(app))
    assert (response.status_code, response.json()["code"]) == (405, 405)


def test_no_token_is_asked_for(app: SandboxApp) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/push.json", body(), "application/json", headers=headers(app))
    assert response.status_code == 200


def test_request_id_is_kept(app: SandboxApp) -> None:
    post(app, body(), **{"X-Request-ID": "r" * 40})
    assert Call.objects.get().request_id == "r" * 36

"""The three endpoints for user tags."""

from typing import Any

import pytest

from campaigns.sandbox.models import Call, SandboxApp, SandboxUser
from tests.sandbox.calling import post

SET, BATCH, GET = "/user/tag/set.json", "/user/tag/batch/set.json", "/user/tags/get.json"
FORM = "application/x-www-form-urlencoded"


def tags_of(user_id: str) -> list[str]:
    return SandboxUser.objects.get(user_id=user_id).tags


def ask(app: SandboxApp, form: str) -> Any:
    return post(app, form, GET, FORM)


def test_set_replaces_and_clears(registry: SandboxApp) -> None:
    assert post(registry, {"userId": "ann", "tags": ["vip"]}, SET).json() == {"code": 200}
    assert tags_of("ann") == ["vip"]
    post(registry, {"userId": "ann", "tags": []}, SET)
    assert tags_of("ann") == []


def test_batch_replaces_all(registry: SandboxApp) -> None:
    ids = ["ann", "bob", "ann", "newcomer"]
    assert post(registry, {"userIds": ids, "tags": ["vip"]}, BATCH).status_code == 200
    assert [tags_of(name) for name in ("ann", "bob", "newcomer")] == [["vip"]] * 3
    assert tags_of("cat") == ["female", "young", "Shanghai"]


def test_get(registry: SandboxApp) -> None:
    response = ask(registry, "userIds=ann&userIds=nobody")
    assert response.json() == {
        "code": 200,
        "result": {"ann": ["female", "young", "Beijing"], "nobody": []},
    }


REFUSED = {
    "no user": (SET, 1002, {"tags": []}),
    "no tags": (SET, 1002, {"userId": "ann"}),
    "21 tags": (SET, 1002, {"userId": "ann", "tags": ["t"] * 21}),
    "41 bytes": (SET, 1005, {"userId": "ann", "tags": ["t" * 41]}),
    "NUL": (SET, 1002, {"userId": "ann", "tags": ["\0"]}),
    "user of 65": (SET, 1005, {"userId": "u" * 65, "tags": []}),
    "no users": (BATCH, 1002, {"userIds": [], "tags": []}),
    "blank user": (BATCH, 1002, {"userIds": ["ann", ""], "tags": []}),
    "1001 users": (BATCH, 1002, {"userIds": ["1"] * 1001, "tags": []}),
}


@pytest.mark.parametrize(("path", "code", "body"), REFUSED.values(), ids=REFUSED)
def test_refused(registry: SandboxApp, path: str, code: int, body: dict[str, Any]) -> None:
    response = post(registry, body, path)
    assert (response.status_code, response.json()["code"]) == (400, code)
    assert tags_of("ann") == ["female", "young", "Beijing"]


@pytest.mark.parametrize("form", ["", "userIds=", "userIds=%00", "userIds=a&" * 51])
def test_get_refused(registry: SandboxApp, form: str) -> None:
    assert ask(registry, form).json()["code"] == 1002


@pytest.mark.parametrize("path", [SET, BATCH, GET])
def test_same_signature_and_no_push_quota(registry: SandboxApp, path: str) -> None:
    assert post(registry, {}, path, Signature="wrong").json()["code"] == 1004
    assert not Call.objects.filter(counted=True).exists()

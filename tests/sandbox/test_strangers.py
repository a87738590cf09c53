"""What callers without a valid signature cost: nothing is stored, counted, locked or read."""

import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from campaigns.lib import database_clock
from campaigns.sandbox.models import Call, Delivery, SandboxApp, SandboxUser
from campaigns.sandbox.views import api
from tests.sandbox.calling import body, headers, post

PATHS = ("/push.json", "/user/tag/set.json", "/user/tag/batch/set.json", "/user/tags/get.json")
STRANGERS: dict[str, dict[str, str]] = {
    "no key": {"App-Key": ""},
    "unknown key": {"App-Key": "nobody"},
    "long key": {"App-Key": "k" * 5000},
    "key with NUL": {"App-Key": "\0"},
    "wrong signature": {"Signature": "0" * 40},
    "no nonce": {"Nonce": ""},
    "odd timestamp": {"Timestamp": "1"},
}


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("changed", STRANGERS.values(), ids=STRANGERS)
def test_nothing_is_stored_and_one_question_asked(
    registry: SandboxApp, path: str, changed: dict[str, str]
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _i in range(3):
            assert post(registry, "x" * 50_000, path, **changed).json()["code"] in (1002, 1004)
    assert not Call.objects.exists()
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [sql.split()[0] for sql in statements] == ["SELECT"] * 3
    assert not [sql for sql in statements if "FOR UPDATE" in sql]


@pytest.mark.parametrize("path", PATHS)
def test_other_methods_leave_nothing(registry: SandboxApp, path: str) -> None:
    signed = headers(registry)
    for ask in (Client().get, Client().put, Client().delete, Client().options):
        assert ask(path, headers=signed).status_code == 405
    assert not Call.objects.exists()


@pytest.mark.parametrize("view", [api.push, api.set_tags, api.batch_set_tags, api.get_tags])
def test_body_of_a_stranger_is_not_read(registry: SandboxApp, view: Any) -> None:
    request = asking(registry, Signature="0" * 40)
    assert view(request).status_code == 401


@pytest.mark.parametrize("view", [api.push, api.set_tags, api.batch_set_tags])
@pytest.mark.parametrize("size", ["1048577", "99999999999999", "-1", "many"])
def test_too_large_a_body_is_not_read(registry: SandboxApp, view: Any, size: str) -> None:
    request = asking(registry)
    request.META["CONTENT_LENGTH"] = size
    assert view(request).status_code == 400


def asking(app: SandboxApp, **changed: str) -> WSGIRequest:
    """A request whose body must not be read."""
    request = RequestFactory().post(
        "/push.json", body(), "application/json", headers=headers(app) | changed
    )
    request._stream = Unread()
    return request


def test_oldest_calls_are_forgotten(registry: SandboxApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.sandbox.retention.KEPT_CALLS", 3)
    SandboxApp.objects.filter(pk=registry.pk).update(service_enabled=False)
    other = SandboxApp.objects.create(app_key="other", name="Other")
    post(other, body())
    for number in range(10):
        post(registry, {"userId": "ann", "tags": [f"{number}"]}, "/user/tag/set.json")
    kept = Call.objects.filter(app=registry)
    assert [call.body[-5:-2] for call in kept] == ['"9"', '"8"', '"7"']
    assert Call.objects.filter(app=other).count() == 1


def test_calls_that_count_are_kept_while_they_count(
    registry: SandboxApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sandbox.retention.KEPT_CALLS", 2)
    SandboxApp.objects.filter(pk=registry.pk).update(per_hour=4, per_day=4)
    answers = [post(registry, body()).json()["code"] for _i in range(12)]
    assert answers == [200] * 4 + [1008] * 8
    assert Call.objects.filter(counted=True).count() == 4
    assert Call.objects.filter(counted=False).count() == 2


def test_deliveries_go_with_their_call(
    registry: SandboxApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sandbox.retention.KEPT_CALLS", 1)
    post(registry, body())
    once = Delivery.objects.count()
    Call.objects.update(counted=False)
    post(registry, body())
    assert Call.objects.count() == 1
    assert Delivery.objects.count() == once > 0


def test_what_strangers_left_before_is_cleared(
    registry: SandboxApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sandbox.retention.AT_ONCE", 4)
    at = database_clock.now()
    Call.objects.bulk_create(
        Call(app=None, at=at, path="/push.json", kind="refused", status=400) for _i in range(6)
    )
    for left in (2, 0):
        post(registry, body())
        assert Call.objects.filter(app=None).count() == left


def test_body_is_stored_up_to_the_limit_of_a_push(registry: SandboxApp) -> None:
    post(registry, "x" * 900_000, "/user/tag/set.json")
    assert len(Call.objects.get().body) == 102_400


def test_tags_cannot_make_users_without_end(
    registry: SandboxApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.sandbox.tag_endpoints.MAX_USERS", 6)

    def batch(*ids: str) -> int:
        sent = {"userIds": ids, "tags": ["vip"]}
        return int(post(registry, sent, "/user/tag/batch/set.json").json()["code"])

    assert batch("ann", "bob", "cat", "dan", "eve", "new") == 200
    assert batch("newer") == 1002
    assert batch("ann", "new", "new") == 200
    assert SandboxUser.objects.count() == 6

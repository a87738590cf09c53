"""The provider's count, under each of its readings."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from campaigns.sandbox.models import Call, HourReading, SandboxApp
from tests.sandbox.calling import body, post, push


def limited(app: SandboxApp, per_hour: int = 2, per_day: int = 3, **changed: object) -> SandboxApp:
    SandboxApp.objects.filter(pk=app.pk).update(per_hour=per_hour, per_day=per_day, **changed)
    return app


def codes(app: SandboxApp, *moments: str) -> list[int]:
    """The answers to one push at each of the moments (UTC)."""
    answers = []
    for moment in moments:
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        with time_machine.travel(at, tick=False):
            answers.append(push(app).json()["code"])
    return answers


def test_rolling_hour(app: SandboxApp) -> None:
    limited(app, 2, 9)
    moments = ["2026-11-23 10:50", "2026-11-23 10:55", "2026-11-23 11:49", "2026-11-23 11:50"]
    assert codes(app, *moments) == [200, 200, 1008, 200]


def test_clock_hour(app: SandboxApp) -> None:
    limited(app, 2, 9, hour_reading=HourReading.CLOCK)
    moments = ["2026-11-23 10:50", "2026-11-23 10:55", "2026-11-23 10:59", "2026-11-23 11:00"]
    assert codes(app, *moments) == [200, 200, 1008, 200]


@pytest.mark.parametrize(("zone", "last"), [("UTC", 1008), ("Asia/Shanghai", 200)])
def test_natural_day_of_the_zone(app: SandboxApp, zone: str, last: int) -> None:
    limited(app, 2, 3, day_zone=zone)
    moments = ["2026-11-23 10:00", "2026-11-23 12:00", "2026-11-23 14:00", "2026-11-23 16:00"]
    assert codes(app, *moments) == [200, 200, 200, last]


def test_over_the_limit_is_429_and_does_not_count_itself(app: SandboxApp) -> None:
    limited(app, 1, 9)
    assert [push(app).status_code for _i in range(3)] == [200, 429, 429]
    assert Call.objects.filter(counted=True).count() == 1
    assert push(app).json() == {
        "code": 1008,
        "errorMessage": "API request frequency exceeds the limit.",
    }


def test_calls_without_the_service_count(app: SandboxApp) -> None:
    limited(app, 2, 3, service_enabled=False)
    responses = [push(app) for _i in range(3)]
    assert [response.status_code for response in responses] == [430, 430, 429]
    assert [response.json()["code"] for response in responses] == [1009, 1009, 1008]


@pytest.mark.parametrize(("refusals_count", "third"), [(True, 1008), (False, 200)])
def test_refusals_count_or_not(app: SandboxApp, refusals_count: bool, third: int) -> None:
    limited(app, 2, 3, refusals_count=refusals_count)
    assert push(app, platform=[]).json()["code"] == 1002
    assert push(app, platform=[]).json()["code"] == 1002
    assert push(app).json()["code"] == third


@pytest.mark.parametrize("changed", [{"Signature": "wrong"}, {"Nonce": ""}, {"Timestamp": "x"}])
def test_strangers_use_no_request(app: SandboxApp, changed: dict[str, str]) -> None:
    limited(app, 1, 1, refusals_count=True)
    assert [post(app, body(), **changed).status_code for _i in range(5)] == [401] * 5
    assert push(app).json()["code"] == 200


def test_each_app_key_has_its_own_count(app: SandboxApp) -> None:
    limited(app, 1, 1)
    other = SandboxApp.objects.create(app_key="other", name="Other")
    assert [push(app).status_code, push(other).status_code] == [200, 200]


def test_broadcasts_share_the_count(app: SandboxApp) -> None:
    limited(app, 1, 1)
    push(app, fromuserid="system", message={"content": "{}", "objectName": "RC:TxtMsg"})
    assert push(app).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_calls_at_the_same_time_cannot_share_a_slot(transactional_db: None) -> None:
    app = SandboxApp.objects.create(app_key="busy", name="Busy", per_hour=2, per_day=3)
    answers: list[int] = []

    def call() -> None:
        try:
            answers.append(push(app).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, *[429] * 6]

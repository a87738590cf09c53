"""Misbehaviour on demand: what is answered, and whether the push went out."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from campaigns.domain.provider.outcome import Outcome, judge
from campaigns.sandbox.models import Call, Delivery, Fault, SandboxApp
from tests.sandbox.calling import post, push


def faulty(app: SandboxApp, fault: Fault, **changed: object) -> SandboxApp:
    SandboxApp.objects.filter(pk=app.pk).update(fault=fault, **changed)
    return app


FAULTS = {
    Fault.INTERNAL: (500, 1000, Outcome.UNKNOWN, False),
    Fault.SIGNATURE: (401, 1004, Outcome.REFUSED, False),
    Fault.QUOTA: (429, 1008, Outcome.REFUSED_QUOTA, False),
    Fault.SERVICE: (430, 1009, Outcome.REFUSED, False),
    Fault.TIMEOUT_LOST: (504, 1050, Outcome.UNKNOWN, False),
    Fault.TIMEOUT_PUSHED: (504, 1050, Outcome.UNKNOWN, True),
    Fault.HTML_502: (502, None, Outcome.UNKNOWN, False),
    Fault.NO_ID: (200, 200, Outcome.UNKNOWN, True),
}
"""HTTP status, code, what it proves to a caller, whether phones show it all the same."""


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items())
def test_answers(
    registry: SandboxApp, fault: Fault, expected: tuple[int, int | None, Outcome, bool]
) -> None:
    response = push(faulty(registry, fault))
    verdict = judge(response.status_code, response.content)
    arrived = Delivery.objects.exists()
    assert (response.status_code, verdict.code, verdict.outcome, arrived) == expected
    assert bool(Call.objects.get().push_id) is arrived


def test_late_answer(registry: SandboxApp) -> None:
    faulty(registry, Fault.SLOW, fault_seconds=7)
    with patch("campaigns.sandbox.answers.time.sleep") as sleep:
        assert push(registry).json()["code"] == 200
    sleep.assert_called_once_with(7)
    assert Delivery.objects.exists()


def test_cut_answer(registry: SandboxApp) -> None:
    response = push(faulty(registry, Fault.CUT))
    came = []
    with pytest.raises(ConnectionResetError):
        came.extend(response.streaming_content)
    assert len(b"".join(came)) < int(response["Content-Length"])
    assert Delivery.objects.exists()


def test_a_fault_for_some_calls(app: SandboxApp) -> None:
    faulty(app, Fault.INTERNAL, fault_calls=2)
    assert [push(app).status_code for _i in range(3)] == [500, 500, 200]
    app.refresh_from_db()
    assert (app.fault, app.fault_calls) == ("", None)


def test_a_fault_for_some_time(app: SandboxApp) -> None:
    faulty(app, Fault.INTERNAL, fault_until=timezone.now() + timedelta(minutes=1))
    assert push(app).status_code == 500
    faulty(app, Fault.INTERNAL, fault_until=timezone.now())
    assert push(app).status_code == 200


def test_a_stranger_uses_up_no_fault(app: SandboxApp) -> None:
    faulty(app, Fault.INTERNAL, fault_calls=1)
    post(app, "{}", Signature="wrong")
    assert push(app).status_code == 500


def test_gateway_page_and_quota_fault_do_not_count(app: SandboxApp) -> None:
    for fault, counted in ((Fault.HTML_502, 0), (Fault.QUOTA, 0), (Fault.TIMEOUT_LOST, 1)):
        push(faulty(app, fault))
        assert Call.objects.filter(counted=True).count() == counted

"""The signature rule; the vector is the provider's own, from its old signature page."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from campaigns.domain.provider.signature import sign
from campaigns.sandbox.models import SandboxApp
from tests.sandbox.calling import NONCE, body, headers, post, push

VECTOR = "30be0bbca9c9b2e27578701e9fda2358a814c88f"
WRONG = {"code": 1004, "errorMessage": "Signature error, check the App Secret."}


def test_the_published_vector_is_accepted(app: SandboxApp) -> None:
    response = post(app, body(), Timestamp="1408710653000", Signature=VECTOR)
    assert response.json()["code"] == 200


@pytest.mark.parametrize("timestamp", ["1408706337", "1585127132438"])
@pytest.mark.parametrize("prefix", ["", "RC-"])
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_variants_that_sdks_send(app: SandboxApp, timestamp: str, prefix: str, case) -> None:
    sent = headers(app, timestamp, prefix)
    sent[f"{prefix}Signature"] = case(sent[f"{prefix}Signature"])
    response = Client().post("/push.json", body(), "application/json", headers=sent)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"Signature": "0" * 40},
        {"Signature": ""},
        {"Signature": "ü" * 40},
        {"Nonce": "1"},
        {"Nonce": ""},
        {"Timestamp": "1585127132439"},
    ],
)
def test_wrong_signature(app: SandboxApp, changed: dict[str, str]) -> None:
    response = post(app, body(), **changed)
    assert (response.status_code, response.json()) == (401, WRONG)


@pytest.mark.parametrize(
    "timestamp", ["", "158512713", "15851271324", "abcdefghij", "１４０８７０６３３７"]
)
def test_timestamp_of_another_length(app: SandboxApp, timestamp: str) -> None:
    signed = sign(app.secret, NONCE, timestamp)
    response = post(app, body(), Timestamp=timestamp, Signature=signed)
    assert response.json() == WRONG


@pytest.mark.parametrize("sent", [{}, {"App-Key": "nobody"}, {"RC-App-Key": "nobody"}])
def test_unknown_app_key(app: SandboxApp, sent: dict[str, str]) -> None:
    response = Client().post("/push.json", body(), "application/json", headers=sent)
    assert response.status_code == 400
    assert response.json() == {"code": 1002, "errorMessage": "Invalidate App-Key."}


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (61, 401), (-59, 200), (-61, 401)])
def test_tolerance_of_the_timestamp(app: SandboxApp, seconds: int, status: int) -> None:
    app.timestamp_tolerance = 60
    app.save()
    signed_at = datetime(2020, 3, 25, 9, 5, 32, 438000, UTC).timestamp()
    with time_machine.travel(signed_at + seconds, tick=False):
        assert push(app).status_code == status

"""Applications: pauses, and sends made elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.models import Application, OutsideSend
from tests.admin.conftest import said

pytestmark = pytest.mark.django_db
ADD = "admin:campaigns_application_add"


def change(application: Application) -> str:
    return reverse("admin:campaigns_application_change", args=[application.pk])


def door(application: Application, verb: str) -> str:
    return reverse(f"admin:campaigns_application_{verb}", args=[application.pk])


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.OPERATOR])
def test_pausing_and_resuming(role: str, at: Callable[[str], Client], shop: Application) -> None:
    client = at(role)
    client.post(door(shop, "pause"), {"reason": "stock-taking", "until": "2027-01-05T09:30"})
    shop.refresh_from_db()
    assert shop.paused_reason == "stock-taking"
    assert shop.paused_until == datetime(2027, 1, 5, 1, 30, tzinfo=UTC)
    assert "Paused: stock-taking" in said(client.get(change(shop)))
    client.post(door(shop, "resume"))
    shop.refresh_from_db()
    assert shop.paused_reason == ""


def test_a_reviewer_does_not_lift_a_refused_key_by_pausing_over_it(
    reviewer: Client, operator: Client, shop: Application
) -> None:
    pauses.pause_if_refused(shop, Verdict(Outcome.REFUSED, 1004), timezone.now())
    reviewer.post(door(shop, "pause"), {"reason": "stock-taking"})
    content = said(reviewer.get(change(shop)))
    assert "Paused: The provider refused the app key" in content
    assert "Paused: stock-taking" in content
    answer = reviewer.post(door(shop, "resume"), follow=True)
    assert Application.objects.get().is_paused(timezone.now())
    content = said(answer)
    assert "“Shop” does not go on yet. The application is paused: The provider" in content
    assert "Ask olga to resume it." in content
    assert "Paused: stock-taking" not in content
    assert "goes on." in said(operator.post(door(shop, "resume"), follow=True))
    assert not Application.objects.get().is_paused(timezone.now())


@pytest.mark.parametrize("role", [roles.MARKETER, roles.AUDITOR])
def test_a_forged_pause_changes_nothing(
    role: str, at: Callable[[str], Client], shop: Application
) -> None:
    answer = at(role).post(door(shop, "pause"), {"reason": "x"}, follow=True)
    assert "Ask an operator or a reviewer" in said(answer)
    Application.objects.update(paused_reason="for a reason")
    at(role).post(door(shop, "resume"))
    assert Application.objects.get().paused_reason == "for a reason"


def test_a_pause_needs_a_reason(operator: Client, shop: Application) -> None:
    answer = operator.post(door(shop, "pause"), {"reason": ""}, follow=True)
    assert "errorlist" in said(answer) or "required" in said(answer)
    assert operator.get(door(shop, "pause")).status_code == 405
    assert Application.objects.get().paused_reason == ""


def test_a_send_made_elsewhere_counts(operator: Client, shop: Application) -> None:
    typed = {"at": "2026-01-05T09:30", "note": "by hand"}
    operator.post(door(shop, "outside-send"), typed)
    send = OutsideSend.objects.get()
    assert (send.at, send.note) == (datetime(2026, 1, 5, 1, 30, tzinfo=UTC), "by hand")
    assert send.recorded_by.username == "olga"
    assert "by hand" in said(operator.get(change(shop)))
    answer = operator.post(door(shop, "outside-send"), {"at": "2099-01-05T09:30", "note": "x"})
    assert "has passed" in said(answer)
    assert OutsideSend.objects.count() == 1

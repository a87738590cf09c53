"""Pauses and sends made elsewhere: `manage.py application set --pause`, `outside-send`."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import MACHINE, Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.models import Application, Event, OutsideSend, Pause
from tests.factories import make_user
from tests.management.conftest import Run

SET = ("application", "set", "shop-key", "--as")


def test_reviewers_and_operators_pause_and_resume(run: Run, team: None) -> None:
    assert run(*SET, "rui", "--pause", "wrong prices").json["paused"] == {
        "reason": "wrong prices",
        "until": None,
    }
    assert run("application", "list").lines[0]["paused"]["reason"] == "wrong prices"
    assert run(*SET, "mia", "--resume").code == 1
    assert run(*SET, "otto", "--resume").json["paused"] is None
    assert run(*SET, "otto", "--resume").code == 0
    verbs = list(Event.objects.values_list("verb", "comment"))
    denied = ("denied", "application set")
    assert verbs == [("pause", "wrong prices"), denied, ("resume", "wrong prices")]


def test_a_reviewer_who_resumes_is_told_what_still_holds(run: Run, team: None) -> None:
    shop = Application.objects.get()
    pauses.pause_if_refused(shop, Verdict(Outcome.REFUSED, 1004), timezone.now())
    told = run(*SET, "rui", "--pause", "wrong prices").json["pauses"]
    assert [(one["kind"], one["by"]) for one in told] == [("key", None), ("person", "rui")]
    result = run(*SET, "rui", "--resume")
    assert result.code == 0
    assert [one["kind"] for one in result.json["pauses"]] == ["key"]
    assert "The application is paused: The provider refused the app key" in result.err
    assert run(*SET, "rui", "--resume").code == 1
    assert run(*SET, "otto", "--resume").json["pauses"] == []


def test_everything_is_paused_by_the_shell_or_by_who_may_pause_all(team: None) -> None:
    shell, rui = Actor(None, "root"), Actor(User.objects.get(username="rui"))
    pauses.pause_everything(shell, reason="an outage")
    pauses.pause_everything(rui, reason="still out")
    assert Pause.objects.get().reason == "still out"
    half = Actor(make_user("rolf", roles.REVIEWER, [Application.objects.get()]))
    for actor in (MACHINE, half, Actor(User.objects.get(username="mia"))):
        with pytest.raises(NotAllowed):
            pauses.resume_everything(actor)
    pauses.resume_everything(rui, comment="it is over")
    pauses.resume_everything(rui)
    assert not Pause.objects.exists()
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "pause-everything",
        "pause-everything",
        "resume-everything",
    ]


def test_an_outside_send_uses_the_budget(run: Run, team: None) -> None:
    at = timezone.now() - timedelta(minutes=5)
    words = ("application", "outside-send", "shop-key", "--as", "otto", "--note", "by curl")
    assert run(*words, "--at", at.isoformat()).json["budget"]["used"] == 1
    assert OutsideSend.objects.get().at == at
    assert run("application", "list").lines[0]["budget"]["used"] == 1


@pytest.mark.parametrize(
    ("who", "minutes", "note", "says"),
    [
        ("mia", -5, "x", "Ask an operator"),
        ("otto", 10, "x", "at: Enter a moment that has passed"),
        ("otto", -5, " ", "note: "),
        ("otto", -5, "x" * 301, "note: "),
    ],
)
def test_an_outside_send_is_refused(
    run: Run, team: None, who: str, minutes: int, note: str, says: str
) -> None:
    at = (timezone.now() + timedelta(minutes=minutes)).isoformat()
    result = run("application", "outside-send", "shop-key", "--as", who, "--at", at, "--note", note)
    assert (result.code, result.out) == (1, b"")
    assert says in result.err
    assert not OutsideSend.objects.exists()

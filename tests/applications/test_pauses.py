"""Pauses are facts of their own: who lifts which, and what programs of the release before see."""

import contextvars
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.access import Actor, Denied, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import pauses, standing_pauses
from campaigns.domain.pauses import FOR_OPERATORS, SENTENCES, PauseKind
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.models import Application, Campaign, Event
from campaigns.sending import holds
from tests import factories

pytestmark = pytest.mark.django_db
KEY = Verdict(Outcome.REFUSED, 1004)
QUOTA = Verdict(Outcome.REFUSED_QUOTA, 1008)


@pytest.fixture
def shop() -> Application:
    return factories.make_application()


@pytest.fixture
def rita() -> Actor:
    return Actor(factories.make_user("rita", roles.REVIEWER))


@pytest.fixture
def olga() -> Actor:
    return Actor(factories.make_user("olga", roles.OPERATOR))


def refused(shop: Application, verdict: Verdict) -> None:
    pauses.pause_if_refused(Application.objects.get(pk=shop.pk), verdict, timezone.now())


def kinds(shop: Application) -> list[str]:
    now = timezone.now()
    return [one.kind for one in standing_pauses.of(Application.objects.get(pk=shop.pk), now)]


def columns(shop: Application) -> tuple[str, datetime | None]:
    shop.refresh_from_db()
    return shop.paused_reason, shop.paused_until


def test_a_reviewer_who_pauses_over_a_refused_key_lifts_their_own_only(
    shop: Application, rita: Actor, olga: Actor
) -> None:
    refused(shop, KEY)
    pauses.pause_application(shop.pk, rita, reason="mine")
    assert kinds(shop) == ["key", "person"]
    assert [one.kind for one in pauses.resume_application(shop.pk, rita)] == ["key"]
    with pytest.raises(Denied, match="Ask an operator"):
        pauses.resume_application(shop.pk, rita)
    assert kinds(shop) == ["key"]
    assert columns(shop) == (SENTENCES[PauseKind.KEY].msgid, None)
    assert pauses.resume_application(shop.pk, olga) == []
    assert (kinds(shop), columns(shop)) == ([], ("", None))


def test_a_refused_key_is_one_event(shop: Application) -> None:
    """In a sender's thread, where nothing says that a service is at work."""
    contextvars.Context().run(refused, shop, KEY)
    assert [event.verb for event in Event.objects.filter(application=shop)] == ["pause"]


def test_pausing_everything_again_is_set_anew(rita: Actor, olga: Actor) -> None:
    since = pauses.pause_everything(olga, reason="one").since
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        pause = pauses.pause_everything(rita, reason="two")
    assert (pause.actor, pause.since > since + timedelta(minutes=59)) == (rita.user, True)


@pytest.mark.parametrize("order", ["key first", "person first"])
def test_a_refused_key_is_a_fact_beside_a_persons_pause(
    shop: Application, rita: Actor, order: str
) -> None:
    steps = [
        lambda: refused(shop, KEY),
        lambda: pauses.pause_application(shop.pk, rita, reason="x"),
    ]
    for step in steps if order == "key first" else reversed(steps):
        step()
    pauses.resume_application(shop.pk, rita)
    assert kinds(shop) == ["key"]


def test_no_sentence_decides_who_may_lift_a_pause(shop: Application, rita: Actor) -> None:
    """Whatever a person writes stays a person's pause, and whatever stands in the column the
    machine's."""
    pauses.pause_application(shop.pk, rita, reason=SENTENCES[PauseKind.KEY].msgid)
    assert kinds(shop) == ["person"]
    assert pauses.resume_application(shop.pk, rita) == []
    refused(shop, KEY)
    Application.objects.update(paused_reason="Incident")
    with pytest.raises(Denied):
        pauses.resume_application(shop.pk, rita)


@pytest.mark.parametrize("verdict", [KEY, QUOTA], ids=["key", "quota"])
def test_what_ends_sooner_hides_nothing(shop: Application, rita: Actor, verdict: Verdict) -> None:
    refused(shop, verdict)
    soon = timezone.now() + timedelta(minutes=1)
    pauses.pause_application(shop.pk, rita, reason="lunch", until=soon)
    later = timezone.now() + timedelta(minutes=2)
    shop.refresh_from_db()
    assert len(standing_pauses.of(shop, later)) == 1
    assert shop.is_paused(later)


def test_each_person_has_one_pause(shop: Application, rita: Actor, olga: Actor) -> None:
    for actor, reason in ((rita, "one"), (olga, "two"), (rita, "three")):
        pauses.pause_application(shop.pk, actor, reason=reason)
    told = {one.reason: one.by for one in standing_pauses.of(shop, timezone.now())}
    assert told == {"three": "rita", "two": "olga"}
    comments = list(Event.objects.filter(verb="pause").values_list("comment", flat=True))
    assert comments == ["one", "two", "three"]
    assert pauses.resume_application(shop.pk, rita) == []
    assert set(Event.objects.get(verb="resume").comment.split("; ")) == {"three", "two"}


def test_a_person_shortens_their_own_pause(shop: Application, rita: Actor) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    pauses.pause_application(shop.pk, rita, reason="lunch")
    pauses.pause_application(shop.pk, rita, reason="lunch", until=soon)
    assert (kinds(shop), columns(shop)) == (["person"], ("lunch", soon))
    assert standing_pauses.of(shop, soon) == []


def test_the_pause_of_everything_is_named_as_what_still_holds(
    shop: Application, rita: Actor
) -> None:
    pauses.pause_everything(rita, reason="flood")
    pauses.pause_application(shop.pk, rita, reason="stock-taking")
    (left,) = pauses.resume_application(shop.pk, rita)
    assert (left.kind, left.said, left.by) == (PauseKind.EVERYTHING, "flood", "rita")


def test_a_second_refusal_says_nothing_new(shop: Application) -> None:
    for verdict in (KEY, QUOTA, KEY, QUOTA):
        refused(shop, verdict)
    assert kinds(shop) == ["key", "quota"]
    assert Event.objects.filter(verb="pause").count() in (2, 3)  # 3 if midnight came meanwhile


def test_what_a_program_of_the_release_before_wrote_holds_until_an_operator_lifts_it(
    shop: Application, rita: Actor, olga: Actor
) -> None:
    soon = timezone.now() + timedelta(hours=1)
    pauses.pause_application(shop.pk, rita, reason="lunch", until=soon)
    Application.objects.update(paused_reason="old words", paused_until=None)
    assert kinds(shop) == ["earlier", "person"]
    pauses.pause_application(shop.pk, rita, reason="longer lunch", until=soon)
    assert [one.kind for one in pauses.resume_application(shop.pk, rita)] == ["earlier"]
    assert columns(shop) == ("old words", None)
    assert pauses.resume_application(shop.pk, olga) == []
    assert PauseKind.EARLIER in FOR_OPERATORS


def test_what_a_program_of_the_release_before_lifted_holds_on(
    shop: Application, rita: Actor
) -> None:
    refused(shop, KEY)
    Application.objects.update(paused_reason="", paused_until=None)
    assert kinds(shop) == ["key"]


def test_nobody_without_the_role_lifts_or_learns_anything(shop: Application) -> None:
    maria = Actor(factories.make_user("maria"))
    for _ in range(2):
        with pytest.raises(NotAllowed):
            pauses.resume_application(shop.pk, maria)
        refused(shop, KEY)
    assert kinds(shop) == ["key"]


def test_the_claim_asks_for_all_pauses_in_one_statement(shop: Application, rita: Actor) -> None:
    campaign = factories.approved(factories.make_campaign(shop), rita.user)  # type: ignore[arg-type]
    pauses.pause_application(shop.pk, rita, reason="stock-taking")
    pauses.pause_everything(rita, reason="flood")
    campaign = Campaign.objects.select_related("application", "submission").get(pk=campaign.pk)
    standing_pauses.of(campaign.application, timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        held = list(holds.pauses(campaign.application, timezone.now()))
    assert [hold.pause and hold.pause.kind for hold in held] == ["everything", "person"]
    assert len(asked) == 1

"""Every page shows every stored text as text, to everybody."""

import os
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.applications import pauses
from campaigns.composer import templates
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.models import Application, Campaign, KnownTag, OutsideSend
from campaigns.provider.connection import ProviderAnswer
from campaigns.review import actions
from campaigns.sending import record
from tests import factories
from tests.factories import approved, make_application, make_campaign, submitted
from tests.journeys.crawling import Crawl
from tests.journeys.hostile_texts import store_hostile_texts
from tests.sending.claimed_campaigns import claimed
from tests.xss import CORPUS, MARK

pytestmark = pytest.mark.django_db
ROUNDS = int(os.environ.get("XSS_ROUNDS", "2"))
"""Of the full form; each puts other texts into each column, len(CORPUS) put each into every one."""
PLAIN = tuple(f"plain{n}" for n in range(7))
OWN = {("mark", frozenset[str]()), ("p", frozenset({"dir"}))}
"""Elements of ours in which a page shows how two texts differ, which the plain ones do not."""
PEOPLE = {
    "maria": roles.MARKETER,
    "rita": roles.REVIEWER,
    "olga": roles.OPERATOR,
    "anna": roles.AUDITOR,
}
IMAGE = "https://img.example.com/a.png"
COLUMNS: dict[str, Any] = {
    "ios_alert": "a", "ios_title": "t", "ios_category": "c", "ios_richMediaUri": IMAGE,
    "android_alert": "a", "android_hw_image": IMAGE, "android_fcm_imageUrl": IMAGE,
    "harmonyOS_alert": "h", "labels": ["l"],
    "ios_extras": {"k": "v"}, "android_extras": {"k": "v"}, "harmonyOS_extras": {"k": "v"},
    "audience_tag_or": ["b"],
}  # fmt: skip


@pytest.fixture
def people(settings: LazySettings) -> list[User]:
    """Everybody, and a campaign in each state, with all that can be written beside it."""
    settings.SANDBOX_URL = "http://localhost:1"
    shop = make_application(
        data_centre="sandbox", cool_down_minutes=0, per_hour=99, per_day=99,
        package_names=["com.example"], forbidden_words=["never"], test_user_ids=["t"],
    )  # fmt: skip
    KnownTag.objects.create(application=shop, name="vip", note="n", users=3)
    everybody = [factories.user(name, role) for name, role in PEOPLE.items()]
    root = User.objects.create_superuser("root", "root@example.com")
    draft = make_campaign(shop, **COLUMNS)
    templates.save(draft, Actor(everybody[0]), name="Template")
    submitted(make_campaign(shop, **COLUMNS))
    approved(make_campaign(shop, **COLUMNS))
    asked = submitted(make_campaign(shop, **COLUMNS))
    actions.request_changes(asked.pk, Actor(everybody[1]), comment="why")
    for verdict in (
        Verdict(Outcome.ACCEPTED, 200, "push"),
        Verdict(Outcome.REFUSED, 1003, error="bad"),
        Verdict(Outcome.UNKNOWN, error="lost"),
    ):
        record.record_verdict(claimed(shop).attempt, verdict, ProviderAnswer(200, b"answer", True))
    _beside(shop, Actor(root), root)
    return [root, *everybody]


def _beside(shop: Application, actor: Actor, root: User) -> None:
    OutsideSend.objects.create(application=shop, at=timezone.now(), note="n", recorded_by=root)
    pauses.pause_application(shop.pk, actor, reason="reason")
    pauses.pause_everything(actor, reason="reason")


def crawl(people: list[User]) -> Crawl:
    found = Crawl()
    starts = [
        f"/campaigns/campaign/{pk}/{page}/"
        for pk in Campaign.objects.values_list("pk", flat=True)
        for page in ("page", "change")
    ]
    for user in people:
        found.visit(User.objects.get(pk=user.pk), *starts)
    return found


@pytest.mark.parametrize(
    ("visitors", "rounds"),
    [pytest.param(1, 1, id="short"), pytest.param(None, ROUNDS, id="full", marks=pytest.mark.slow)],
)
def test_no_stored_text_becomes_markup_on_any_page(
    people: list[User], visitors: int | None, rounds: int
) -> None:
    """In the short form the superuser alone looks, who sees every page."""
    people = people[:visitors]
    store_hostile_texts(PLAIN)
    usual = crawl(people)
    assert usual.wrong == []
    assert len(usual.pages) > 15, usual.pages
    for number in range(rounds):
        step = len(CORPUS) * number // rounds
        store_hostile_texts((*CORPUS[step:], *CORPUS[:step]))
        found = crawl(people[: None if number == 0 else 1])
        assert found.wrong == []
        known = usual.shapes.keys() | OWN
        new = {shape: at for shape, at in found.shapes.items() if shape not in known}
        assert new == {}
        said = " ".join(found.text.split())
        shown = [text for text in CORPUS if " ".join(text.split()) in said]
        assert len(shown) > len(CORPUS) / 2, "too little of it is shown to prove anything"


def test_the_corpus_is_wide_and_marked() -> None:
    assert len(set(CORPUS)) >= 40
    assert [text for text in CORPUS if MARK not in text and "<b>" not in text] == []

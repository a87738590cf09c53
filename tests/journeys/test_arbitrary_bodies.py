"""An import or a posted form ends in a draft, or in a sentence and nothing stored."""

import json
import os

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.accounts import roles
from campaigns.admin.composer.forms import COLUMNS
from campaigns.models import Application, Campaign, Event
from tests.factories import make_application, make_campaign, user
from tests.journeys.arbitrary_bodies import bodies, texts
from tests.management.conftest import Run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RUNS = int(os.environ.get("NONSENSE_RUNS", "60"))
HOWEVER = settings(
    max_examples=RUNS,
    deadline=None,
    database=None,
    derandomize="NONSENSE_RUNS" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def shop(db: None) -> Application:
    return make_application("Shop", app_key="shop-key")


def test_an_import_is_a_draft_or_a_sentence(shop: Application, run_command: Run) -> None:
    user("maria", roles.MARKETER)

    @HOWEVER
    @given(body=st.one_of(bodies.map(_json), st.binary(max_size=60)), effective=st.booleans())
    def check(body: bytes, effective: bool) -> None:
        words = ["--application", "shop-key", "--as", "maria"]
        words += ["--effective"] if effective else []
        before = Campaign.objects.count(), Event.objects.count()
        with transaction.atomic():
            result = run_command("campaign", "import", "-", *words, stdin=body)
        assert result.code in (0, 1), result.err
        assert "Traceback" not in result.err
        grown = int(result.code == 0)
        after = Campaign.objects.count(), Event.objects.count()
        assert after == (before[0] + grown, before[1] + grown)
        if grown:
            run_command("campaign", "show", result.json["id"])
        else:
            assert result.err.strip()

    check()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_posted_form_is_stored_whole_or_shown_again(shop: Application) -> None:
    draft = make_campaign(shop)
    client = Client()
    client.force_login(draft.author)
    urls = [
        reverse("admin:campaigns_campaign_change", args=[draft.pk]),
        reverse("admin:campaigns_campaign_preview", args=[draft.pk]),
        reverse("admin:campaigns_campaign_audience", args=[draft.pk]),
    ]
    names = st.sampled_from((*COLUMNS, "version", "seen", "ios_extras-key", "ios_extras-value"))
    typed = st.dictionaries(names, st.one_of(texts, st.lists(texts, max_size=3)), max_size=8)

    @HOWEVER
    @given(typed=typed, url=st.sampled_from(urls), keeps=st.booleans())
    def check(typed: dict[str, object], url: str, keeps: bool) -> None:
        base = {"application": shop.pk, "name": "One", "version": _version(draft)}
        before = _stored(draft)
        answer = client.post(url, _sendable((base | typed) if keeps else typed))
        assert answer.status_code in (200, 302, 409)
        if answer.status_code != 302:
            assert _stored(draft) == before
        else:
            assert client.get(answer["Location"]).status_code == 200

    check()


def _version(draft: Campaign) -> int:
    return Campaign.objects.get(pk=draft.pk).version


def _stored(draft: Campaign) -> list[object]:
    return [*Campaign.objects.filter(pk=draft.pk).values(), Event.objects.count()]


def _sendable(typed: dict[str, object]) -> dict[str, object]:
    """Half a surrogate pair cannot be sent by any browser."""
    return json.loads(json.dumps(typed).replace("\\ud800", "\\ufffd"))

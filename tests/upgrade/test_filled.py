"""What the migrations make of the time before: pauses from columns, writers from the log."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from campaigns.access import MACHINE, Actor
from campaigns.accounts import roles
from campaigns.audit import events
from campaigns.composer import copies, templates
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, ApplicationPause, CampaignTemplate, Pause
from tests import factories

pytestmark = pytest.mark.django_db


def fill(name: str) -> None:
    class Editor:
        pass

    editor = Editor()
    editor.connection = connection  # type: ignore[attr-defined]
    import_module(f"campaigns.migrations.{name}").fill(apps, editor)


def paused(name: str, actor: Actor | None, *, ends: bool) -> Application:
    """As a program of the release before left it."""
    until = timezone.now() if ends else None
    shop = factories.make_application(name, paused_reason=f"why {name}", paused_until=until)
    if actor is not None:
        events.record(Verb.PAUSE, actor, application=shop, comment="why")
    return shop


def test_pauses_get_their_kind_from_who_set_them() -> None:
    rita = factories.make_user("rita", roles.REVIEWER)
    paused("Person", Actor(rita, "root"), ends=False)
    paused("Key", MACHINE, ends=False)
    paused("Quota", MACHINE, ends=True)
    paused("Untold", None, ends=False)
    factories.make_application("Free")
    Pause.objects.create(reason="flood")
    events.record(Verb.PAUSE_EVERYTHING, Actor(None, "root"), comment="flood")
    fill("0010_pauses")
    told = ApplicationPause.objects.values_list("application__name", "kind", "reason", "actor")
    assert set(told) == {
        ("Person", "person", "why Person", rita.pk),
        ("Key", "key", "", None),
        ("Quota", "quota", "", None),
        ("Untold", "earlier", "why Untold", None),
    }
    assert Application.objects.get(name="Key").paused_reason == "why Key"
    assert Pause.objects.get().os_user == "root"


def test_copies_and_templates_get_the_writers_of_their_source() -> None:
    anna, mark = factories.make_user("anna"), factories.make_user("mark")
    source = factories.make_campaign(author=anna)
    copy = copies.duplicate(source, Actor(mark))
    again = copies.duplicate(copy, Actor(mark))
    template = templates.save(again, Actor(mark), name="Offer")
    other = factories.make_campaign(author=mark)
    for campaign in (copy, again):
        campaign.editors.set([mark])
    template.writers.clear()
    fill("0011_writers")
    assert {anna.pk, mark.pk} == copy.writers() == again.writers()
    assert other.writers() == {mark.pk}
    kept = CampaignTemplate.objects.get().writers
    assert set(kept.values_list("pk", flat=True)) == {anna.pk, mark.pk}

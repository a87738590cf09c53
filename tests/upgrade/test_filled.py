"""What the migrations make of the time before: pauses from columns, writers from the log."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations import CreateModel, Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.access import MACHINE, Actor
from campaigns.accounts import roles
from campaigns.audit import events
from campaigns.composer import copies, templates
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.models import Application, ApplicationPause, Campaign, CampaignTemplate, Pause
from campaigns.review import actions
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
    fill("0011_fill_pauses")
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
    fill("0013_fill_writers")
    assert {anna.pk, mark.pk} == copy.writers() == again.writers()
    assert other.writers() == {mark.pk}
    kept = CampaignTemplate.objects.get().writers
    assert set(kept.values_list("pk", flat=True)) == {anna.pk, mark.pk}


def test_many_copies_take_few_statements() -> None:
    anna, mark = factories.make_user("anna"), factories.make_user("mark")
    source = factories.make_campaign(author=anna)
    for _ in range(20):
        source = copies.duplicate(source, Actor(mark))
        source.editors.clear()
    with CaptureQueriesContext(connection) as asked:
        fill("0013_fill_writers")
    assert len(asked) < 20
    assert source.writers() == {anna.pk, mark.pk}
    before = source.editors.through.objects.count()
    fill("0013_fill_writers")
    assert source.editors.through.objects.count() == before, "the same again adds nothing"


@pytest.mark.parametrize(
    ("state", "said"), [("approved", "goes back to review"), ("in_review", "counts no more")]
)
def test_whose_vote_counts_no_more_is_said(
    state: str, said: str, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    anna = factories.make_user("anna", roles.REVIEWER)
    source = factories.make_campaign()
    copy = copies.duplicate(source, Actor(factories.make_user("mark")))
    Campaign.objects.filter(pk=source.pk).update(author=anna)
    copy.editors.clear()
    if state == "in_review":
        Application.objects.update(votes_needed_tags=2)
        copy.application.refresh_from_db()
    frozen = factories.submitted(copy).submission
    assert frozen is not None
    vote(copy, anna)
    assert Campaign.objects.get(pk=copy.pk).status == state
    settings.SOLO_MODE = True
    fill("0013_fill_writers")
    assert capsys.readouterr().out == ""
    copy.editors.clear()
    settings.SOLO_MODE = False
    fill("0013_fill_writers")
    line = capsys.readouterr().out.strip()
    assert line.startswith(f"Campaign {copy.pk}: anna voted and had written what it was made from")
    assert said in line


def vote(campaign: Campaign, reviewer: User) -> None:
    frozen = Campaign.objects.get(pk=campaign.pk).submission
    assert frozen is not None
    ticked = list(ChecklistSection)
    actions.approve(campaign.pk, Actor(reviewer), digest=frozen.digest, checked=ticked)


def test_data_is_not_filled_where_a_table_is_changed() -> None:
    """One transaction of both would keep everybody from the table meanwhile. A table that is made
    there is nobody's yet."""
    loader = MigrationLoader(None)
    mixed = [
        name
        for (app, name), migration in loader.disk_migrations.items()
        if app == "campaigns" and name >= "0010" and _fills(migration) and _alters(migration)
    ]
    assert mixed == []


def _fills(migration: Migration) -> bool:
    return any(isinstance(one, RunPython) for one in migration.operations)


def _alters(migration: Migration) -> bool:
    made = (RunPython, CreateModel)
    return any(not isinstance(one, made) for one in migration.operations)


def test_no_name_begins_with_that_of_another() -> None:
    """`migrate campaigns NAME` could then not be told which is meant."""
    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "campaigns"]
    assert not [a for a in names for b in names if a != b and b.startswith(a)]

import re
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SOURCE = re.compile(r"#(\d{1,18})")
"""The comment of the event in which a copy was made."""
ROWS = 1000
"""Copies that are looked at together: five statements, and one short transaction."""
Writers = dict[int, set[int]]
"""Primary key of a campaign -> those of its writers."""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What the log tells of the time before: which campaign a copy, and a template, was made of.
    Oldest first, so that a copy of a copy gets the writers of both. What it adds is there once
    however often it runs. Says on stdout whose votes count no more by it."""
    log = Log(apps, schema_editor.connection.alias)
    for copies in log.copies():
        with transaction.atomic(using=log.database):
            log.fill_copies(copies)
    with transaction.atomic(using=log.database):
        log.fill_templates()


class Log:
    """The tables of this moment, in one database."""

    def __init__(self, apps: StateApps, database: str) -> None:
        self.database = database
        self.apps = apps
        self.editor_of: Any = apps.get_model("campaigns", "Campaign").editors.through
        self.writer_of: Any = apps.get_model("campaigns", "CampaignTemplate").writers.through

    def rows(self, model: str) -> Any:
        found = self.apps.get_model("campaigns", model)._default_manager.using(self.database)
        return found.order_by("pk")

    def events(self, **which: Any) -> Iterator[list[Any]]:
        """ROWS at a time by primary key: one pass over the events in all."""
        last, found = 0, self.rows("Event").filter(**which)
        while rows := list(found.filter(pk__gt=last)[:ROWS]):
            yield rows
            last = rows[-1].pk

    def copies(self) -> Iterator[list[tuple[int, int]]]:
        """Primary keys of copy and source."""
        which = {"verb": "create", "comment__startswith": "#", "campaign__isnull": False}
        for rows in self.events(**which):
            named = [(row.campaign_id, SOURCE.fullmatch(row.comment)) for row in rows]
            yield [(copy, int(source[1])) for copy, source in named if source]

    def writers(self, campaigns: set[int]) -> Writers:
        """Of those that exist."""
        found = self.rows("Campaign").filter(pk__in=campaigns).values_list("pk", "author_id")
        writers = {pk: {author} for pk, author in found}
        submitted = self.rows("Submission").filter(campaign__in=campaigns)
        edited = self.editor_of.objects.using(self.database).filter(campaign__in=campaigns)
        columns = ("campaign_id", "submitter_id")
        for people in (
            submitted.values_list(*columns),
            edited.values_list("campaign_id", "user_id"),
        ):
            for pk, person in people:
                if pk in writers:  # else a draft that somebody has just deleted
                    writers[pk].add(person)
        return writers

    def fill_copies(self, copies: list[tuple[int, int]]) -> None:
        writers = self.writers({pk for pair in copies for pk in pair})
        added: Writers = {}
        for copy, source in copies:
            if copy in writers and source in writers:
                added.setdefault(copy, set()).update(writers[source] - writers[copy])
                writers[copy] |= writers[source]
        rows = [
            self.editor_of(campaign_id=pk, user_id=one) for pk, new in added.items() for one in new
        ]
        self._create(self.editor_of, rows)
        self._tell_void(added)

    def _tell_void(self, added: Writers) -> None:
        if settings.SOLO_MODE:
            return
        changed = [pk for pk, new in added.items() if new]
        waiting = self.rows("Campaign").filter(pk__in=changed, status__in=WAITING)
        frozen = list(waiting.values_list("submission", flat=True))
        votes = self.rows("Review").filter(submission__in=frozen, verdict="approve")
        columns = ("submission__campaign", "submission__campaign__status", "reviewer")
        for pk, status, one, name in votes.values_list(*columns, "reviewer__username"):
            if one in added[pk]:
                sys.stdout.write(
                    f"\n  Campaign {pk}: {name} voted and had written what it was made from; "
                    f"{WAITING[status]}."
                )

    def fill_templates(self) -> None:
        """By the last event that saved one of this name."""
        saved: dict[tuple[int, str], int | None] = {}
        for rows in self.events(verb="save-template"):
            saved.update({(row.application_id, row.comment): row.campaign_id for row in rows})
        columns = ("pk", "author_id", "application_id", "name")
        templates = list(self.rows("CampaignTemplate").values_list(*columns))
        for start in range(0, len(templates), ROWS):
            some = templates[start : start + ROWS]
            source = {pk: saved.get((application, name)) for pk, _, application, name in some}
            writers = self.writers({pk for pk in source.values() if pk})
            rows = [
                self.writer_of(campaigntemplate_id=pk, user_id=one)
                for pk, author, *_ in some
                for one in {author} | writers.get(source[pk] or 0, set())
            ]
            self._create(self.writer_of, rows)

    def _create(self, through: Any, rows: list[Any]) -> None:
        made = through.objects.using(self.database)
        made.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS)


WAITING = {
    "approved": "it goes back to review at its claim, unless enough others voted",
    "in_review": "the vote counts no more",
}


class Migration(migrations.Migration):
    """Not atomic: a transaction for all would hold the rows of campaigns against everybody."""

    atomic = False
    dependencies = [("campaigns", "0012_writers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

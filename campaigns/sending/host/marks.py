"""Marks: does the database contain what this machine has noted of it?

Each heartbeat leaves a new random mark in the machine's row, then notes it beside sent.log together
with the newest seal and attempt. A database that was put back lacks the mark, whoever sent since.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Exists, Q
from django.db.models.functions import Now

from campaigns.domain.translatable import Text, translatable
from campaigns.lib.prepared_queries import Prepared, key, word
from campaigns.models import Attempt, Installation, Machine, Seal

from . import database_location, machine_rows
from .machine_file import Notes

AT_WORK = timedelta(seconds=45)
"""A machine claims only if its row says that it was at work so lately: a database that is put back
then names each machine that may have sent since (`witness`)."""

_OWN = Machine.objects.filter(key=word("machine"))
_FACTS = Prepared(
    lambda: Installation.objects.annotate(
        tables_now=database_location.Tables(),
        server=database_location.ServerStart(),
        has_row=Exists(_OWN.exclude(mark="")),
        has_mark=Exists(_OWN.filter(Q(mark=word("mark")) | Q(previous_mark=word("mark")))),
        has_seal=Exists(Seal.objects.filter(position=key("seal"), digest=word("digest"))),
        has_attempt=Exists(
            Attempt.objects.filter(pk=key("attempt"), request_id=word("request_id"))
        ),
        is_at_work=Exists(_OWN.filter(worked__gt=Now() - AT_WORK)),
    )
)


def facts(notes: Notes | None) -> Any:
    """This database's Installation with what it says about `notes`; None if it has no row."""
    found = notes or Notes("", "")
    return _FACTS.first(
        machine=found.machine,
        mark=found.mark,
        seal=found.seal,
        digest=found.digest,
        attempt=found.attempt,
        request_id=found.request_id,
    )


def is_known(notes: Notes, found: Any) -> bool:
    """Was this machine admitted, by the word of both sides?"""
    return bool(notes.mark and found.has_row and not notes.is_copied)


def why_lacking(notes: Notes, found: Any) -> Text | None:
    """What this machine has seen and the database lacks, as the end of a sentence."""
    if notes.installation and notes.installation != found.uuid.hex:
        return translatable("the notes beside sent.log are those of another installation.")
    if notes.attempt and not found.has_attempt:
        return translatable("the database does not know a push that this machine saw in it.")
    if notes.seal and not found.has_seal:
        return translatable("the database does not know an event that this machine saw in it.")
    if is_known(notes, found) and not found.has_mark:
        return translatable("the database lacks the mark that this machine left in it last.")
    return None


def leave(notes: Notes, installation: str, **columns: object) -> Notes:
    """Leave a new mark in the machine's row, with `columns`; returns the notes to write, which
    follow the COMMIT: the row keeps the mark of before for a crash in between."""
    mark = uuid4().hex
    machine_rows.write(notes, mark=mark, previous_mark=notes.mark, doubted=None, **columns)
    seal = Seal.objects.order_by("-position").values_list("position", "digest").first()
    attempt = Attempt.objects.order_by("-pk").values_list("pk", "request_id").first()
    number, digest = seal or (0, "")
    pk, request_id = attempt or (0, "")
    return replace(
        notes,
        installation=installation,
        mark=mark,
        seal=number,
        digest=digest,
        attempt=pk,
        request_id=request_id,
    )

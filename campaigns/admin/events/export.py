"""The list of events as a CSV file for auditors, with the seals."""

import csv
import logging
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from campaigns.admin.base import signed_in_user
from campaigns.domain.message.payload import utc
from campaigns.lib import database_clock
from campaigns.models import Event

log = logging.getLogger("campaigns.audit")

ROWS = 100_000
"""Newest events in the file; a spreadsheet opens about a million rows."""
CHUNK = 2_000
COLUMNS = {
    "id": "id",
    "at": "at",
    "actor_id": "actor_id",
    "actor": "actor__username",
    "os_user": "os_user",
    "verb": "verb",
    "source": "source",
    "target": "target",
    "comment": "comment",
    "digest": "digest",
    "solo": "solo",
    "evidence": "evidence",
    "campaign_id": "campaign_id",
    "campaign": "campaign__name",
    "application_id": "application_id",
    "application": "application__app_key",
    "seal_position": "seal__position",
    "seal_digest": "seal__digest",
}
"""Column of the file -> lookup. The names are those of the database, so that the digests can be
computed again as `domain/audit/chain.py` says."""


def csv_response(request: HttpRequest, events: "QuerySet[Event]") -> StreamingHttpResponse:
    """Streams the file; nothing is stored. The log says who exported it."""
    log.info(
        "%s exports the events (%s)", signed_in_user(request), request.GET.urlencode() or "all"
    )
    response = StreamingHttpResponse(
        csv_lines(_rows(events)), content_type="text/csv; charset=utf-8"
    )
    name = f"events-{database_clock.now():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _rows(events: "QuerySet[Event]") -> Iterator[list[Any]]:
    """The last line says if older events were left out."""
    yield list(COLUMNS)
    rows = events.order_by("-pk").values_list(*COLUMNS.values())[: ROWS + 1]
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK)):
        if number == ROWS:
            yield [f"Older events were left out: this file holds the newest {ROWS}."]
            return
        yield list(row)


BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of its Windows."""
FORMULA = frozenset("=+-@|%\t\r\n\0＝＋－＠")
"""A cell that starts with one of these, after invisible characters, is a formula. Source: OWASP
ASVS 5.0, 1.2.10; East Asian versions of Excel read the full-width ones as the plain ones."""


UNSEEN = frozenset({"Zs", "Cf"})
"""Unicode categories of spaces and of invisible characters such as U+200B and U+FEFF."""


class _Echo:
    """A file that returns what is written, as csv.writer then does too."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file line by line, every cell in quotes."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BOM
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])


def csv_cell(value: Any) -> str:
    """None is empty; a time is in UTC; an apostrophe goes before anything that could be a
    formula."""
    match value:
        case None:
            return ""
        case datetime():
            return utc(value)
    text = str(value)
    first = next((mark for mark in text if unicodedata.category(mark) not in UNSEEN), "")
    return f"'{text}" if first in FORMULA else text

"""Restore guard: refuses to send when sent.log knows attempts that the database does not.

A restored backup, a copy on another machine and a swapped folder look like an ordinary database,
and would send again what has left. Two signs give them away here: sent.log on this machine knows of
pushes that the database does not, or the database is not where it was. `membership` asks this, and
what this machine and others have seen.
"""

from typing import Any

from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock
from campaigns.lib.prepared_queries import Prepared, word
from campaigns.models import Attempt, Installation

from . import database_location, sent_log
from .sent_log import SentLogLine

LINES_PER_QUERY = 8
"""The lines that a claim reads from the end of the log fit into one query."""


def restored_text(why: Text) -> Text:
    return translatable(
        "This installation was restored or copied: %(why)s Record what was sent elsewhere, then"
        " have an operator run dispatch --adopt on the machine that sends.",
        why=why,
    )


def log_attempt(attempt: Attempt) -> None:
    """Append the attempt to sent.log, on disk, before the first byte. Raises OSError: then nothing
    may leave.

    Call it after the claim has committed: a crash in between leaves a claim without a line, which
    is harmless; a line without a claim would stop this machine for nothing.
    """
    sent_log.append(
        SentLogLine(
            installation=this_installation().uuid.hex,
            attempt=attempt.pk,
            request_id=attempt.request_id,
            app_key=attempt.application.app_key,
            campaign=attempt.submission.campaign_id,
            digest=attempt.submission.digest,
            at=sent_log.utc_text(database_clock.now()),
        )
    )


_THIS = Prepared(Installation.objects.all)


def this_installation() -> Installation:
    """This database's own row; the first call creates it, and says where the database is."""
    installation = _THIS.first()
    if installation is None:
        place = database_location.place()
        installation, _ = Installation.objects.get_or_create(only=True, defaults={"place": place})
    elif not installation.place:
        installation.place = database_location.place()
        Installation.objects.filter(place="").update(place=installation.place)
    return installation


_KNOWN = Prepared(
    lambda: Attempt.objects.filter(
        request_id__in=[word(f"id{number}") for number in range(LINES_PER_QUERY)]
    ).values_list("pk", "request_id")
)


def unknown_lines(lines: list[SentLogLine]) -> list[SentLogLine]:
    """The lines whose attempt the database does not know, or knows under another request id."""
    known = set[tuple[int, str]]()
    for start in range(0, len(lines), LINES_PER_QUERY):
        some = lines[start : start + LINES_PER_QUERY]
        some += [some[-1]] * (LINES_PER_QUERY - len(some))
        known.update(_KNOWN(**{f"id{n}": line.request_id for n, line in enumerate(some)}))
    return [line for line in lines if (line.attempt, line.request_id) not in known]


def foreign_lines(lines: list[SentLogLine], installation: Installation) -> list[SentLogLine]:
    """The lines that another installation wrote."""
    return [line for line in lines if line.installation != installation.uuid.hex]


def why_foreign(lines: list[SentLogLine], installation: Any) -> Text | None:
    """Why this database looks restored or copied, as the end of a sentence; None if it does not.

    `installation`: the row with `tables_now` (`marks.facts`). Read `lines` from the log before it
    and the database: a claim made in between would look like one that the database has forgotten.
    """
    if foreign_lines(lines, installation):
        return translatable("sent.log is that of another installation.")
    if _is_elsewhere(installation):
        return translatable("its database is not where it was.")
    forgotten = unknown_lines(lines)
    if forgotten:
        return translatable(
            "sent.log knows of a push at %(at)s that the database does not know.",
            at=forgotten[-1].at,
        )
    return None


def _is_elsewhere(installation: Any) -> bool:
    """The release before noted no tables."""
    if installation.place not in ("", database_location.place()):
        return True
    return installation.tables not in ("", installation.tables_now)


def unwritable_text(error: OSError) -> Text:
    return translatable(
        "Mend sent.log in VAR_DIR, where every push is noted before it leaves: %(error)s",
        error=error.strerror or str(error),
    )

"""The restore fence: a database that has forgotten a push must not send it again.

A restored backup, a copy on another machine and a swapped folder all look like an ordinary
database. Two things tell: `sent.log` on this machine knows of pushes that the database does not,
and the database is not where it was when it first sent.
"""

from django.utils import timezone

from campaigns.domain.translatable import Text, translatable
from campaigns.lib.prepared_queries import Prepared, word
from campaigns.models import Attempt, Installation

from . import database_location, sent_log
from .sent_log import Line

AT_ONCE = 8
"""Lines asked about by one query: what a claim reads of the log's end fits into one."""


def breach() -> Text | None:
    """Why nothing may be claimed on this machine now; None where nothing speaks against it."""
    try:
        sent_log.require_room()
        noted = sent_log.last()
    except OSError as error:
        return unwritable(error)
    why = why_foreign(noted)
    if why is None:
        return None
    return translatable(
        "This installation was restored or copied: %(why)s Record what was sent elsewhere, then"
        " have an operator run dispatch --adopt on the machine that sends.",
        why=why,
    )


def note(attempt: Attempt) -> None:
    """Into the log, on the disk, before the first byte; raises OSError and nothing may leave.

    After the claim has committed: a crash in between leaves a claim without a line, which is
    harmless, and never a line without a claim, which would stop this machine for nothing.
    """
    sent_log.append(
        Line(
            installation=this().uuid.hex,
            attempt=attempt.pk,
            request_id=attempt.request_id,
            app_key=attempt.application.app_key,
            campaign=attempt.submission.campaign_id,
            digest=attempt.submission.digest,
            at=sent_log.now_as_text(timezone.now()),
        )
    )


_THIS = Prepared(Installation.objects.all)


def this() -> Installation:
    """This database's own row; the first to ask makes it."""
    found = _THIS.first()
    if found is None:
        place = database_location.place()
        found, _ = Installation.objects.get_or_create(only=True, defaults={"place": place})
    return found


_KNOWN = Prepared(
    lambda: Attempt.objects.filter(
        request_id__in=[word(f"id{number}") for number in range(AT_ONCE)]
    ).values_list("pk", "request_id")
)


def missing(noted: list[Line]) -> list[Line]:
    """Those that the database does not know, or knows as something else."""
    known = set[tuple[int, str]]()
    for start in range(0, len(noted), AT_ONCE):
        some = noted[start : start + AT_ONCE]
        some += [some[-1]] * (AT_ONCE - len(some))
        known.update(_KNOWN(**{f"id{n}": line.request_id for n, line in enumerate(some)}))
    return [line for line in noted if (line.attempt, line.request_id) not in known]


def strange(noted: list[Line], installation: Installation) -> list[Line]:
    """Those of another one."""
    return [line for line in noted if line.installation != installation.uuid.hex]


def why_foreign(noted: list[Line]) -> Text | None:
    """In half a sentence more. The log is read before the database: a claim that is made between
    the two would else look like a forgotten one."""
    installation = this()
    if strange(noted, installation):
        return translatable("sent.log is that of another installation.")
    if installation.place != database_location.place():
        return translatable("its database is not where it was.")
    forgotten = missing(noted)
    if forgotten:
        return translatable(
            "sent.log knows of a push at %(at)s that the database does not know.",
            at=forgotten[-1].at,
        )
    return None


def unwritable(error: OSError) -> Text:
    return translatable(
        "Mend sent.log in VAR_DIR, where every push is noted before it leaves: %(error)s",
        error=error.strerror or str(error),
    )

"""Makes the machine of this test process a new one: its files are not rolled back with the
database."""

from pathlib import Path

from django.conf import settings

from campaigns.sending import tick
from campaigns.sending.host import process, readiness


def become_new() -> None:
    """No push has left it, it has seen no database, and it has reported nothing."""
    log = Path(settings.SENT_LOG)
    for file in (log, log.with_suffix(".machine.json")):
        file.unlink(missing_ok=True)
    process.standing.start_afresh(sends=True)
    readiness.last_report.start_afresh()
    tick.pulse.start_afresh()

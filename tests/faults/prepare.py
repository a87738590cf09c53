"""`python -m tests.faults.prepare N` makes the database of one installation: N approved campaigns
of one application, all due; with the provider's real limits.

More of them, on its database: `--until SECONDS` adds one whose window is over so soon, `--at
SECONDS` one that is due then, `--keep N` so many that are due one after the other whenever fewer
wait, until SIGTERM, `--everyone` one in review for everyone, with ten minutes of cool-down.
`--migrate` changes the schema as a later release may. `--applications N CENTRE` adds N applications
of a data centre, each with one campaign that is due in 2030.
"""

import contextlib
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.db import connections

NEXT = "0999_next"
REVIEWERS = ("rita", "rita2")
PASSWORD = "only for tests"  # noqa: S105


def main(campaigns: int) -> None:
    from django.core.management import call_command

    from campaigns.models import Application
    from tests.factories import approved, make_application, make_campaign

    call_command("migrate", verbosity=0)
    application = make_application(
        data_centre="sandbox", cool_down_minutes=0, per_hour=99, per_day=99
    )
    for number in range(campaigns):
        approved(make_campaign(application, name=f"Sale {number}"))
    Application.objects.update(per_hour=2, per_day=3)


def add(column: str, seconds: float) -> None:
    from django.utils import timezone

    from tests.factories import approved, make_campaign

    moment = timezone.now() + timedelta(seconds=seconds)
    columns: dict[str, Any] = {column: moment}
    approved(make_campaign(name="Timed", **columns))


def keep_waiting(number: int) -> None:
    """Each campaign is added whole or not at all: one left in review would never be settled. Its
    application's lock may be held by a process that was killed, until the database ends it."""
    from django.db import transaction

    from campaigns.audit import pace
    from campaigns.locks import Busy
    from campaigns.models import Campaign

    pace.CHANGES_PER_HOUR = 1_000_000
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.wait(0.2):
        if Campaign.objects.filter(status="approved").count() < number:
            for place in range(number):
                with contextlib.suppress(Busy), transaction.atomic():
                    add("send_at", 2 + place / 2)


def migrate_to_next() -> None:
    """As the next release may: a column and a table that programs of this one do not know."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_attempt ADD COLUMN next_rule integer DEFAULT 0")
        cursor.execute("CREATE TABLE campaigns_next (id integer PRIMARY KEY)")
    MigrationRecorder.Migration.objects.create(app="campaigns", name=NEXT, applied=timezone.now())


def add_for_everyone() -> None:
    from campaigns.accounts import roles
    from campaigns.models import Application
    from tests.factories import make_campaign, submitted, user

    Application.objects.update(cool_down_minutes=10)
    for name in REVIEWERS:
        reviewer = user(name, roles.REVIEWER)
        reviewer.set_password(PASSWORD)
        reviewer.save()
    submitted(make_campaign(audience_kind="everyone", audience_tag=[]))


def add_applications(number: int, centre: str) -> None:
    from campaigns.models import Campaign
    from tests.factories import approved, make_application, make_campaign

    for n in range(number):
        application = make_application(f"{centre}-{n}", data_centre=centre, cool_down_minutes=0)
        campaign = approved(make_campaign(application, name=f"{centre}-{n}"))
        Campaign.objects.filter(pk=campaign.pk).update(next_try_at=datetime(2030, 1, 1, tzinfo=UTC))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")
    django.setup()
    if sys.argv[1] == "--until":
        add("send_before", float(sys.argv[2]))
    elif sys.argv[1] == "--at":
        add("send_at", float(sys.argv[2]))
    elif sys.argv[1] == "--everyone":
        add_for_everyone()
    elif sys.argv[1] == "--keep":
        keep_waiting(int(sys.argv[2]))
    elif sys.argv[1] == "--migrate":
        migrate_to_next()
    elif sys.argv[1] == "--applications":
        add_applications(int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]))
    # what is copied is the file: SQLite's log goes into it when the last connection is closed
    connections.close_all()

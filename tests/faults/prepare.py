"""`python -m tests.faults.prepare N` makes the database of one installation: N approved campaigns
of one application, all due; with the provider's real limits.

`python -m tests.faults.prepare --until SECONDS` adds one whose window is over so soon.
`python -m tests.faults.prepare --applications N CENTRE` adds N applications of a data centre, each
with one campaign that is due in 2030.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import django
from django.db import connections


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


def add(seconds: float) -> None:
    from django.utils import timezone

    from tests.factories import approved, make_campaign

    until = timezone.now() + timedelta(seconds=seconds)
    approved(make_campaign(name="Short", send_before=until))


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
        add(float(sys.argv[2]))
    elif sys.argv[1] == "--applications":
        add_applications(int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]))
    # what is copied is the file: SQLite's log goes into it when the last connection is closed
    connections.close_all()

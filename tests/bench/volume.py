"""What many stored campaigns cost: the tick with nothing due, and the list page."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, Event, Submission
from campaigns.sending import tick
from tests.bench.row import Row, seconds
from tests.factories import make_application, user

FEW, MANY = 1_000, int(os.environ.get("STORED", "100000"))
BATCH = 2_000


def rows() -> Iterator[Row]:
    application = Application.objects.first() or make_application()
    auditor = user("ada", roles.AUDITOR)
    _store(application, FEW)
    few = _page(auditor)
    _store(application, MANY)
    many = _page(auditor)
    yield _tick_row()
    queries = f"{few[0]} -> {many[0]} queries"
    measured = f"{many[1] / few[1]:.2f} x ({few[1] * 1e3:.0f} -> {many[1] * 1e3:.0f} ms), {queries}"
    yield Row(f"list page, {MANY:,} campaigns : {FEW:,}", measured, "<= 1.5 x, same queries")


def _tick_row() -> Row:
    tick.pulse.beat.restart()
    idle = lambda: tick.tick(_nothing_is_due)  # noqa: E731 (used twice)
    with CaptureQueriesContext(connection) as queries:
        idle()
    tick.pulse.beat.restart()
    took = seconds(idle, times=100)
    measured = f"{len(queries)} query, {took * 1e3:.2f} ms"
    return Row(f"tick with nothing due, {MANY:,} campaigns", measured, "1 query, <= 2 ms")


def _nothing_is_due(pk: int) -> None:
    raise AssertionError(f"Campaign {pk} is due.")


def _page(viewer: User) -> tuple[int, float]:
    """Queries and seconds of the first page of the list."""
    client, address = Client(), reverse("admin:campaigns_campaign_changelist")
    client.force_login(viewer)

    def get() -> None:
        answer = client.get(address, headers={"host": "localhost"})
        assert answer.status_code == 200, answer.status_code

    get()
    with CaptureQueriesContext(connection) as queries:
        get()
    return len(queries), seconds(get)


def _store(application: Application, total: int) -> None:
    """Sent campaigns with all that belongs to them, until there are `total`."""
    author, now = user("maria", roles.MARKETER), timezone.now()
    while (missing := total - Campaign.objects.count()) > 0:
        _store_batch(application, author, min(BATCH, missing), now - timedelta(days=1))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does; SQLite never does it by itself


def _store_batch(application: Application, author: User, count: int, at: Any) -> None:
    columns = {"application": application, "author": author, "status_since": at}
    texts = {"platform": ["ios"], "audience_kind": "tags", "audience_tag": ["vip"]}
    drafts = [
        Campaign(name=f"Sale {n}", title="Sale", alert="Half price", **columns, **texts)
        for n in range(count)
    ]
    campaigns = Campaign.objects.bulk_create(drafts)
    submissions = Submission.objects.bulk_create(
        _submission(campaign, author, at) for campaign in campaigns
    )
    Attempt.objects.bulk_create(_attempt(application, one, at) for one in submissions)
    Event.objects.bulk_create(
        Event(at=at, verb="record", campaign=campaign, application=application)
        for campaign in campaigns
    )
    own = Submission.objects.filter(campaign=OuterRef("pk")).values("pk")[:1]
    Campaign.objects.filter(pk__range=(campaigns[0].pk, campaigns[-1].pk)).update(
        submission=Subquery(own), status=Status.SENT, due_at=at
    )


def _submission(campaign: Campaign, submitter: User, at: Any) -> Submission:
    return Submission(
        campaign=campaign,
        body=b"{}",
        kind="tags",
        app_key="key",
        data_centre="sandbox",
        send_before=at + timedelta(hours=4),
        votes_needed=1,
        digest=uuid4().hex,
        submitter=submitter,
        created=at,
    )


def _attempt(application: Application, submission: Submission, at: Any) -> Attempt:
    return Attempt(
        application=application,
        submission=submission,
        number=1,
        request_id=uuid4().hex,
        started=at,
        outcome="accepted",
        push_id="push",
    )

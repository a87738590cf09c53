"""Approved campaigns in bulk, one of each application, as the verbs would have left them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.composer import message_columns
from campaigns.domain.message import payload
from campaigns.domain.workflow import Status
from campaigns.models import Application, Campaign, Review, Submission
from tests.canary import SECRET
from tests.factories import MESSAGE, user

WINDOW = timedelta(minutes=30)


def approve(moments: Sequence[datetime]) -> dict[str, datetime]:
    """A new application and an approved campaign for each due moment; app key -> due time."""
    author, reviewer = user("maria", roles.MARKETER), user("rita", roles.REVIEWER)
    made = timezone.now()
    applications = _applications(len(moments))
    campaigns = Campaign.objects.bulk_create(
        Campaign(application=one, author=author, send_at=moment, status_since=made, **MESSAGE)
        for one, moment in zip(applications, moments, strict=True)
    )
    submissions = Submission.objects.bulk_create(_submission(one, made) for one in campaigns)
    Review.objects.bulk_create(_vote(one, reviewer) for one in submissions)
    _schedule(campaigns)
    keys = [one.app_key for one in applications]
    return dict(zip(keys, moments, strict=True))


def _applications(count: int) -> list[Application]:
    first, found = Application.objects.count(), []
    for number in range(first, first + count):
        columns = {"name": f"App{number}", "app_key": f"app{number}", "data_centre": "sandbox"}
        found.append(Application(**columns, cool_down_minutes=0))
        found[-1].app_secret = SECRET
    return Application.objects.bulk_create(found)


def _submission(campaign: Campaign, made: datetime) -> Submission:
    assert campaign.send_at is not None
    found = Submission(
        campaign=campaign,
        body=payload.body(message_columns.to_message(campaign)),
        kind=campaign.audience_kind,
        app_key=campaign.application.app_key,
        data_centre=campaign.application.data_centre,
        send_at=campaign.send_at,
        send_before=campaign.send_at + WINDOW,
        votes_needed=1,
        submitter=campaign.author,
        created=made,
    )
    found.digest = found.digest_now(campaign.application)
    return found


def _vote(submission: Submission, reviewer: User) -> Review:
    return Review(
        submission=submission,
        reviewer=reviewer,
        submitter=submission.submitter,
        verdict=Review.Verdict.APPROVE,
        digest=submission.digest,
        created=submission.created,
    )


def _schedule(campaigns: Sequence[Campaign]) -> None:
    own = Submission.objects.filter(campaign=OuterRef("pk")).values("pk")[:1]
    Campaign.objects.filter(pk__in=[one.pk for one in campaigns]).update(
        submission=Subquery(own),
        status=Status.APPROVED,
        due_at=F("send_at"),
        next_try_at=F("send_at"),
    )

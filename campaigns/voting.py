"""Who may vote on a submission, and which votes still count.

`electorate` asks it of one submission, `awaiting` of one person; they are the same five rules: a
reviewer of the application (active, with the permission, superusers included), already one when it
was submitted, named as a voter if any were named then, and no writer of the campaign. With
SOLO_MODE writers may vote; switched off again, their votes count no longer.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from . import access
from .domain.text import Text, gettext
from .domain.workflow import Status
from .models import Application, Campaign, Review, Submission

SINCE = Coalesce("access__reviewer_since", "date_joined")
"""Since when somebody counts as a reviewer: their role was given then, or they came with it."""


def reviewers(application: Application) -> QuerySet[User]:
    """Everybody who has the role to review this application now."""
    return access.holders(access.REVIEW, application)


def electorate(campaign: Campaign, submission: Submission) -> QuerySet[User]:
    """Everybody whose vote on this submission counts now, whether cast or not."""
    people = reviewers(campaign.application)
    people = people.alias(since=SINCE).filter(since__lte=submission.created)
    if submission.voters is not None:
        people = people.filter(pk__in=submission.voters)
    return people if settings.SOLO_MODE else people.exclude(pk__in=campaign.writers())


def awaiting(user: User) -> QuerySet[Campaign]:
    """What is in review and waits for a vote that this person may still give."""
    if not user.has_perm(access.REVIEW):
        return Campaign.objects.none()
    found = _open_to(user)
    own = Review.objects.filter(submission=OuterRef("submission"), reviewer=user)
    back = found.filter(
        submission__reviews__reviewer=user, submission__reviews__created__lt=F("status_since")
    ).select_related("submission", "application")
    carried = [one.pk for one in back if one.submission and is_carried(one, one.submission)]
    return found.filter(~Exists(own) | Q(pk__in=carried))


def _open_to(user: User) -> QuerySet[Campaign]:
    """In review, and this reviewer is of its electorate."""
    named = Q(submission__voters__isnull=True) | Q(named__regex=rf"[^0-9]{user.pk}[^0-9]")
    found = (
        access.campaigns(user)
        .alias(named=Cast("submission__voters", TextField()))
        .filter(named, status=Status.IN_REVIEW, submission__created__gte=_since(user))
    )
    if settings.SOLO_MODE:
        return found
    written = Q(author=user) | Q(editors=user) | Q(submissions__submitter=user)
    return found.exclude(pk__in=Campaign.objects.filter(written, status=Status.IN_REVIEW))


def _since(user: User) -> datetime:
    since: datetime = User.objects.values_list(SINCE, flat=True).get(pk=user.pk)
    return since


def possible_voters(campaign: Campaign) -> list[User]:
    """Whose vote it waits for, by name: of its electorate, those who have not voted yet. Where
    votes enough count already (a voter came back to the rights they had lost), any of them."""
    submission = campaign.submission
    if submission is None:
        return []
    people = electorate(campaign, submission)
    if is_carried(campaign, submission):
        return list(people)
    return list(people.exclude(pk__in=submission.reviews.values("reviewer")))


def why_not(user: User, campaign: Campaign) -> Text | None:
    """Why this person's vote does not count, superusers included; None if it does."""
    submission = campaign.submission
    if submission and electorate(campaign, submission).filter(pk=user.pk).exists():
        return None
    if not user.is_active or not access.may(user, access.REVIEW, campaign.application):
        return gettext("Ask a reviewer of this application to do this.")
    if not settings.SOLO_MODE and user.pk in campaign.writers():
        return gettext("Ask another reviewer: whoever wrote, edited or submitted it may not vote.")
    if submission and submission.voters is not None and user.pk not in submission.voters:
        return gettext("Ask one of those whom the application's rules name as voters.")
    return gettext("Ask another reviewer: this was submitted before you became one.")


def approvals(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count now, oldest first: by people who still may vote, on this digest."""
    return list(_approvals(submission).filter(reviewer__in=electorate(campaign, submission)))


def void(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count no more: whoever gave them has lost the right since."""
    return list(_approvals(submission).exclude(reviewer__in=electorate(campaign, submission)))


def _approvals(submission: Submission) -> QuerySet[Review]:
    votes = submission.reviews.filter(verdict=Review.Verdict.APPROVE, digest=submission.digest)
    return votes.select_related("reviewer").order_by("pk")


def needed(campaign: Campaign, submission: Submission) -> int:
    """How many approvals it needs: what was frozen. With SOLO_MODE no more than there are people
    who may give one, or a team of one could never push to everyone; the frozen number stays, and
    holds again as soon as SOLO_MODE is off."""
    if not settings.SOLO_MODE:
        return submission.votes_needed
    return max(1, min(submission.votes_needed, electorate(campaign, submission).count()))


def is_carried(campaign: Campaign, submission: Submission) -> bool:
    return len(approvals(campaign, submission)) >= needed(campaign, submission)


def expected(campaign: Campaign) -> int:
    """How many people could vote on a draft, were it submitted now."""
    people = reviewers(campaign.application)
    chosen = set(campaign.application.voters.values_list("pk", flat=True))
    if chosen:
        people = people.filter(pk__in=chosen)
    return (people if settings.SOLO_MODE else people.exclude(pk__in=campaign.writers())).count()

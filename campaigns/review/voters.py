"""Who may vote on a submission, and which votes still count.

`electorate` asks it of one submission, `awaiting` of one person; they are the same five rules: a
reviewer of the application (active, with the permission, superusers included), already one when it
was submitted, named as a voter if any were named then, and no writer of the campaign. With
SOLO_MODE writers may vote; switched off again, their votes count no longer.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from campaigns import access
from campaigns.domain.translatable import Text, translatable
from campaigns.domain.workflow import Status
from campaigns.lib.prepared_queries import Prepared, key, moment, switch, word
from campaigns.models import Application, Campaign, Review, Submission

SINCE = Coalesce("access__reviewer_since", "date_joined")
"""Since when somebody counts as a reviewer: their role was given then, or they came with it."""


def reviewers(application: Application) -> QuerySet[User]:
    """Everybody who has the role to review this application now."""
    return access.holders(access.REVIEW, application)


def _wrote() -> Q:
    """Of a user: `Campaign.writers`, as a part of a larger question."""
    written = Campaign.objects.filter(pk=key("campaign"))
    return (
        Q(pk__in=written.values("author"))
        | Q(pk__in=written.filter(editors__isnull=False).values("editors"))
        | Q(pk__in=Submission.objects.filter(campaign=key("campaign")).values("submitter"))
    )


def _electors() -> QuerySet[User, int]:
    """Of a campaign and its submission, before the names that the submission may hold."""
    people = access.holders_of(access.REVIEW, key("application")).alias(since=SINCE)
    people = people.filter(~_wrote() | Q(switch("solo")), since__lte=moment("submitted"))
    return people.order_by().values_list("pk", flat=True)


def _votes() -> QuerySet[Review]:
    votes = Review.objects.filter(submission=key("submission"), digest=word("digest"))
    votes = votes.filter(verdict=Review.Verdict.APPROVE, reviewer__in=_electors())
    return votes.select_related("reviewer").order_by("pk")


_ELECTORS, _VOTES = Prepared(_electors), Prepared(_votes)


def _asked(campaign: Campaign, submission: Submission) -> dict[str, Any]:
    return {
        "campaign": campaign.pk,
        "application": campaign.application_id,
        "submitted": submission.created,
        "solo": settings.SOLO_MODE,
    }


def _is_named(submission: Submission, pk: int) -> bool:
    return submission.voters is None or pk in submission.voters


def electorate(campaign: Campaign, submission: Submission) -> set[int]:
    """User ids of all whose vote on this submission counts now, whether cast or not."""
    people = _ELECTORS(**_asked(campaign, submission))
    return {pk for pk in people if _is_named(submission, pk)}


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
    if not is_carried(campaign, submission):
        people -= set(submission.reviews.values_list("reviewer", flat=True))
    return list(User.objects.filter(pk__in=people).order_by("username"))


def why_not(user: User, campaign: Campaign) -> Text | None:
    """Why this person's vote does not count, superusers included; None if it does."""
    submission = campaign.submission
    if submission and user.pk in electorate(campaign, submission):
        return None
    if not user.is_active or not access.may(user, access.REVIEW, campaign.application):
        return translatable("Ask a reviewer of this application to do this.")
    if not settings.SOLO_MODE and user.pk in campaign.writers():
        return translatable(
            "Ask another reviewer: whoever wrote, edited or submitted it may not vote."
        )
    if submission and not _is_named(submission, user.pk):
        return translatable("Ask one of those whom the application's rules name as voters.")
    return translatable("Ask another reviewer: this was submitted before you became one.")


def approvals(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count now, oldest first: by people who still may vote, on this digest."""
    asked = _asked(campaign, submission)
    votes = _VOTES(**asked, submission=submission.pk, digest=submission.digest)
    return [vote for vote in votes if _is_named(submission, vote.reviewer_id)]


def void(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count no more: whoever gave them has lost the right since."""
    votes = submission.reviews.filter(verdict=Review.Verdict.APPROVE, digest=submission.digest)
    lost = votes.exclude(reviewer__in=electorate(campaign, submission))
    return list(lost.select_related("reviewer").order_by("pk"))


def needed(campaign: Campaign, submission: Submission) -> int:
    """How many approvals it needs: what was frozen. With SOLO_MODE no more than there are people
    who may give one, or a team of one could never push to everyone; the frozen number stays, and
    holds again as soon as SOLO_MODE is off."""
    if not settings.SOLO_MODE:
        return submission.votes_needed
    return max(1, min(submission.votes_needed, len(electorate(campaign, submission))))


def is_carried(campaign: Campaign, submission: Submission) -> bool:
    return len(approvals(campaign, submission)) >= needed(campaign, submission)


def expected(campaign: Campaign) -> int:
    """How many people could vote on a draft, were it submitted now."""
    people = reviewers(campaign.application)
    chosen = set(campaign.application.voters.values_list("pk", flat=True))
    if chosen:
        people = people.filter(pk__in=chosen)
    return (people if settings.SOLO_MODE else people.exclude(pk__in=campaign.writers())).count()

"""Who may vote on a submission, and which votes still count."""

from django.contrib.auth.models import User

from . import access
from .domain.text import Text, gettext
from .models import Campaign, Review, Submission


def why_not(user: User, campaign: Campaign) -> Text | None:
    """Why this person's vote does not count, superusers included; None if it does."""
    if not user.is_active or not access.may(user, access.REVIEW, campaign.application):
        return gettext("Ask a reviewer of this application to do this.")
    if user.pk in campaign.writers():
        return gettext("Ask another reviewer: whoever wrote, edited or submitted it may not vote.")
    return None


def approvals(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count now, oldest first: by people who still may vote, on this digest."""
    votes = submission.reviews.filter(
        verdict=Review.Verdict.APPROVE, digest=submission.digest
    ).select_related("reviewer")
    return [vote for vote in votes if why_not(vote.reviewer, campaign) is None]


def is_carried(campaign: Campaign, submission: Submission) -> bool:
    return len(approvals(campaign, submission)) >= submission.votes_needed

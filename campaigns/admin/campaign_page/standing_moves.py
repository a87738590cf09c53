"""Whether what a person did to a campaign holds still: only then a second click says so again."""

from django.contrib.auth.models import User

from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import MOVES, Move, Status
from campaigns.models import Campaign, Review

MOVED_ON = translatable("Look at it again: it has moved on since you did this.")


def stands(pk: int, user: User, verb: str) -> bool:
    """A vote stands on what is under review now or was approved; another move while the campaign is
    where the move led; a comment always."""
    if verb == Verb.COMMENT:
        return True
    campaign = Campaign.objects.select_related("submission").get(pk=pk)
    if verb == Move.APPROVE:
        mine = Review.objects.filter(submission=campaign.submission, reviewer=user)
        return campaign.submission is not None and mine.filter(verdict=verb).exists()
    return Status(campaign.status) in MOVES[Move(verb)][1]

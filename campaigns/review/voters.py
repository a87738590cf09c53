"""Who may vote on a submission, and which votes still count.

The electorate of a submission, in five rules: a reviewer (active, with the permission; superusers
included), of the application, already one at the submit, named as a voter if any were named then,
and no writer of the campaign. `_reviewers` and `_rules` say them once: for claim, desk and page.
With SOLO_MODE writers may vote; switched off again, their votes count no longer.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from campaigns import access, models
from campaigns.domain.translatable import Text, translatable
from campaigns.domain.workflow import Status
from campaigns.lib.prepared_queries import Prepared, key, switch, word
from campaigns.models import Application, Campaign, Review, Submission, SubmissionVoter

SINCE = Coalesce("access__reviewer_since", "date_joined")
"""Since when somebody counts as a reviewer: their role was given then, or they came with it."""
NO_REVIEWER = translatable("Ask a reviewer of this application to do this.")
TOO_LATE = translatable("Ask another reviewer: this was submitted before you became one.")
REFUSALS: dict[str, Text] = {
    "is_no_writer": translatable(
        "Ask another reviewer: whoever wrote, edited or submitted it may not vote."
    ),
    "is_named": translatable("Ask one of those whom the application's rules name as voters."),
    "is_in_time": TOO_LATE,
}
"""Name of a rule -> what whoever breaks it is told; the first that is broken."""


def reviewers(application: Application) -> QuerySet[User]:
    """Everybody who has the role to review this application now."""
    return access.holders(access.REVIEW, application)


@dataclass(frozen=True)
class Asked:
    """What the rules ask about, as expressions: they stand in a query inside that of the users."""

    campaign: Any
    application: Any
    submission: Any
    solo: Any


ONE = Asked(key("campaign"), key("application"), key("submission"), switch("solo"))
"""A campaign that is known when a prepared query is asked."""


def _each() -> Asked:
    """Refers to the campaign row of the outer query."""
    campaign, application, submission = (
        OuterRef(OuterRef(name)) for name in ("pk", "application", "submission")
    )
    return Asked(campaign, application, submission, Value(settings.SOLO_MODE))


def electors(asked: Asked) -> QuerySet[User]:
    """Everybody whose vote on this submission counts now, whether cast or not."""
    return _reviewers(asked).filter(*_rules(asked).values())


def _reviewers(asked: Asked) -> QuerySet[User]:
    people = access.holders_of(access.REVIEW, asked.application)
    return people.alias(since=SINCE).order_by()


def _rules(asked: Asked) -> dict[str, Q]:
    """What a reviewer must fulfil besides, by the names of REFUSALS."""
    submission = Submission.objects.filter(pk=asked.submission)
    open_to_all = submission.filter(voters__isnull=True)
    named = SubmissionVoter.objects.filter(submission=asked.submission)
    return {
        "is_no_writer": ~wrote(asked) | Q(asked.solo),
        "is_named": Q(Exists(open_to_all)) | Q(pk__in=named.values("user")),
        "is_in_time": Q(since__lte=Subquery(submission.values("created"))),
    }


def wrote(asked: Asked) -> Q:
    """Author, editor or submitter: as `Campaign.writers`."""
    written = Campaign.objects.filter(pk=asked.campaign)
    return (
        Q(pk__in=written.values("author"))
        | Q(pk__in=written.filter(editors__isnull=False).values("editors"))
        | Q(pk__in=Submission.objects.filter(campaign=asked.campaign).values("submitter"))
    )


def electors_query() -> QuerySet[User, int]:
    return electors(ONE).values_list("pk", flat=True)


def votes_query() -> QuerySet[Review]:
    votes = Review.objects.filter(submission=key("submission"), digest=word("digest"))
    votes = votes.filter(verdict=Review.Verdict.APPROVE, reviewer__in=electors_query())
    return votes.select_related("reviewer").order_by("pk")


def rules_query() -> QuerySet[User, dict[str, bool]]:
    """Which rules one person fulfils; no row for who is no reviewer."""
    person: QuerySet[Any, Any] = _reviewers(ONE).filter(pk=key("user"))
    fulfilled: QuerySet[User, dict[str, bool]] = person.annotate(**_rules(ONE)).values(*REFUSALS)
    return fulfilled


ELECTORS, VOTES, RULES = Prepared(electors_query), Prepared(votes_query), Prepared(rules_query)


def _asked(campaign: Campaign, submission: Submission) -> dict[str, Any]:
    """The values of ONE."""
    return {
        "campaign": campaign.pk,
        "application": campaign.application_id,
        "submission": submission.pk,
        "solo": settings.SOLO_MODE,
    }


def electorate(campaign: Campaign, submission: Submission) -> set[int]:
    """User ids of `electors`."""
    return set(ELECTORS(**_asked(campaign, submission)))


def awaiting(user: User) -> QuerySet[Campaign]:
    """Campaigns in review that wait for a vote which this person may still give."""
    if not user.has_perm(access.REVIEW):
        return Campaign.objects.none()
    # whether somebody is a reviewer depends on no campaign: `electors` would ask it for each one
    person = User.objects.alias(since=SINCE).filter(*_rules(_each()).values(), pk=user.pk)
    open_to = access.campaigns(user).filter(Exists(person), status=Status.IN_REVIEW)
    own = Review.objects.filter(submission=OuterRef("submission"), reviewer=user)
    old = Q(submission__reviews__reviewer=user, submission__reviews__created__lt=F("status_since"))
    back = open_to.filter(old).select_related("submission")
    back = back.defer(*models.LARGE_COLUMNS, "submission__body")
    carried = [one.pk for one in back if one.submission and is_carried(one, one.submission)]
    return open_to.filter(~Exists(own) | Q(pk__in=carried))


def possible_voters(campaign: Campaign) -> list[User]:
    """Whose vote the campaign waits for, by username: electors who have not voted yet. Where enough
    votes count already (a voter got back the rights they had lost), every elector."""
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
    if submission is None:
        return TOO_LATE
    fulfilled = RULES.first(user=user.pk, **_asked(campaign, submission))
    if fulfilled is None:
        return NO_REVIEWER
    return next((text for rule, text in REFUSALS.items() if not fulfilled[rule]), None)


def approvals(campaign: Campaign, submission: Submission) -> list[Review]:
    """The approvals that count now, oldest first: by people who still may vote, on this digest."""
    return VOTES(digest=submission.digest, **_asked(campaign, submission))


def void_approvals(campaign: Campaign, submission: Submission) -> list[Review]:
    """Approvals that count no more: the reviewer has lost the right since."""
    votes = submission.reviews.filter(verdict=Review.Verdict.APPROVE, digest=submission.digest)
    lost = votes.exclude(reviewer__in=electorate(campaign, submission))
    return list(lost.select_related("reviewer").order_by("pk"))


def needed(campaign: Campaign, submission: Submission) -> int:
    """How many approvals the submission needs: its frozen number. With SOLO_MODE no more than it
    has electors, or a team of one could never push to everyone; the frozen number stays, and holds
    again once SOLO_MODE is off."""
    if not settings.SOLO_MODE:
        return submission.votes_needed
    return max(1, min(submission.votes_needed, len(electorate(campaign, submission))))


def is_carried(campaign: Campaign, submission: Submission) -> bool:
    return len(approvals(campaign, submission)) >= needed(campaign, submission)


def expected_count(campaign: Campaign) -> int:
    """How many people could vote on a draft, were it submitted now."""
    people = reviewers(campaign.application)
    chosen = set(campaign.application.voters.values_list("pk", flat=True))
    if chosen:
        people = people.filter(pk__in=chosen)
    return (people if settings.SOLO_MODE else people.exclude(pk__in=campaign.writers())).count()

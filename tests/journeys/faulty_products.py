"""Products that break the promise, each in one place; a proof must catch every one."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest import mock

from django.db.models import Q

from campaigns.composer import lifecycle, message_columns
from campaigns.domain.message import payload
from campaigns.lib.prepared_queries import Prepared
from campaigns.models import Application, Campaign, Review, Submission
from campaigns.review import voters
from campaigns.sending import claim as sending_claim
from campaigns.sending import send


def rebuilds_the_body() -> Any:
    """At the send, from the campaign as it is by then."""
    real = sending_claim.claim

    def claim(pk: int, **words: Any) -> sending_claim.Claim | None:
        made = real(pk, **words)
        body = payload.body(message_columns.to_message(Campaign.objects.get(pk=pk)))
        return made and replace(made, body=body)

    return mock.patch.object(send, "claim", claim)


def skips_the_digest() -> Any:
    """Sends what the submission holds by then, with the key and to the place of then."""
    real = Submission.digest_now

    def digest_now(frozen: Submission, application: Application) -> str:
        return frozen.digest or real(frozen, application)

    return mock.patch.object(Submission, "digest_now", digest_now)


def counts_votes_on_another_digest() -> Any:
    def approvals(campaign: Campaign, submission: Submission) -> list[Review]:
        votes = submission.reviews.filter(verdict="approve").select_related("reviewer")
        return [vote for vote in votes if voters.why_not(vote.reviewer, campaign) is None]

    return mock.patch.object(voters, "approvals", approvals)


def lets_editors_vote() -> Any:
    """All but the submitter: the database itself refuses those."""

    def writers(campaign: Campaign) -> set[int]:
        return set(campaign.submissions.values_list("submitter_id", flat=True))

    def wrote(asked: voters.Asked) -> Q:
        submitted = Submission.objects.filter(campaign=asked.campaign)
        return Q(pk__in=submitted.values("submitter"))

    broken = ExitStack()
    broken.enter_context(mock.patch.object(Campaign, "writers", writers))
    for name, instead in (
        ("wrote", wrote),
        ("ELECTORS", Prepared(voters.electors_query)),
        ("VOTES", Prepared(voters.votes_query)),
        ("RULES", Prepared(voters.rules_query)),
    ):
        broken.enter_context(mock.patch.object(voters, name, instead))
    return broken


def trusts_the_status() -> Any:
    """Whether there are votes is not looked at again."""
    blind = mock.Mock(wraps=voters)
    blind.needed.return_value = 0
    return mock.patch.object(sending_claim, "voters", blind)


def keeps_votes_for_the_next_submission() -> Any:
    """A vote once given counts for whatever is submitted later."""
    real = lifecycle.submit

    def submit(pk: int, *args: Any, **words: Any) -> Campaign:
        campaign = real(pk, *args, **words)
        assert campaign.submission is not None
        old = Review.objects.filter(submission__campaign=campaign, verdict="approve")
        for vote in old.exclude(submission=campaign.submission).distinct():
            Review.objects.get_or_create(
                submission=campaign.submission,
                reviewer=vote.reviewer,
                defaults={
                    "submitter": campaign.submission.submitter,
                    "verdict": "approve",
                    "digest": campaign.submission.digest,
                    "created": vote.created,
                },
            )
        return campaign

    return mock.patch.object(lifecycle, "submit", submit)


FAULTY: dict[str, Callable[[], Any]] = {
    function.__name__: function
    for function in (
        rebuilds_the_body,
        skips_the_digest,
        counts_votes_on_another_digest,
        lets_editors_vote,
        trusts_the_status,
        keeps_votes_for_the_next_submission,
    )
}

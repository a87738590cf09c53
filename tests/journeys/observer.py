"""Notes what people were shown and did, and judges by that alone every request that arrives.

The rules are those of campaigns/README.md, written a second time: nothing here asks the product
who may vote or what may leave.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.models import Attempt, Campaign, Submission
from tests.push_server import Received


@dataclass(frozen=True)
class Shown:
    """What a voter had on screen."""

    body: bytes
    digest: str
    app_key: str
    data_centre: str
    send_at: datetime | None
    send_before: datetime
    votes_needed: int


@dataclass(frozen=True)
class Claimed:
    at: datetime
    entitled: frozenset[str]


class Wrong(AssertionError):
    """Something left that people had not approved."""


@dataclass
class Observer:
    writers: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Campaign -> who wrote or submitted it."""
    votes: dict[int, dict[str, Shown]] = field(default_factory=lambda: defaultdict(dict))
    """Submission -> voter -> what they approved."""
    needed: dict[int, int] = field(default_factory=dict)
    """Submission -> votes, by the application's rules at that moment."""
    void: set[int] = field(default_factory=set)
    """Submissions that somebody took back."""
    claims: dict[str, Claimed] = field(default_factory=dict)
    """By the request id."""
    arrivals: Counter[int] = field(default_factory=Counter)
    """Requests per submission."""

    def looks_at(self, pk: int) -> Shown | None:
        """The campaign as a reviewer sees it now; None where there is nothing to vote on."""
        campaign = Campaign.objects.select_related("submission", "application").get(pk=pk)
        frozen, application = campaign.submission, campaign.application
        if frozen is None:
            return None
        return Shown(
            frozen.body_bytes,
            frozen.digest,
            application.app_key,
            application.data_centre,
            frozen.send_at,
            frozen.send_before,
            frozen.votes_needed,
        )

    def submitted(self, pk: int, name: str) -> None:
        campaign = Campaign.objects.select_related("submission", "application").get(pk=pk)
        self.writers[pk].add(name)
        frozen, rules = campaign.submission, campaign.application
        assert frozen is not None
        by_kind = {"users": rules.votes_needed, "tags": rules.votes_needed_tags}
        self.needed[frozen.pk] = by_kind.get(campaign.audience_kind, rules.votes_needed_everyone)

    def copied(self, source: int, made: Iterable[int], name: str) -> None:
        """Whoever wrote the source wrote what was made of it."""
        for pk in made:
            self.writers[pk] |= {*self.writers[source], name}

    def voted(self, submission: int, name: str, shown: Shown) -> None:
        self.votes[submission][name] = shown

    def claimed(self, request_id: str, submission: Submission) -> None:
        entitled = frozenset(
            voter
            for voter in self.votes[submission.pk]
            if voter not in self.writers[submission.campaign_id] and _may_review(voter, submission)
        )
        self.claims[request_id] = Claimed(timezone.now(), entitled)

    def judge(self, data_centre: str, request: Received) -> None:
        """Raises Wrong."""
        request_id = request.headers["x-request-id"]
        attempt = Attempt.objects.get(request_id=request_id)
        pk, claim = attempt.submission_id, self.claims.get(request_id)
        self.arrivals[pk] += 1
        _require(claim is not None and pk not in self.void, "It left though it was taken back.")
        _require(self.arrivals[pk] == 1, "It left twice.")
        assert claim is not None
        approved = [shown for name, shown in self.votes[pk].items() if name in claim.entitled]
        key = request.headers["app-key"]
        same = [
            shown
            for shown in approved
            if (shown.body, shown.app_key, shown.data_centre) == (request.body, key, data_centre)
        ]
        _require(bool(same), "It left as nobody had approved it.")
        needed = max(self.needed[pk], *(shown.votes_needed for shown in same))
        _require(len(same) >= needed, "It left with too few votes.")
        _require(len({shown.digest for shown in same}) == 1, "They approved different things.")
        start = same[0].send_at or claim.at
        _require(start <= claim.at < same[0].send_before, "It left outside its window.")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)


def _may_review(name: str, submission: Submission) -> bool:
    user, campaign = User.objects.get(username=name), submission.campaign
    is_writer = user == campaign.author or campaign.editors.filter(pk=user.pk).exists()
    is_reviewer = user.is_superuser or user.groups.filter(name=roles.REVIEWER).exists()
    return user.is_active and is_reviewer and not is_writer

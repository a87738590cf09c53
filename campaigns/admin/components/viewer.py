"""One user looking at one campaign: what they may do, and who else could. Each answer is cached."""

from collections.abc import Iterable
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.access import Actor
from campaigns.domain.translatable import listed
from campaigns.domain.workflow import MOVES, Move, Status
from campaigns.lib import i18n
from campaigns.models import Campaign, Submission
from campaigns.review import voters

NAMES_SHOWN = 5
"""People that are named; further ones become "others"."""


class Viewer:
    """`name_param` fills the %(name)s of sentences with the campaign's name."""

    def __init__(self, user: User, campaign: Campaign) -> None:
        self.user, self.campaign = user, campaign
        self.submission: Submission | None = campaign.submission
        self.name_param = {"name": campaign.name}

    def may(self, permission: str) -> bool:
        return access.may(self.user, permission, self.campaign.application)

    def is_possible(self, move: Move) -> bool:
        """Whether the state of the campaign allows the move; says nothing about the user."""
        return Status(self.campaign.status) in MOVES[move][0]

    @cached_property
    def may_compose(self) -> bool:
        return self.may(access.COMPOSE)

    @cached_property
    def may_review(self) -> bool:
        return self.may(access.REVIEW)

    @cached_property
    def is_writer(self) -> bool:
        return access.is_writer(self.campaign, Actor(self.user))

    @cached_property
    def electors(self) -> list[User]:
        """The users whose vote it waits for."""
        is_open = self.campaign.status == Status.IN_REVIEW
        return voters.possible_voters(self.campaign) if is_open else []

    @property
    def may_vote(self) -> bool:
        return self.user in self.electors

    @cached_property
    def vote_counts(self) -> bool:
        """Whether a vote of this user counts, cast or not."""
        return self.may_vote or voters.why_not(self.user, self.campaign) is None

    @cached_property
    def was_submitted(self) -> bool:
        return bool(self.submission) or self.campaign.submissions.exists()

    @cached_property
    def writer_names(self) -> str:
        """Names of those who wrote, edited or submitted the campaign."""
        people = User.objects.filter(pk__in=self.campaign.writers(), is_active=True)
        return names_text(people.order_by("username")[: NAMES_SHOWN + 1])

    @cached_property
    def written_by(self) -> str:
        """Who wrote it or what it was made from, and that they cannot approve it."""
        people = User.objects.filter(pk__in=self.campaign.writers()).order_by("username")
        names = {"names": names_text(people[: NAMES_SHOWN + 1], "and")}
        if settings.SOLO_MODE:
            return _("Written by %(names)s.") % names
        return _("Written by %(names)s: whoever wrote it cannot approve it.") % names

    def holder_names(self, permission: str, *, but_writers: bool = False) -> str:
        """Names of those who have the permission and may use the application."""
        users = access.holders(permission, self.campaign.application)
        if but_writers:
            users = users.exclude(pk__in=self.campaign.writers())
        return names_text(users[: NAMES_SHOWN + 1])


def may_vote_text(named: str) -> str:
    return _("These may vote: %(names)s.") % {"names": named}


def names_text(people: Iterable[User], last: str = "or") -> str:
    """`rita, rosa or rui`; more than NAMES_SHOWN end in `or others`; `an operator` if there is
    nobody."""
    names = [str(person) for person in people]
    if len(names) > NAMES_SHOWN:
        names[NAMES_SHOWN:] = [_("others")]
    return i18n.render(listed(names, last)) if names else _("an operator")

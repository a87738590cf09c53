"""An application's review policy: how many votes a push needs, and who may vote."""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.contrib.auth.models import User

from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.translatable import Problem, listed, translatable, translatable_plural
from campaigns.models import Application

from .voters import reviewers

VOTES = {kind.votes for kind in KINDS.values()}
"""Columns of Application: the votes that each kind of audience needs."""
VOTERS = "voters"


def set_voters(application: Application, voters: Collection[User]) -> list[str]:
    """Set who may vote on later submissions; nobody named means every reviewer. Returns what
    changed, for the Event."""
    before, after = _names(application.voters.all()), _names(voters)
    application.voters.set(voters)
    return [f"{VOTERS}: {before} -> {after}"] if before != after else []


def _names(voters: Collection[User]) -> str:
    return ", ".join(sorted(voter.get_username() for voter in voters)) or "every reviewer"


def voter_problems(
    application: Application, changed: Collection[str], voters: Collection[User] | None
) -> Iterator[Problem]:
    """Why nobody could meet this policy. `changed`: the changed columns. `voters`: None if they
    stay. Only a change is checked: a stored policy that nobody can meet any more blocks no other
    change."""
    if voters is None and VOTES.isdisjoint(changed):
        return
    chosen = set(application.voters.all() if voters is None else voters)
    able = chosen & set(reviewers(application))
    strangers = chosen - able - set(application.voters.all())
    if strangers:
        names = listed(sorted(voter.get_username() for voter in strangers))
        text = translatable("Leave out %(names)s: only reviewers of it can be voters.", names=names)
        yield Problem(VOTERS, text)
    elif chosen and len(able) < _most_votes(application):
        text = translatable_plural(
            "Choose at least %(count)d reviewer: %(able)d of the chosen may review it.",
            "Choose at least %(count)d reviewers: %(able)d of the chosen may review it.",
            _most_votes(application),
            able=len(able),
        )
        yield Problem(VOTERS, text)


def _most_votes(application: Application) -> int:
    """The most votes that any push of it needs; with SOLO_MODE one."""
    return 1 if settings.SOLO_MODE else max(application.votes_for(kind) for kind in KINDS.values())

"""An application's policy: how many votes a push needs, and who may give them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.translatable import Problem, listed, translatable, translatable_plural
from campaigns.models import Application

from . import voters as review_voters

VOTES = {kind.votes for kind in KINDS.values()}
"""Columns of Application: the votes that each kind of audience needs."""
VOTERS = "voters"


def set_voters(application: Application, voters: Collection[User]) -> list[str]:
    """Make these the voters of what is submitted from now on; none: every reviewer. Returns what
    changed, for the Event."""
    before, after = _names(application.voters.all()), _names(voters)
    application.voters.set(voters)
    return [f"{VOTERS}: {before} -> {after}"] if before != after else []


def _names(voters: Collection[User]) -> str:
    return ", ".join(sorted(voter.get_username() for voter in voters)) or "every reviewer"


def problems(
    application: Application, changed: Collection[str], voters: Collection[User] | None
) -> Iterator[Problem]:
    """Why this policy could not be met. `changed` are the columns that were; `voters` None: they
    stay. What was stored before and lost its sense since keeps nobody from changing the rest."""
    if voters is None and VOTES.isdisjoint(changed):
        return
    chosen = set(application.voters.all() if voters is None else voters)
    able = chosen & set(review_voters.reviewers(application))
    strangers = chosen - able - set(application.voters.all())
    if strangers:
        names = listed(sorted(voter.get_username() for voter in strangers))
        text = translatable("Leave out %(names)s: only reviewers of it can be voters.", names=names)
        yield Problem(VOTERS, text)
    elif chosen and len(able) < _most(application):
        text = translatable_plural(
            "Choose at least %(count)d reviewer: %(able)d of the chosen may review it.",
            "Choose at least %(count)d reviewers: %(able)d of the chosen may review it.",
            _most(application),
            able=len(able),
        )
        yield Problem(VOTERS, text)


def _most(application: Application) -> int:
    """The most votes that any push of it needs; a team of one needs one."""
    return 1 if settings.SOLO_MODE else max(application.votes_for(kind) for kind in KINDS.values())


def stored(application: Application) -> dict[str, Any]:
    """Votes by kind of audience, and the voters' names, None for every reviewer."""
    names = sorted(application.voters.values_list("username", flat=True))
    return {
        "votes": application.votes_needed,
        "votes_tags": application.votes_needed_tags,
        "votes_everyone": application.votes_needed_everyone,
        VOTERS: names or None,
    }

"""Further actions on a campaign's page: copy, template, rehearsal, test on phones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.access import Actor
from campaigns.admin.components.viewer import Viewer
from campaigns.admin.rehearsals.views import rehearsal_text
from campaigns.composer import copies, rehearsals
from campaigns.models import Application, CampaignTemplate, Rehearsal
from campaigns.scheduling import quota

SHOWN = 5
"""Rehearsals that are listed, the newest first."""


@dataclass(frozen=True)
class MoreActions:
    """`sandbox` is None and `test` is "" where the action is not offered."""

    may_compose: bool
    sandbox: Application | None
    test: str
    rehearsals: list[tuple[Rehearsal, Any]]

    @property
    def name_characters(self) -> int | None:
        """Longest name of a template."""
        return CampaignTemplate._meta.get_field("name").max_length

    @property
    def how(self) -> str:
        """A property, because two braces would start a variable in the template."""
        return _("Write {{name}} in a title or text for what each campaign fills in.")

    @property
    def is_something(self) -> bool:
        return bool(self.may_compose or self.sandbox or self.rehearsals)


def more_actions(viewer: Viewer, plan: quota.Ledger, now: datetime) -> MoreActions:
    """`plan`: the quota ledger of the application."""
    campaign, may_compose = viewer.campaign, viewer.may_compose
    linked = rehearsals.target(campaign)
    may_rehearse = linked is not None and rehearsals.may_rehearse(campaign, Actor(viewer.user))
    done = campaign.rehearsals.select_related("actor", "application")[:SHOWN]
    return MoreActions(
        may_compose=may_compose,
        sandbox=linked if may_rehearse else None,
        test=_test(plan, now) if may_compose else "",
        rehearsals=[(row, rehearsal_text(row)) for row in done],
    )


def _test(plan: quota.Ledger, now: datetime) -> str:
    """What a test on real phones costs; "" if the application has no test users."""
    users = len(copies.test_user_ids(plan.application))
    if not users:
        return ""
    reached = ngettext(
        "A draft to %(n)d test user, with the same content.",
        "A draft to %(n)d test users, with the same content.",
        users,
    ) % {"n": users}
    return f"{reached} {_cost(plan, now)}"


def _cost(plan: quota.Ledger, now: datetime) -> str:
    left = plan.application.limits.per_day - plan.used(now)
    if left <= 0:
        return _("No send is left today: it has to wait for another day.")
    return ngettext(
        "It uses the %(n)d send left today, and goes through the same review.",
        "It uses 1 of the %(n)d sends left today, and goes through the same review.",
        left,
    ) % {"n": left}

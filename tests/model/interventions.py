"""What people do between two steps of a sender, each by the product's own verb."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import drafts, lifecycle
from campaigns.domain.workflow import Status
from campaigns.models import Campaign
from campaigns.sending import resolution
from tests import factories
from tests.model.clock import WINDOW

SEEN = "found in the provider's console"
"""The push id that a person enters."""


def moves(status: str) -> Iterator[str]:
    """The names of what people may try with a campaign in this state."""
    by_status = {
        Status.IN_REVIEW: ("approve",),
        Status.APPROVED: ("unschedule", "deactivate the reviewer"),
        Status.UNKNOWN: ("it arrived", "it did not arrive"),
        Status.REFUSED: ("submit again",),
        Status.MISSED: ("submit again",),
        Status.DRAFT: ("submit again",),
    }
    yield from by_status.get(Status(status), ())


def do(name: str, campaign: Campaign) -> None:
    """Raises NotAllowed."""
    {
        "approve": _approve,
        "unschedule": _unschedule,
        "deactivate the reviewer": _deactivate,
        "it arrived": _arrived,
        "it did not arrive": decide_not_arrived,
        "submit again": _submit_again,
    }[name](campaign)


def _maria() -> Actor:
    return Actor(factories.user("maria", roles.MARKETER))


def _other() -> Actor:
    """A reviewer who has not voted."""
    return Actor(factories.user("otto", roles.REVIEWER))


def _approve(campaign: Campaign) -> None:
    rita = factories.user("rita", roles.REVIEWER)
    factories.approved(campaign, rita if rita.is_active else factories.user("otto", roles.REVIEWER))


def _unschedule(campaign: Campaign) -> None:
    lifecycle.unschedule(campaign.pk, _maria())


def _deactivate(campaign: Campaign) -> None:
    User.objects.filter(username="rita").update(is_active=False)


def _arrived(campaign: Campaign) -> None:
    resolution.resolve(campaign.pk, _other(), arrived=True, push_id=SEEN, comment="Seen.")


def decide_not_arrived(campaign: Campaign) -> None:
    resolution.resolve(campaign.pk, _other(), arrived=False, comment="Nobody has it.")


def _submit_again(campaign: Campaign) -> None:
    if not campaign.is_draft:
        campaign = lifecycle.revise(campaign.pk, _maria())
    again = {"send_at": None, "send_before": timezone.now() + WINDOW}
    drafts.edit(campaign, _maria(), again)
    factories.submitted(Campaign.objects.get(pk=campaign.pk))

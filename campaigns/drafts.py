"""The one way in which a draft is written, by form, import or command line."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.domain.text import Problem, gettext
from campaigns.domain.verbs import Verb
from campaigns.domain.workflow import Status

from . import access, events, labelling
from .access import Actor, NotAllowed
from .models import Application, Campaign
from .transitions import locked


@transaction.atomic
def create(
    application: Application, actor: Actor, columns: dict[str, Any], *, comment: str = ""
) -> Campaign:
    """A new draft; `comment` is kept in its Event. Raises NotAllowed."""
    author = access.require(actor, access.COMPOSE, application)
    campaign = Campaign.objects.create(
        application=application, author=author, status_since=timezone.now(), **columns
    )
    campaign.editors.add(author)
    if campaign.labels:
        labelling.keep(campaign.pk, application, campaign.labels)
    events.record(Verb.CREATE, actor, campaign=campaign, comment=comment)
    return campaign


def edit(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> None:
    """Write these columns of a draft, and only these, if it is still the version that was read.

    Raises NotAllowed where somebody submitted or saved it meanwhile, or the person may not.
    """
    with locked(campaign.pk):
        _edit(campaign, actor, columns)


def _edit(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> None:
    editor = access.require(actor, access.COMPOSE, campaign.application)
    if "application" in columns:
        access.require(actor, access.COMPOSE, columns["application"])
        if campaign.submissions.exists():
            text = gettext("Duplicate it for another application: this one was submitted before.")
            raise NotAllowed(text, (Problem("application", text),))
    seen = Campaign.objects.filter(pk=campaign.pk, status=Status.DRAFT, version=campaign.version)
    if not seen.update(version=campaign.version + 1, **columns):
        raise NotAllowed(
            gettext("Reload the page: somebody changed this campaign while you were editing.")
        )
    campaign.editors.add(editor)
    if {"labels", "application"} & columns.keys():
        application = columns.get("application", campaign.application)
        labelling.keep(campaign.pk, application, columns.get("labels", campaign.labels))
    campaign.version += 1
    events.record(Verb.EDIT, actor, campaign=campaign)


def delete(campaign: Campaign, actor: Actor) -> None:
    """Raises NotAllowed for anything but a draft that was never submitted."""
    with locked(campaign.pk) as current:
        access.require(actor, access.COMPOSE, current.application)
        if not current.is_draft or current.submissions.exists():
            raise NotAllowed(
                gettext("Archive it: only drafts that were never submitted are deleted.")
            )
        events.record(Verb.DELETE, actor, campaign=current)
        Campaign.objects.filter(pk=current.pk, status=Status.DRAFT).delete()

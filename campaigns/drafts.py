"""The one way in which a draft is written, by form, import or command line."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from . import access, events
from .access import Actor, NotAllowed
from .domain.text import gettext
from .domain.workflow import Status
from .models import Application, Campaign


@transaction.atomic
def create(application: Application, actor: Actor, columns: dict[str, Any]) -> Campaign:
    """A new draft. Raises NotAllowed."""
    author = access.require(actor, access.COMPOSE, application)
    campaign = Campaign.objects.create(
        application=application, author=author, status_since=timezone.now(), **columns
    )
    campaign.editors.add(author)
    events.record("create", actor, campaign=campaign)
    return campaign


@transaction.atomic
def edit(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> None:
    """Write these columns of a draft, and only these, if it is still the version that was read.

    Raises NotAllowed where somebody submitted or saved it meanwhile, or the person may not.
    """
    editor = access.require(actor, access.COMPOSE, campaign.application)
    if "application" in columns:
        access.require(actor, access.COMPOSE, columns["application"])
    seen = Campaign.objects.filter(pk=campaign.pk, status=Status.DRAFT, version=campaign.version)
    if not seen.update(version=campaign.version + 1, **columns):
        raise NotAllowed(
            gettext("Reload the page: somebody changed this campaign while you were editing.")
        )
    campaign.editors.add(editor)
    campaign.version += 1
    events.record("edit", actor, campaign=campaign)


@transaction.atomic
def delete(campaign: Campaign, actor: Actor) -> None:
    """Raises NotAllowed for anything but a draft that was never submitted."""
    access.require(actor, access.COMPOSE, campaign.application)
    if not campaign.is_draft or campaign.submissions.exists():
        raise NotAllowed(gettext("Archive it: only drafts that were never submitted are deleted."))
    events.record("delete", actor, campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk, status=Status.DRAFT).delete()

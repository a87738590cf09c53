"""Create, edit and delete drafts. Form, import and command line write through here only."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Problem, translatable
from campaigns.domain.vendors.registry import VENDORS
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, Campaign, Label, Labelling
from campaigns.workflow.transitions import locked_campaign

from . import audience_summaries
from .message_columns import COLUMNS
from .sizes import require_size


@refusing_when_busy()
@transaction.atomic
def create(
    application: Application,
    actor: Actor,
    columns: dict[str, Any],
    *,
    comment: str = "",
    writers: Iterable[int] = (),
) -> Campaign:
    """A new draft; `comment` is kept in its Event. Raises NotAllowed, also for too much of it.

    `writers`: ids of those who wrote what it was made from; like its author they never vote on it.
    Ask for them after the text was read, so that nobody who wrote it is missing."""
    author = access.require(actor, access.COMPOSE, application)
    require_size(columns)
    campaign = Campaign(
        application=application, author=author, status_since=database_clock.now(), **columns
    )
    campaign.audience_summary = audience_summaries.summary_of(vars(campaign), campaign.version)
    campaign.save(force_insert=True)
    campaign.editors.add(author, *writers)
    if campaign.labels:
        keep_labels(campaign.pk, application, campaign.labels)
    events.record(Verb.CREATE, actor, campaign=campaign, comment=comment)
    return campaign


def edit(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> None:
    """Write only these columns of a draft, if it still has the version that was read.

    Raises NotAllowed if somebody submitted or saved it in the meantime, the person may not, or it
    would be too much.
    """
    with locked_campaign(campaign.pk):
        _edit(campaign, actor, columns)


def _edit(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> None:
    editor = access.require(actor, access.COMPOSE, campaign.application)
    if "application" in columns:
        access.require(actor, access.COMPOSE, columns["application"])
        if campaign.submissions.exists():
            text = translatable(
                "Duplicate it for another application: this one was submitted before."
            )
            raise NotAllowed(text, (Problem("application", text),))
    require_size(columns, campaign)
    seen = Campaign.objects.filter(pk=campaign.pk, status=Status.DRAFT, version=campaign.version)
    version = campaign.version + 1
    summary = audience_summaries.summary_of(vars(campaign) | columns, version)
    if not seen.update(version=version, audience_summary=summary, **columns):
        raise NotAllowed(
            translatable("Reload the page: somebody changed this campaign while you were editing.")
        )
    campaign.editors.add(editor)
    if {"labels", "application"} & columns.keys():
        application = columns.get("application", campaign.application)
        keep_labels(campaign.pk, application, columns.get("labels", campaign.labels))
    campaign.version += 1
    events.record(Verb.EDIT, actor, campaign=campaign)


def delete(campaign: Campaign, actor: Actor) -> None:
    """Delete a draft that was never submitted; raises NotAllowed for anything else."""
    with locked_campaign(campaign.pk) as current:
        access.require(actor, access.COMPOSE, current.application)
        if not current.is_draft or current.submissions.exists():
            raise NotAllowed(
                translatable("Archive it: only drafts that were never submitted are deleted.")
            )
        events.record(Verb.DELETE, actor, campaign=current)
        Campaign.objects.filter(pk=current.pk, status=Status.DRAFT).delete()


def columns_with_default() -> tuple[str, ...]:
    """Columns of Campaign that may have a default, in the page's order: a vendor's channel, and
    what decides class and prominence."""
    paths = frozenset().union(*(vendor.default_paths for vendor in VENDORS.values()))
    return tuple(name for path, name in COLUMNS.items() if path in paths)


def default_columns(application: Application) -> dict[str, Any]:
    """Columns of Campaign -> default values of a new draft, without those that have none."""
    stored = application.default_channels
    return {name: stored[name] for name in columns_with_default() if name in stored}


LABEL_CHARACTERS = Label._meta.get_field("name").max_length or 0
"""Labels that differ only beyond this many characters are found together."""


def keep_labels(campaign_pk: int, application: Application, labels: Iterable[str]) -> None:
    """Give the campaign exactly these labels of the application."""
    names = {str(label)[:LABEL_CHARACTERS] for label in labels}
    Labelling.objects.filter(campaign_id=campaign_pk).exclude(
        label__application=application, label__name__in=names
    ).delete()
    if not names:
        return
    rows = [Label(application=application, name=name) for name in sorted(names)]
    Label.objects.bulk_create(rows, ignore_conflicts=True)
    stored = Label.objects.filter(application=application, name__in=names)
    labellings = [Labelling(label=label, campaign_id=campaign_pk) for label in stored]
    Labelling.objects.bulk_create(labellings, ignore_conflicts=True)


def labelled(condition: Q) -> "QuerySet[Labelling, int]":
    """Primary keys of the campaigns with a label that meets `condition`, a Q on Label."""
    labels = Label.objects.filter(condition)
    return Labelling.objects.filter(label__in=labels.values("pk")).values_list(
        "campaign_id", flat=True
    )


def known_labels(applications: "QuerySet[Application]") -> list[str]:
    """Every label of these applications, each once."""
    labels = Label.objects.filter(application__in=applications).order_by("name")
    return list(labels.values_list("name", flat=True).distinct())

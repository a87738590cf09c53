"""Keeps the rows of Label in step with what `Campaign.labels` says."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from .models import Application, Label, Labelling

CHARACTERS = Label._meta.get_field("name").max_length or 0
"""Labels that differ only beyond this many characters are found together."""


def keep(campaign_pk: int, application: Application, labels: Iterable[str]) -> None:
    """Make the campaign's rows these labels of the application, and no others."""
    names = {str(label)[:CHARACTERS] for label in labels}
    Labelling.objects.filter(campaign_id=campaign_pk).exclude(
        label__application=application, label__name__in=names
    ).delete()
    if not names:
        return
    rows = [Label(application=application, name=name) for name in sorted(names)]
    Label.objects.bulk_create(rows, ignore_conflicts=True)
    found = Label.objects.filter(application=application, name__in=names)
    carried = [Labelling(label=label, campaign_id=campaign_pk) for label in found]
    Labelling.objects.bulk_create(carried, ignore_conflicts=True)


def carrying(found: Q) -> "QuerySet[Labelling, int]":
    """Keys of the campaigns that carry a label which fits `found`, a condition on Label."""
    labels = Label.objects.filter(found)
    return Labelling.objects.filter(label__in=labels.values("pk")).values_list(
        "campaign_id", flat=True
    )


def known(applications: "QuerySet[Application]") -> list[str]:
    """Every label of these applications, each once."""
    labels = Label.objects.filter(application__in=applications).order_by("name")
    return list(labels.values_list("name", flat=True).distinct())

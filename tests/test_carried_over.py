"""What migrations do with what an older version has stored."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from campaigns.models import Application, Campaign, Label, Labelling
from tests import factories

pytestmark = pytest.mark.django_db
LABELS = import_module("campaigns.migrations.0004_templates_labels_rehearsals")


def test_labels_become_rows() -> None:
    labelled = factories.make_campaign(labels=["sale", "秋", "x" * 300])
    factories.make_campaign()
    twice = factories.make_campaign(labels=["sale"])
    Labelling.objects.all().delete()
    Label.objects.all().delete()
    LABELS.label_campaigns(apps, connection.schema_editor())
    assert labelled.labellings.count() == 3
    assert set(Label.objects.values_list("name", flat=True)) == {"sale", "秋", "x" * 100}
    assert set(Labelling.objects.values_list("campaign", flat=True)) == {labelled.pk, twice.pk}
    assert Campaign.objects.get(pk=labelled.pk).labels == ["sale", "秋", "x" * 300]


def test_default_channels_are_named_by_column() -> None:
    old = factories.make_application("Old", default_channels={"hw": "high", "mi": "1"})
    new = factories.make_application("New", default_channels={"android_fcm_channelId": "2"})
    empty = factories.make_application("Empty")
    LABELS.name_default_columns(apps, connection.schema_editor())
    named = dict(Application.objects.values_list("pk", "default_channels"))
    assert named[old.pk] == {"android_hw_channelId": "high", "android_mi_channelId": "1"}
    assert named[new.pk] == {"android_fcm_channelId": "2"}
    assert named[empty.pk] == {}

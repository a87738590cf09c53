"""Replaces every stored text of every table with a hostile one."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from campaigns.composer import message_columns
from campaigns.domain.message import payload
from campaigns.models import Campaign, Review, Submission
from tests import flushing

APPS = ("campaigns", "auth", "sandbox")
LEFT = {
    "app_secret_sealed", "audience_kind", "body", "code", "codename", "content_type",
    "data_centre", "day_zones", "default_channels", "digest", "error_params", "fault", "host",
    "key", "kind", "outcome", "password", "path", "place", "platform", "request_id", "secret",
    "secret_sealed", "source", "status", "target", "time_zone", "verb", "verdict", "voters",
    "checked", "quota_reading", "hour_reading", "moments",
}  # fmt: skip
"""Columns that are no text of people: states, codes, keys, digests, zones, moments."""
LEFT_MODELS = {"Group", "Permission", "Seal", "Installation"}


def store_hostile_texts(words: tuple[str, ...]) -> None:
    """Each column of each row takes the next of `words`, and begins anew at the end."""
    number = 0
    with flushing.unguarded():
        for model in _models():
            for row in model._default_manager.order_by("pk"):
                columns: dict[str, Any] = {}
                for column in _texts(model):
                    columns[column.name] = _poisoned(column, row, words[number % len(words)])
                    number += 1
                if columns:
                    model._default_manager.filter(pk=row.pk).update(**columns)
        _freeze_again()


def _models() -> Iterator[type[models.Model]]:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model.__name__ not in LEFT_MODELS:
                yield model


def _texts(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    kinds = (models.CharField, models.TextField, models.JSONField)
    for column in model._meta.concrete_fields:
        if isinstance(column, kinds) and column.name not in LEFT and not column.choices:
            yield column


def _poisoned(column: "models.Field[Any, Any]", row: models.Model, word: str) -> Any:
    """What is unique stays so; what has a limit keeps it."""
    old, unique = getattr(row, column.attname), f"{row.pk} {word}"
    if isinstance(old, list):
        return [word, unique]
    if isinstance(old, dict):
        return dict.fromkeys(old or ["k"], word) if model_keys(column) else {word: word}
    return (unique if column.unique or "name" in column.name else word)[: column.max_length]


def model_keys(column: "models.Field[Any, Any]") -> bool:
    """Whether the keys are names of columns, as in a template."""
    return column.name == "columns"


def _freeze_again() -> None:
    """What was submitted is what the campaign says now, and the votes are for that."""
    for frozen in Submission.objects.select_related("campaign__application"):
        frozen.body = payload.body(message_columns.to_message(frozen.campaign))
        frozen.app_key = frozen.campaign.application.app_key
        frozen.digest = frozen.digest_now(frozen.campaign.application)
        frozen.save()
        Review.objects.filter(submission=frozen).update(digest=frozen.digest)
    assert Campaign.objects.exists()

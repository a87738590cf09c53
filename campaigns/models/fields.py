"""Constructors of fields, so that a model reads like the provider's table."""

from typing import Any

from django.db import models

from campaigns.domain.scheduling.quota import Limits
from campaigns.lib import database_clock


class CreatedField(models.DateTimeField):  # type: ignore[type-arg]
    """When the row was made, by the database's clock; `auto_now_add` takes this machine's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_now_add": True})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if add:
            setattr(model_instance, self.attname, database_clock.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self) -> Any:
        """As the field of Django that it is in the database: no migration names this class."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


def text(label: Any, help_text: Any = "") -> "models.TextField[str, str]":
    """Free text, "" when not set; unlimited, since a draft may break every limit."""
    return models.TextField(label, blank=True, default="", help_text=help_text)


def number(label: Any, help_text: Any = "") -> "models.IntegerField[int | None, int | None]":
    """A whole number, None when not set: 0 is a value of its own."""
    return models.IntegerField(label, null=True, blank=True, help_text=help_text)


def strings(label: Any, help_text: Any = "") -> "models.JSONField[list[str], list[str]]":
    return models.JSONField(label, blank=True, default=list, help_text=help_text)


def extras(label: Any) -> "models.JSONField[dict[str, Any], dict[str, Any]]":
    return models.JSONField(label, blank=True, default=dict)


def default_day_zones() -> list[str]:
    """A migration names this function, so it keeps its name and place."""
    return list(Limits(1, 1).day_zones)

"""URL of the export, below the events."""

from django.urls import URLPattern, path

from campaigns.admin.base import View, Wrap


def paths(wrap: Wrap, event_export: View) -> list[URLPattern]:
    """`event_export` is the view; it needs the list of the ModelAdmin, with its filters."""
    return [path("export/", wrap(event_export), name="campaigns_event_export")]

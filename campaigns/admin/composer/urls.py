"""The addresses that the audience and the schedule ask while somebody types."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, path

from . import audience_step, schedule_step, split_step, user_ids

VIEWS: dict[str, Callable[..., Any]] = {
    "audience": audience_step.show,
    "schedule": schedule_step.schedule_preview,
    "user-ids": user_ids.user_ids_clean,
    "split": split_step.campaign_split,
}


def paths(wrap: Callable[..., Any]) -> Iterator[URLPattern]:
    """Each for a new draft and for a stored one."""
    for name, view in VIEWS.items():
        yield path(f"live/{name}/", wrap(view), name=f"campaigns_campaign_{name}")
        yield path(f"<int:pk>/live/{name}/", wrap(view), name=f"campaigns_campaign_{name}")

"""Forms that the audience step posts, and what its answers say to a reader."""

import re
from typing import Any

from campaigns.models import Application
from tests.admin.conftest import said

LIVE, IDS, SPLIT = (
    f"admin:campaigns_campaign_{name}" for name in ("audience", "user-ids", "split")
)


def form(application: Application, **typed: Any) -> dict[str, Any]:
    return {
        "application": application.pk,
        "name": "One",
        "version": 1,
        "platform": ["ios", "android"],
        **typed,
    }


def text(response: Any) -> str:
    """What a reader sees."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said(response)))


def ids_in(response: Any) -> list[str] | None:
    """The cleaned ids in the answer; None where the field stays as it is."""
    found = re.search(
        r'<textarea id="ids-clean"[^>]*>\n(.*?)</textarea>', said(response), re.DOTALL
    )
    return found[1].split("\n") if found else None

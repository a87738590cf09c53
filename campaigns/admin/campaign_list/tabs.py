"""The tabs of the list, by state. Tabs of open states show a count."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from campaigns.domain.workflow import Status
from campaigns.models import Campaign

PARAMETER = "tab"


@dataclass(frozen=True)
class Tab:
    """`nothing` is the text of an empty tab. `to_next` is the label of its button and `next` the
    slug of the tab that the button opens; without `to_next` the button opens a new campaign."""

    slug: str
    label: Any
    statuses: tuple[Status, ...]
    nothing: Any
    to_next: Any = ""
    next: str = ""
    is_counted: bool = False


ALL = Tab(
    "",
    _("All"),
    tuple(status for status in Status if status is not Status.ARCHIVED),
    _("No campaign has been written yet."),
)
TABS = (
    ALL,
    Tab("draft", _("Drafts"), (Status.DRAFT,), _("No draft is waiting."), is_counted=True),
    Tab(
        "review",
        _("In review"),
        (Status.IN_REVIEW,),
        _("Nothing waits for a reviewer."),
        _("Show the drafts"),
        "draft",
        is_counted=True,
    ),
    Tab(
        "approved",
        _("Approved"),
        (Status.APPROVED,),
        _("Nothing is going to be sent."),
        _("Show what is in review"),
        "review",
        is_counted=True,
    ),
    Tab(
        "sending",
        _("Sending or unknown"),
        (Status.SENDING, Status.UNKNOWN),
        _("Nothing is being sent, and no outcome is unknown."),
        _("Show what was sent"),
        "sent",
        is_counted=True,
    ),
    Tab(
        "sent",
        _("Sent"),
        (Status.SENT,),
        _("Nothing has been sent yet."),
        _("Show what is approved"),
        "approved",
    ),
    Tab(
        "failed",
        _("Refused or missed"),
        (Status.REFUSED, Status.MISSED),
        _("Nothing was refused, and no window was missed."),
        _("Show what was sent"),
        "sent",
    ),
    Tab(
        "archive",
        _("Archive"),
        (Status.ARCHIVED,),
        _("Nothing has been put away."),
        _("Show all campaigns"),
    ),
)
BY_SLUG = {tab.slug: tab for tab in TABS}
COUNTED = tuple(status for tab in TABS if tab.is_counted for status in tab.statuses)


@dataclass(frozen=True)
class TabLink:
    """A tab above the list; `count` is None where the tab shows no count."""

    tab: Tab
    url: str
    is_current: bool
    count: int | None


def status_counts(campaigns: "QuerySet[Campaign]") -> Counter[str]:
    """Status -> number of campaigns, for the counted states only: one query that the index
    answers."""
    statuses = campaigns.filter(status__in=COUNTED).order_by().values_list("status")
    return Counter(dict(statuses.annotate(Count("pk"))))


def tab_links(chosen: str, query: QueryDict, counts: Counter[str]) -> list[TabLink]:
    """Every tab with its URL. The URL keeps the search and the other filters and drops the page
    number."""
    return [
        TabLink(
            tab,
            _url(tab, query),
            tab.slug == chosen,
            sum(counts[status] for status in tab.statuses) if tab.is_counted else None,
        )
        for tab in TABS
    ]


def _url(tab: Tab, query: QueryDict) -> str:
    kept = query.copy()
    for name in (PARAMETER, "p", "all"):
        kept.pop(name, None)
    if tab.slug:
        kept[PARAMETER] = tab.slug
    return f"?{kept.urlencode()}"

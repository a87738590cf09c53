"""The list of campaigns: tabs, search, filters and rows."""

from functools import reduce
from operator import and_
from typing import Any, cast

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.base import has_permission, signed_in_user
from campaigns.admin.components import campaign_rows
from campaigns.admin.components.campaign_rows import ResultRow
from campaigns.admin.components.filters import ApplicationFilter
from campaigns.composer import audience_summaries, drafts, message_columns
from campaigns.domain.validation import placeholders
from campaigns.lib import database_clock

from . import tabs
from .filters import LabelFilter, TabFilter

WORDS = 8
"""Words of a search that are used; more are ignored."""
TEXTS = ("name", *(message_columns.field_of(path) for path in placeholders.PATHS))
"""Columns that the search looks at beside the labels."""


COLUMNS = (
    ("titled", _("name")),
    ("state", _("state")),
    ("application_name", _("application")),
    ("audience", _("who receives it")),
    ("send_time", _("send time")),
    ("author", _("author")),
    ("result", _("latest result")),
    ("menu", _("menu")),
)
"""CSS class and heading of each column, in the order of the cells in `_results.html`."""


class CampaignList(ChangeList):
    """All rows belong to applications of the viewer, so one check of their role is enough."""

    columns = COLUMNS

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        audience_summaries.complete(self.result_list)
        waits = campaign_rows.waits(self.result_list, database_clock.now())
        self.rows = [ResultRow(row, waits.get(row.pk, "")) for row in self.result_list]
        self.may_compose = has_permission(request, access.COMPOSE)
        self._offer(request)

    def _offer(self, request: HttpRequest) -> None:
        """Prepares what stands above the rows: tabs, filters and counts."""
        specs = cast("list[SimpleListFilter]", self.filter_specs)
        self.chosen = next(spec.value() for spec in specs if isinstance(spec, TabFilter)) or ""
        self.tab = tabs.BY_SLUG.get(self.chosen, tabs.ALL)
        counted = access.campaigns(signed_in_user(request))
        self.selects = [spec for spec in specs if not isinstance(spec, TabFilter)]
        for spec in self.selects:
            if isinstance(spec, ApplicationFilter):
                counted = spec.queryset(request, counted)
        self.tabs = tabs.tab_links(self.chosen, request.GET, tabs.status_counts(counted))
        self.is_narrowed = bool(self.query) or any(spec.value() for spec in self.selects)


def search_campaigns(campaigns: "QuerySet[Any]", term: str) -> "QuerySet[Any]":
    """Campaigns that have every word of `term` somewhere in name, titles, texts or labels."""
    words = term.replace("\0", " ").split()[:WORDS]
    return campaigns.filter(reduce(and_, map(_somewhere, words))) if words else campaigns


def _somewhere(word: str) -> Q:
    texts = [Q(**{f"{name}__icontains": word}) for name in TEXTS]
    labelled = Q(pk__in=drafts.labelled(Q(name__icontains=word)))
    return reduce(lambda one, other: one | other, texts, labelled)


FILTERS = (TabFilter, ApplicationFilter, LabelFilter)
PARAMETERS = frozenset(str(filter_.parameter_name) for filter_ in FILTERS)

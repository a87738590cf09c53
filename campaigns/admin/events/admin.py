"""The list of events. It is read-only."""

from datetime import UTC
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.admin.base import ConsoleAdmin, campaign_url, has_permission, signed_in_user
from campaigns.admin.components import sentences
from campaigns.admin.components.filters import ApplicationFilter
from campaigns.domain.audit.verbs import Verb
from campaigns.models import LARGE_COLUMNS, Event

from . import urls
from .export import ROWS, csv_response

LARGE = tuple(f"campaign__{name}" for name in LARGE_COLUMNS)
"""What the list does not read of the campaigns that it names."""
FOR_ALL = (Verb.PAUSE_EVERYTHING, Verb.RESUME_EVERYTHING, Verb.ADOPT, Verb.ROTATE_SECRETS)
"""Events of the whole installation."""


@admin.register(Event)
class EventAdmin(ConsoleAdmin):
    heading = gettext_lazy("Events")
    change_list_template = "campaigns/events/list.html"
    list_display = ("when", "who", "did", "about", "application", "comment")
    list_display_links = None
    list_filter = (ApplicationFilter,)
    list_select_related = ("actor", "campaign", "application")
    filters = frozenset({ApplicationFilter.parameter_name})
    ordering = ("-pk",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """A user of some applications sees, of the events without an application, only those of
        FOR_ALL: the others name other teams' people and app keys."""
        user, events = signed_in_user(request), Event.objects.defer(*LARGE)
        if access.is_everywhere(user):
            return events
        own = Q(application__in=access.applications(user))
        return events.filter(own | Q(application__isnull=True, verb__in=FOR_ALL))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_permission(request, "campaigns.view_event")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        address = reverse("admin:campaigns_event_export")
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        context = {"export_url": address + query, "rows": f"{ROWS:,}"}
        return super().changelist_view(request, context)

    def get_urls(self) -> list[Any]:
        return [*urls.paths(self.admin_site.admin_view, self.export_view), *super().get_urls()]

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Exports the list with its filters."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        return csv_response(request, shown.queryset)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirects to the list, which shows everything."""
        if not self.has_view_permission(request):
            raise Http404
        return redirect("admin:campaigns_event_changelist")

    @admin.display(description=gettext_lazy("when (UTC)"))
    def when(self, event: Event) -> str:
        return f"{event.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=gettext_lazy("who"))
    def who(self, event: Event) -> str:
        names = [str(event.actor) if event.actor else "", event.os_user]
        return " / ".join(name for name in names if name) or _("the machine")

    @admin.display(description=gettext_lazy("what"))
    def did(self, event: Event) -> Any:
        return sentences.verb_text(event.verb)

    @admin.display(description=gettext_lazy("campaign"))
    def about(self, event: Event) -> Any:
        if event.campaign is None:
            return "–"
        url = campaign_url(event.campaign.pk)
        return format_html('<a href="{}">{}</a>', url, event.campaign.name)

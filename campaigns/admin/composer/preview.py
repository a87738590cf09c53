"""The live response: every part of the compose page that follows the typing. Writes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.lib import database_clock

from . import fragments, live, page

EXACT = "exact"
"""Posted while the JSON is unfolded: with 1000 user ids it is most of the response."""


@require_POST
def campaign_preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """For the posted form of the draft `pk`, or of a new one."""
    form = live.unsaved(request, pk)
    with timezone.override(live.zone(live.application(form))):
        seen = page.live_form(form, database_clock.now())
        lines = [
            line for part in fragments.form_sections(seen, while_typing=True) for line in part.lines
        ]
        context = {"live": seen, "form": form, "lines": lines, "is_exact": EXACT in request.POST}
        return render(request, "campaigns/composer/_answer.html", context)

"""Rehearsals: one click starts one, a page waits for the answer and leads to the phones."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import NotAllowed
from campaigns.admin.base import actor, campaign_or_404, render_page, report_refusal
from campaigns.admin.components import sentences
from campaigns.composer import rehearsals
from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.provider.outcome import Outcome
from campaigns.lib import database_clock
from campaigns.models import Application, Rehearsal
from campaigns.sandbox.models import SandboxApp

TO_PHONES = "phones"
"""Query parameter after the click: redirect to the phones as soon as they are reached."""
OUTCOME_TEXTS: dict[str, Any] = {
    Outcome.ACCEPTED: gettext_lazy("The sandbox accepted it and delivered it to its phones."),
    Outcome.REFUSED: gettext_lazy("The sandbox refused it, as RongCloud would."),
    Outcome.REFUSED_QUOTA: gettext_lazy(
        "The sandbox refused it: its own limit of sends is reached. The real quota is untouched."
    ),
    Outcome.NOT_SENT: gettext_lazy("The sandbox could not be reached; nothing left."),
    Outcome.UNKNOWN: gettext_lazy("The sandbox gave no clear answer."),
}


@require_POST
def campaign_rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, token = campaign_or_404(request, pk), request.POST.get("token", "")
    try:
        row = rehearsals.rehearse(campaign, actor(request), token=token)
    except NotAllowed as error:
        report_refusal(request, error)
        return redirect("admin:campaigns_campaign_page", pk)
    address = reverse("admin:campaigns_campaign_rehearsal", args=[pk, row.pk])
    return redirect(f"{address}?{TO_PHONES}=1")


@require_safe
def rehearsal_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The result. Redirects to the phones if the click asked for it; htmx asks again meanwhile."""
    campaign = campaign_or_404(request, pk)
    row = campaign.rehearsals.select_related("application", "actor").filter(pk=number).first()
    if row is None:
        raise Http404
    phones = rehearsal_phones_url(row)
    if phones and TO_PHONES in request.GET:
        return _redirect_to(request, phones)
    is_waiting, asks_again = row.is_waiting(database_clock.now()), "HX-Request" in request.headers
    if is_waiting and asks_again:
        return HttpResponse(status=204)  # nothing is swapped, and so nothing is read out again
    context = {
        "title": _("Rehearsal of “%(name)s”") % {"name": campaign.name},
        "campaign": campaign,
        "row": row,
        "is_waiting": is_waiting,
        "sentence": rehearsal_text(row),
        "cause": sentences.cause_text(row.code),
        "phones": phones,
        "again": request.get_full_path(),
    }
    template = "_rehearsal" if asks_again else "rehearsal"
    zone = campaign.application.time_zone
    return render_page(request, f"campaigns/rehearsals/{template}.html", context, zone=zone)


def _redirect_to(request: HttpRequest, address: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def rehearsal_text(row: Rehearsal) -> Any:
    if row.is_waiting(database_clock.now()):
        return _("It is being sent to the sandbox.")
    if row.is_open:
        return _("No worker answered: check that the workers run, then rehearse again.")
    return OUTCOME_TEXTS.get(row.outcome, row.outcome)


def rehearsal_phones_url(row: Rehearsal) -> str:
    """URL of the phones that it reached; "" if it reached none."""
    return phones_url(row.application, row.push_id) if row.outcome == Outcome.ACCEPTED else ""


def phones_url(application: Application, push_id: str) -> str:
    """URL of the sandbox's phones for this push; "" if the application is not in the sandbox, or
    this installation does not serve one."""
    if application.data_centre != SANDBOX or not settings.SANDBOX or not push_id:
        return ""
    app = SandboxApp.objects.filter(app_key=application.app_key).first()
    if app is None:
        return ""
    return f"{reverse('sandbox:phones', args=[app.pk])}?{urlencode({'push_id': push_id})}"

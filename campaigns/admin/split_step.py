"""The button that makes numbered campaigns of more user ids than one push takes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .. import splitting, texts
from ..access import NotAllowed
from ..forms.campaign import COLUMNS, CampaignForm
from ..models import Campaign
from . import live, user_ids
from .base import actor
from .user_ids import Report


@require_POST
def make(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Drafts with what the form holds; leads on to the list. A refusal is shown beside the ids."""
    form = live.unsaved(request, pk)
    if form.errors:
        return user_ids.answer(request, Report(refused=_errors(form)))
    stored = Campaign.objects.select_related("application").get(pk=pk) if pk else None
    if stored is not None:
        stored.version = form.cleaned_data["version"]
    columns = {name: form.cleaned_data[name] for name in COLUMNS}
    application = columns.pop("application")
    try:
        made = splitting.split(application, actor(request), columns, stored)
    except NotAllowed as error:
        return user_ids.answer(request, Report(refused=(texts.render(error.text),)))
    said = ngettext("%(n)d draft is saved.", "%(n)d drafts are saved.", len(made))
    messages.success(request, said % {"n": len(made)})
    address = reverse("admin:campaigns_campaign_changelist")
    return HttpResponse(headers={"HX-Redirect": address})


def _errors(form: CampaignForm) -> tuple[str, ...]:
    found = form.errors.items()
    return tuple(f"{form[name].label}: {said[0]}" for name, said in found if name in form.fields)

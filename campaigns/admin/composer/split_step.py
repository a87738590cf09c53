"""The button that makes numbered campaigns of more user ids than one push takes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.access import Actor, NotAllowed
from campaigns.admin import once
from campaigns.admin.base import actor
from campaigns.audit import request_denials
from campaigns.composer import splits
from campaigns.lib import i18n
from campaigns.models import Campaign

from . import live, user_ids
from .audience_step import SPLIT_SHOWING
from .fingerprints import fingerprint
from .forms import COLUMNS, CampaignForm
from .user_ids import UserIdReport


@require_POST
def campaign_split(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Makes the drafts and redirects to the list. A refusal is shown beside the ids."""
    form = live.unsaved(request, pk)
    if form.errors:
        return user_ids.render_report(request, UserIdReport(refused=_error_texts(form)))
    by, made = actor(request), list[Campaign]()
    try:
        shown = request.POST.get(SPLIT_SHOWING, "")
        once.make_once(request, _once_key(form), shown, lambda: _split(form, by, made))
    except NotAllowed as error:
        request_denials.record(request, error)
        return user_ids.render_report(request, UserIdReport(refused=(i18n.render(error.text),)))
    if made:
        text = ngettext("%(n)d draft is saved.", "%(n)d drafts are saved.", len(made))
        messages.success(request, text % {"n": len(made)})
    address = reverse("admin:campaigns_campaign_changelist")
    return HttpResponse(headers={"HX-Redirect": address})


def _once_key(form: CampaignForm) -> str:
    """Includes what is split: a page from the browser's history may have been changed since."""
    typed = {name: str(form.cleaned_data[name]) for name in COLUMNS}
    return f"split:{form.instance.pk}:{fingerprint(typed)}"


def _split(form: CampaignForm, by: Actor, made: list[Campaign]) -> Campaign:
    """Makes the drafts, adds them to `made`, and returns the first."""
    columns = {name: form.cleaned_data[name] for name in COLUMNS}
    application, stored = columns.pop("application"), None
    if form.instance.pk:
        stored = Campaign.objects.select_related("application").get(pk=form.instance.pk)
        stored.version = form.cleaned_data["version"]
    made += splits.split(application, by, columns, stored)
    return made[0]


def _error_texts(form: CampaignForm) -> tuple[str, ...]:
    items = form.errors.items()
    return tuple(
        f"{form[name].label}: {errors[0]}" for name, errors in items if name in form.fields
    )

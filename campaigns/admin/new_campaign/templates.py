"""Templates: kept from a campaign, listed, filled in, and thrown away."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin.base import actor, attempt, found, has, one, page, person, refuse
from campaigns.admin.forms.errors import report
from campaigns.composer import templates
from campaigns.models import Campaign, CampaignTemplate
from campaigns.workflow.idempotency import new_token, once

from .forms import UseTemplateForm


@dataclass(frozen=True)
class Row:
    template: CampaignTemplate
    placeholders: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.template.columns.get("title", ""))

    @property
    def text(self) -> str:
        """Of the texts the first that is set."""
        texts = (self.template.columns.get(name, "") for name in templates.FILLED)
        return str(next((text for text in texts if text and text != self.title), ""))


def _row(template: CampaignTemplate) -> Row:
    return Row(template, templates.placeholder_names(template))


def _own(request: HttpRequest) -> "QuerySet[CampaignTemplate]":
    """Raises PermissionDenied for those who do not compose."""
    if not has(request, access.COMPOSE):
        raise PermissionDenied
    own = CampaignTemplate.objects.filter(application__in=access.applications(person(request)))
    return own.select_related("application", "author")


def _found(request: HttpRequest, pk: int) -> CampaignTemplate:
    return one(_own(request), pk)


def index(request: HttpRequest) -> HttpResponse:
    rows = [_row(template) for template in _own(request).order_by("application__name", "name")]
    context = {"title": _("Templates"), "rows": rows}
    return page(request, "campaigns/new_campaign/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, pk: int) -> HttpResponse:
    template, by = _found(request, pk), actor(request)
    form = UseTemplateForm(request.POST or None, template=template)
    token = request.POST.get("token", "")
    if form.is_valid():
        name, values = form.cleaned_data["name"], form.values()

        def make() -> Campaign:
            return templates.use(template, by, name=name, values=values)

        try:
            made, _is_new = once(by, f"template:{pk}", token, make)
        except NotAllowed as error:
            report(request, form, error)
        else:
            messages.success(request, _("The draft “%(name)s” is made.") % {"name": made.name})
            return redirect("admin:campaigns_campaign_change", made.pk)
    context = {
        "title": _("New campaign from “%(name)s”") % {"name": template.name},
        "row": _row(template),
        "form": form,
        "token": token or new_token(),
    }
    zone = template.application.time_zone
    return page(request, "campaigns/new_campaign/use_template.html", context, zone=zone)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = found(request, pk)
    try:
        made = templates.save(campaign, actor(request), name=request.POST.get("name", ""))
    except NotAllowed as error:
        refuse(request, error)
    else:
        said = _("“%(name)s” is a template now: use it under New campaign.")
        messages.success(request, said % {"name": made.name})
    return redirect("admin:campaigns_campaign_page", pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    template = _found(request, pk)
    said = _("The template “%(name)s” is deleted; campaigns written from it stay.")
    said %= {"name": template.name}
    attempt(request, lambda: templates.delete(template, actor(request)), said)
    return redirect("admin:campaigns_campaign_templates")

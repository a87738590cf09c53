"""Templates: saved from a campaign, listed, used, and deleted."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin import kept
from campaigns.admin import once as posted
from campaigns.admin.base import (
    actor,
    campaign_or_404,
    has_permission,
    render_page,
    report_refusal,
    row_or_404,
    run_and_report,
    signed_in_user,
)
from campaigns.admin.forms.errors import add_refusal
from campaigns.composer import templates
from campaigns.domain.validation import placeholders
from campaigns.models import Campaign, CampaignTemplate
from campaigns.workflow import idempotency

from .forms import UseTemplateForm

SHOWN_CHARACTERS = 1000
"""The beginning of each title and text that the list reads."""


@dataclass(frozen=True)
class TemplateRow:
    """`texts`: the beginnings of titles and texts, "" where there is none."""

    template: CampaignTemplate
    texts: dict[str, str]

    @property
    def title(self) -> str:
        return self.texts["title"]

    @property
    def text(self) -> str:
        """The first text that is set."""
        return next((text for text in self.texts.values() if text and text != self.title), "")

    @property
    def placeholders(self) -> tuple[str, ...]:
        return placeholders.names(self.texts.values())


def _row(template: CampaignTemplate) -> TemplateRow:
    """Of a template from `_with_texts`."""
    texts = {name: getattr(template, f"shown_{name}") or "" for name in templates.FILLED}
    return TemplateRow(template, texts)


def _with_texts(rows: "QuerySet[CampaignTemplate]") -> "QuerySet[CampaignTemplate]":
    """Without the content: of each text only its beginning is read."""
    shown = {
        f"shown_{name}": Left(KT(f"columns__{name}"), SHOWN_CHARACTERS) for name in templates.FILLED
    }
    return rows.defer("columns").annotate(**shown)


def _own(request: HttpRequest) -> "QuerySet[CampaignTemplate]":
    """Templates of the user's applications. Raises PermissionDenied for those who may not
    compose."""
    if not has_permission(request, access.COMPOSE):
        raise PermissionDenied
    own = CampaignTemplate.objects.filter(
        application__in=access.applications(signed_in_user(request))
    )
    return own.select_related("application", "author")


def _template_or_404(request: HttpRequest, pk: int) -> CampaignTemplate:
    return row_or_404(_with_texts(_own(request)), pk)


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    own = _with_texts(_own(request)).order_by("application__name", "name")
    rows = [_row(template) for template in own]
    context = {"title": _("Templates"), "rows": rows}
    return render_page(request, "campaigns/new_campaign/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template_use(request: HttpRequest, pk: int) -> HttpResponse:
    template, by = _template_or_404(request, pk), actor(request)
    form = UseTemplateForm(kept.posted(request), template=template)
    if request.method == "POST" and form.is_valid():
        name, values = form.cleaned_data["name"], form.values()

        def make() -> Campaign:
            return templates.use(template, by, name=name, values=values)

        try:
            verb = f"template:{pk}:{posted.content_digest(request)}"
            made, _is_new = posted.make_once(request, verb, posted.token(request), make)
        except NotAllowed as error:
            add_refusal(request, form, error)
        else:
            messages.success(request, _("The draft “%(name)s” is made.") % {"name": made.name})
            return redirect("admin:campaigns_campaign_change", made.pk)
    context = {
        "title": _("New campaign from “%(name)s”") % {"name": template.name},
        "row": _row(template),
        "form": form,
    }
    zone = template.application.time_zone
    return render_page(request, "campaigns/new_campaign/use_template.html", context, zone=zone)


@require_POST
def template_save(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_or_404(request, pk)
    name = request.POST.get("name", "")
    try:
        posted.act_once(
            request,
            lambda: templates.save(campaign, actor(request), name=name),
            stands=lambda: templates.is_there(campaign.application, name),
        )
    except NotAllowed as error:
        report_refusal(request, error)
    else:
        done = _("“%(name)s” is a template now: use it under New campaign.")
        messages.success(request, done % {"name": name.strip()})
    return redirect("admin:campaigns_campaign_page", pk)


@require_POST
def template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    if posted.earlier_result(request) is not None:
        return redirect("admin:campaigns_campaign_templates")
    template = _template_or_404(request, pk)
    done = _("The template “%(name)s” is deleted; campaigns written from it stay.")
    done %= {"name": template.name}
    run_and_report(
        request, lambda: templates.delete(template, actor(request)), done, idempotency.always
    )
    return redirect("admin:campaigns_campaign_templates")

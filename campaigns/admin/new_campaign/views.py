"""Other ways to start a campaign: a copy, a test on the team's phones, an imported JSON body."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.admin import kept
from campaigns.admin import once as posted
from campaigns.admin.base import (
    actor,
    campaign_or_404,
    has_permission,
    render_page,
    report_refusal,
    signed_in_user,
)
from campaigns.admin.forms.errors import add_refusal
from campaigns.composer import copies, json_import
from campaigns.domain.translatable import Problem, Unreadable
from campaigns.lib import i18n
from campaigns.models import Campaign

from .forms import ImportForm


@require_POST
def campaign_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("This is a new draft, without a time and without votes.")
    return _copy(request, pk, "duplicate", copies.duplicate, done)


@require_POST
def campaign_test(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("This is a draft to your test users: submit it for review like any other.")
    return _copy(request, pk, "test", copies.test_on_phones, done, to="page")


def _copy(
    request: HttpRequest,
    pk: int,
    verb: str,
    copy: Callable[[Campaign, Actor], Campaign],
    done: str,
    to: str = "change",
) -> HttpResponse:
    source, by = campaign_or_404(request, pk), actor(request)
    token = posted.token(request)
    try:
        made, is_new = posted.make_once(request, f"{verb}:{pk}", token, lambda: copy(source, by))
    except NotAllowed as error:
        report_refusal(request, error)
        return redirect("admin:campaigns_campaign_page", pk)
    if is_new:
        messages.success(request, done)
    return redirect(f"admin:campaigns_campaign_{to}", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def body_import(request: HttpRequest) -> HttpResponse:
    if not has_permission(request, access.COMPOSE):
        raise PermissionDenied
    typed, files = kept.posted(request), request.FILES or None
    form = ImportForm(typed, files, user=signed_in_user(request))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _import(request, form)
        except Unreadable as error:
            problems = error.problems
        except NotAllowed as error:
            add_refusal(request, form, error)
    context = {
        "title": _("Import a body"),
        "form": form,
        "problems": [(problem.field, i18n.render(problem.text)) for problem in problems],
    }
    return render_page(request, "campaigns/new_campaign/import.html", context)


def _import(request: HttpRequest, form: ImportForm) -> HttpResponse:
    by, typed = actor(request), form.cleaned_data
    notes: list[Problem] = []

    def make() -> Campaign:
        campaign, left_out = json_import.import_body(
            form.raw,
            typed["application"],
            by,
            name=typed["name"],
            file_name=form.file_name,
            effective=typed["effective"],
        )
        notes.extend(left_out)
        return campaign

    verb = f"import:{posted.content_digest(request)}"
    made, _is_new = posted.make_once(request, verb, posted.token(request), make)
    for note in notes:
        messages.warning(request, i18n.render(note.text))
    messages.success(request, _("The draft “%(name)s” is made.") % {"name": made.name})
    return redirect("admin:campaigns_campaign_change", made.pk)

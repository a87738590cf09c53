"""The way back to a form whose session had ended: to the form itself, or to its text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns.accounts import kept_forms
from campaigns.admin import kept
from campaigns.admin.base import render_page

LABELS = {"reason": gettext_lazy("Reason"), "until": gettext_lazy("Until")}
LABELS["name"] = gettext_lazy("Name of the template")
"""Labels of the fields of forms that are a part of another page."""


@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request: HttpRequest) -> HttpResponse:
    """Redirects to the page with the form. What has no form of its own page is shown here. A POST
    forgets it."""
    if request.method == "POST":
        kept_forms.forget(request)
        return redirect("admin:index")
    content = kept_forms.find(request)
    if content is None:
        messages.info(request, _("Nothing is kept for you here: it lasts an hour, for one person."))
        return redirect("admin:index")
    name, parameters = kept.page(content)
    if name:
        return redirect(f"{reverse(f'admin:{name}', kwargs=parameters)}?{kept.SHOWN}=1")
    typed = [
        (LABELS.get(name, name), name, value)
        for name, values in content.data.lists()
        for value in values
    ]
    context = {"title": _("What you typed"), "content": content, "typed": typed}
    return render_page(request, "campaigns/sign_in/kept.html", context)

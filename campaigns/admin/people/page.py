"""The page of one person: rights, password, second factor, and whether they may sign in."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from campaigns.access import NotAllowed
from campaigns.accounts import totp, users
from campaigns.admin import kept, once
from campaigns.admin.base import actor, render_page, row_or_404, run_and_report, signed_in_user
from campaigns.admin.forms.errors import add_refusal
from campaigns.lib import i18n

from .forms import AddPersonForm, PasswordForm, RightsForm


def _person_or_404(request: HttpRequest, pk: str | int) -> User:
    """Raises PermissionDenied for those who may not manage people, and Http404."""
    _require(request)
    return row_or_404(User.objects.select_related("access"), pk)


def _require(request: HttpRequest) -> None:
    if not users.may_manage(signed_in_user(request)):
        raise PermissionDenied


@sensitive_post_parameters("password")
def person_add(request: HttpRequest) -> HttpResponse:
    _require(request)
    form = AddPersonForm(kept.posted(request), initial={"role": request.GET.get("role")})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            added = once.act_once(
                request,
                lambda: users.add_user(
                    actor(request),
                    typed["username"],
                    role=typed["role"],
                    applications=form.reach(),
                    email=typed["email"],
                    password=typed["password"] or None,
                ),
            )
        except NotAllowed as error:
            add_refusal(request, form, error)
        else:
            messages.success(request, _("“%(name)s” is added.") % {"name": typed["username"]})
            return redirect("admin:auth_user_change", added)
    context = {"title": _("Add a person"), "form": form}
    return render_page(request, "campaigns/people/add.html", context)


def person_edit(request: HttpRequest, pk: str) -> HttpResponse:
    user = _person_or_404(request, pk)
    form = RightsForm.of(user, kept.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            once.act_once(
                request,
                lambda: users.set_user(
                    actor(request),
                    user,
                    roles=form.cleaned_data["roles"],
                    all_applications=form.cleaned_data["all_applications"],
                    applications=form.reach(),
                ),
                stands=lambda: not form.changed_data,
            )
        except NotAllowed as error:
            add_refusal(request, form, error)
        else:
            return _saved(request, user)
    return _render(request, user, rights=form)


@require_POST
@sensitive_post_parameters("password")
def password_set(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_or_404(request, pk)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            password = form.cleaned_data["password"]
            once.act_once(
                request,
                lambda: users.set_user(actor(request), user, password=password),
                stands=lambda: user.check_password(password),
            )
        except NotAllowed as error:
            add_refusal(request, form, error)
        else:
            return _saved(request, user)
    return _render(request, user, password=form)


@require_POST
def person_set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Raises Http404 for anything but yes or no: then nobody clicked the button."""
    user, wanted = _person_or_404(request, pk), request.POST.get("active")
    if wanted not in {"yes", "no"}:
        raise Http404
    by, is_active = actor(request), wanted == "yes"
    run_and_report(
        request,
        lambda: users.set_user(by, user, active=is_active),
        _saved_text(user),
        lambda: user.is_active == is_active,
    )
    return redirect("admin:auth_user_change", user.pk)


@require_POST
def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person_or_404(request, pk)
    run_and_report(
        request,
        lambda: users.reset_totp(actor(request), user),
        _saved_text(user),
        lambda: not totp.has_device(user),
    )
    return redirect("admin:auth_user_change", user.pk)


def _saved(request: HttpRequest, user: User) -> HttpResponse:
    messages.success(request, _saved_text(user))
    return redirect("admin:auth_user_change", user.pk)


def _saved_text(user: User) -> str:
    return _("“%(name)s” is saved.") % {"name": user.username}


def _render(
    request: HttpRequest,
    user: User,
    *,
    rights: RightsForm | None = None,
    password: PasswordForm | None = None,
) -> HttpResponse:
    reason = users.why_not(actor(request), user)
    context = {
        "title": user.username,
        "shown": user,
        "why_not": i18n.render(reason) if reason else "",
        "rights": rights or RightsForm.of(user),
        "password": password or PasswordForm(),
        "has_device": totp.has_device(user),
        "can_sign_in": user.is_active and user.has_usable_password(),
    }
    return render_page(request, "campaigns/people/person.html", context)

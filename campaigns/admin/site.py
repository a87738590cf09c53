"""The console: Django's AdminSite with an own front page and sign-in."""

from functools import cache, wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from campaigns import access
from campaigns.accounts import kept_forms, middleware, reauthentication, sessions, users
from campaigns.admin import base, kept
from campaigns.admin.base import actor
from campaigns.admin.sign_in import signed_out
from campaigns.admin.sign_in.forms import SignInForm
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import i18n
from campaigns.models import Application

from .dashboard import urls as dashboard_urls
from .dashboard.views import dashboard_page
from .sign_in import password
from .sign_in import urls as sign_in_urls


class ConsoleSite(AdminSite):
    site_title = "pushconsole"
    site_header = "pushconsole"
    site_url = None
    enable_nav_sidebar = False
    login_form = SignInForm
    login_template = "campaigns/sign_in/login.html"

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        return dashboard_page(request)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> TemplateResponse:
        """Raises Http404: the navigation replaces it."""
        raise Http404

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Leads on to `next` also who has signed in in another tab meanwhile."""
        wanted = base.page_within(request, request.GET.get("next", ""))
        if request.method == "GET" and wanted and self.has_permission(request):
            return HttpResponseRedirect(wanted)
        return super().login(request, extra_context)

    @method_decorator(never_cache)
    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Never cached; Django lets browsers keep it."""
        return password.own_password_change(
            request, lambda: super(ConsoleSite, self).password_change(request, extra_context)
        )

    @method_decorator(never_cache)
    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().password_change_done(request, extra_context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's check, and `signed_out.answer` for those who have no session (any more)."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_anonymous and (answer := signed_out.answer(request)):
                return answer
            return kept_forms.give_cookie(request, checked(request, *args, **kwargs))

        return keeping

    def get_urls(self) -> list[Any]:
        wrap = self.admin_view
        return [*dashboard_urls.paths(wrap), *sign_in_urls.paths(wrap), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        user, problem = request.user, reauthentication.confirmation_problem(request)
        return {
            **super().each_context(request),
            "is_through": user.is_authenticated and middleware.has_proved_enough(request),
            "needs_confirmation": not sessions.is_confirmed(request.session),
            "confirm_problem": i18n.render(problem) if problem else "",
            "may_compose": user.has_perm(access.COMPOSE),
            "may_see": user.has_perm(access.VIEW),
            "may_manage_people": user.is_authenticated and users.may_manage(user),
            "is_kept": kept_forms.is_kept(request),
            "kept_shown": kept.shown(request),
            "sandbox": settings.SANDBOX,
            "solo_mode": settings.SOLO_MODE,
        }

    def sandbox_keys(self, request: HttpRequest) -> frozenset[str] | None:
        """App keys that the user may see in the sandbox; None means all."""
        return access.visible_keys(cast(User, request.user))

    def note_sandbox(self, request: HttpRequest, app_key: str, text: str) -> None:
        """Record a change of the sandbox, for the team whose app key it is."""
        application = Application.objects.filter(app_key=app_key).first()
        events.record(Verb.SANDBOX, actor(request), application=application, comment=text)
        kept.used(request)


@cache
def console() -> ConsoleSite:
    """The only one. Asking for it imports the screens, which ask for it again to register."""
    return ConsoleSite()

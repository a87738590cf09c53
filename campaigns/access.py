"""Who may see and do what. A role gives permissions; an Access gives applications."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Expression, Q, QuerySet

from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.translatable import Problem, Text, told, translatable

from .models import Access, Application, Campaign

COMPOSE = "campaigns.compose_campaign"
PUSH_TO_EVERYONE = "campaigns.push_to_everyone"
REVIEW = "campaigns.review_campaign"
RESOLVE = "campaigns.resolve_campaign"
OPERATE = "campaigns.operate_application"
PAUSE = "campaigns.pause_application"
VIEW = "campaigns.view_campaign"
BACKEND = "django.contrib.auth.backends.ModelBackend"
"""The backend that knows permissions; the other one only counts failures."""


class NotAllowed(Exception):
    """A rule refuses. `text` says what to do instead; `problems` name the fields to mend, as
    `domain.translatable.told` bounds them."""

    def __init__(self, text: Text, problems: Iterable[Problem] = ()) -> None:
        super().__init__(text.msgid)
        self.text = text
        self.problems = told(problems)


class NotConfirmed(NotAllowed):
    """The rule would allow it once the user confirms by password or code."""


class Denied(NotAllowed):
    """The actor may not do this, whatever was typed. Whoever catches it records it: screens by
    `audit.request_denials.record`, commands by `audit.denials.record_error`."""

    def __init__(
        self,
        text: Text,
        actor: "Actor",
        *,
        campaign: Campaign | None = None,
        application: Application | None = None,
    ) -> None:
        super().__init__(text)
        self.actor, self.campaign, self.application = actor, campaign, application


@dataclass(frozen=True)
class Actor:
    """Who acts: a user; on the command line also the operating-system user `os_user`; with
    neither, the machine."""

    user: User | None = None
    os_user: str = ""
    is_confirmed: bool = True
    """False if the user has not confirmed in this browser lately."""


MACHINE = Actor()


def applications(user: User | AnonymousUser) -> QuerySet[Application]:
    """The applications that the user may use: all for a superuser."""
    if not user.is_active:
        return Application.objects.none()
    if is_everywhere(user):
        return Application.objects.all()
    return Application.objects.filter(users__user_id=user.pk)


def is_everywhere(user: User | AnonymousUser) -> bool:
    """True if the user may use every application, later ones too. Django caches `user.access` on
    the user object, like permissions: a change takes effect with the next request."""
    if user.is_superuser:
        return True
    granted: Access | None = getattr(user, "access", None)
    return granted is not None and granted.all_applications


def campaigns(user: User | AnonymousUser) -> QuerySet[Campaign]:
    """The campaigns of the applications that the user may use."""
    if user.is_active and is_everywhere(user):
        return Campaign.objects.all()
    return Campaign.objects.filter(application__in=applications(user))


def may(user: User | None, permission: str, application: Application) -> bool:
    """True if the user has the permission and may use this application."""
    if user is None or not user.has_perm(permission):
        return False
    return applications(user).filter(pk=application.pk).exists()


def holders(permission: str, application: Application) -> QuerySet[User]:
    """All users for whom `may` is true. An unsaved application belongs to those who use all."""
    return holders_of(permission, application.pk)


def holders_of(permission: str, application: int | Expression | None) -> QuerySet[User]:
    """`holders` by the application's id or by an expression for it."""
    own = Q(applications=application) if application else Q()
    granted = Access.objects.filter(Q(all_applications=True) | own)
    permitted = User.objects.with_perm(permission, backend=BACKEND)
    has_access = Q(is_superuser=True) | Q(pk__in=granted.values("user"))
    return permitted.filter(has_access).order_by("username")


def is_writer(campaign: Campaign, actor: Actor) -> bool:
    """True if this person wrote, edited or submitted it and may still use its application."""
    user = actor.user
    if user is None or not applications(user).filter(pk=campaign.application_id).exists():
        return False
    return user.pk in campaign.writers()


def require(actor: Actor, permission: str, application: Application) -> User:
    """The acting user. Raises Denied, whose text names the role that may do it."""
    if actor.user is None or not may(actor.user, permission, application):
        raise Denied(_ROLE_NEEDED[permission], actor, application=application)
    return actor.user


def require_confirmed(actor: Actor) -> None:
    """Raises NotConfirmed. A browser left open must not approve, decide or change a secret."""
    if not actor.is_confirmed:
        raise NotConfirmed(translatable("Confirm that it is you, then do this again."))


_ROLE_NEEDED = {
    COMPOSE: translatable("Ask a marketer of this application to do this."),
    PUSH_TO_EVERYONE: translatable("Ask a marketer who may push to everyone to submit this."),
    REVIEW: translatable("Ask a reviewer of this application to do this."),
    RESOLVE: translatable("Ask a reviewer or an operator of this application to decide this."),
    OPERATE: translatable("Ask an operator of this application to do this."),
    PAUSE: translatable("Ask an operator or a reviewer of this application to do this."),
}


def visible_keys(user: User) -> frozenset[str] | None:
    """App keys whose sandbox phones this person sees: of their applications and of the sandbox
    applications that those are rehearsed on. None means all."""
    if not user.has_perm(VIEW):
        return frozenset()
    if is_everywhere(user):
        return None
    own = applications(user)
    linked = own.filter(sandbox_application__isnull=False)
    keys = own.filter(data_centre=SANDBOX).values_list("app_key", flat=True)
    return frozenset([*keys, *linked.values_list("sandbox_application__app_key", flat=True)])

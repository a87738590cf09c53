"""Users: adds and changes them, their roles and applications. Every function that raises NotAllowed
has changed nothing."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import events, told
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Problem, Text, translatable
from campaigns.lib import model_validation
from campaigns.locks import refusing_when_busy
from campaigns.models import Access, Application

from . import role_changes, sessions


@refusing_when_busy()
@transaction.atomic
@told.by_services()
def add_user(
    actor: Actor,
    name: str,
    *,
    role: str,
    applications: Sequence[Application] | None = None,
    email: str = "",
    password: str | None = None,
) -> User:
    """Add a user with one role of `roles.ROLES`. `applications` None means all, later ones too.
    Without a password the user cannot sign in."""
    _require(actor, None)
    user = User(username=name, email=email, is_staff=True)
    _set_password(user, password)
    problems = model_validation.of_model(user)
    if problems:
        raise NotAllowed(translatable("Mend what is listed first."), tuple(problems))
    user.save(force_insert=True)
    with role_changes.by(actor):
        user.groups.add(Group.objects.get(name=role))
    _grant(user, applications)
    events.record(Verb.ADD_USER, actor, comment=f"{name}: {role}")
    return user


@refusing_when_busy()
@transaction.atomic
@told.by_services()
def set_user(
    actor: Actor,
    user: User,
    *,
    roles: Sequence[str] | None = None,
    applications: Sequence[Application] | None = None,
    all_applications: bool = False,
    password: str | None = None,
    active: bool | None = None,
) -> User:
    """Change what is given, keep the rest; returns the user as stored. `roles` and `applications`
    replace the present ones. A reactivated reviewer votes only on what is submitted afterwards."""
    _require(actor, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    changes = []
    if roles is not None:
        _set_roles(actor, user, roles)
    if all_applications or applications is not None:
        changes += _grant(user, None if all_applications else applications)
    if password is not None:
        _set_password(user, password)
        changes.append("password")
    if active is not None and active != user.is_active:
        user.is_active = active
        role_changes.restart_reviewing(user.pk)
        changes.append("activate" if active else "deactivate")
    user.save()
    if changes:
        events.record(Verb.SET_USER, actor, comment=f"{user.username}: {'; '.join(changes)}")
    return user


@refusing_when_busy()
@transaction.atomic
@told.by_services()
def reset_totp(actor: Actor, user: User) -> None:
    """For a lost phone: delete the user's app and recovery codes, end all sessions."""
    _require(actor, user)
    sessions.reset_totp(user)
    events.record(Verb.SET_USER, actor, comment=f"{user.username}: authenticator app reset")


def may_manage(user: User) -> bool:
    """True for operators of every application and for superusers."""
    if user.is_superuser or not user.has_perm(access.OPERATE):
        return user.is_superuser and user.is_active
    return access.is_everywhere(user)


def why_not(actor: Actor, user: User) -> Text | None:
    """Why `actor` may not change the rights of `user`; None if they may."""
    if actor.user is None:
        allowed = bool(actor.os_user)
    else:
        allowed = may_manage(actor.user) and (actor.user.is_superuser or not user.is_superuser)
        if allowed and actor.user.pk == user.pk:
            return translatable("Ask another operator: nobody changes their own rights.")
    return None if allowed else translatable("Ask another operator of all applications to do this.")


def _require(actor: Actor, user: User | None) -> None:
    """Raises Denied or NotConfirmed. The command line of this machine may do all; superusers and
    operators of every application may too, except to themselves, and operators to superusers."""
    reason = why_not(actor, user or User())
    if reason is not None:
        raise Denied(reason, actor)
    access.require_confirmed(actor)


def _set_roles(actor: Actor, user: User, names: Sequence[str]) -> None:
    groups = list(Group.objects.filter(name__in=names))
    unknown = set(names) - {group.name for group in groups}
    if unknown:
        text = translatable("Choose from the roles: %(role)s is none.", role=min(unknown))
        raise NotAllowed(text, (Problem("roles", text),))
    with role_changes.by(actor):
        user.groups.set(groups)


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = tuple(Problem("password", Text(sentence)) for sentence in error.messages)
        raise NotAllowed(translatable("Choose another password."), problems) from error
    user.set_password(password)


def _grant(user: User, applications: Sequence[Application] | None) -> list[str]:
    """Returns what changed, if anything did. A reviewer who keeps none of the former applications
    starts again as one."""
    before, former = _reach_text(user), set(access.applications(user))
    granted, _ = Access.objects.update_or_create(
        user=user, defaults={"all_applications": applications is None}
    )
    granted.applications.set(applications or ())
    user.access = granted
    if not former & set(access.applications(user)):
        role_changes.restart_reviewing(user.pk)
    after = _reach_text(user)
    return [f"applications: {before} -> {after}"] if after != before else []


def _reach_text(user: User) -> str:
    if access.is_everywhere(user):
        return "all"
    return ", ".join(access.applications(user).values_list("app_key", flat=True)) or "none"

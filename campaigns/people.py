"""Who may sign in, in which role, for which applications. Each raises NotAllowed, and then nothing
has changed."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from . import access, application_rules, events
from .access import Actor, NotAllowed
from .domain.text import Problem, Text, gettext
from .models import Access, Application


@transaction.atomic
def add_user(
    actor: Actor,
    name: str,
    *,
    role: str,
    applications: Sequence[Application] | None = None,
    email: str = "",
    password: str | None = None,
) -> User:
    """A person in one of `roles.ROLES`. `applications` None: all of them, later ones too. Without a
    password they cannot sign in."""
    _require(actor, None)
    user = User(username=name, email=email, is_staff=True)
    _set_password(user, password)
    problems = application_rules.of_model(user)
    if problems:
        raise NotAllowed(gettext("Mend what is listed first."), tuple(problems))
    user.save(force_insert=True)
    user.groups.add(Group.objects.get(name=role))
    _grant(user, applications)
    events.record("add-user", actor, comment=f"{name}: {role}")
    return user


@transaction.atomic
def set_user(
    actor: Actor,
    user: User,
    *,
    applications: Sequence[Application] | None = None,
    all_applications: bool = False,
    password: str | None = None,
    active: bool | None = None,
) -> User:
    """Change what is given, keep the rest. `applications` replaces what they may use now."""
    _require(actor, user)
    changes = []
    if all_applications or applications is not None:
        _grant(user, None if all_applications else applications)
        changes.append("applications")
    if password is not None:
        _set_password(user, password)
        changes.append("password")
    if active is not None:
        user.is_active = active
        changes.append("activate" if active else "deactivate")
    user.save()
    if changes:
        events.record("set-user", actor, comment=f"{user.username}: {', '.join(changes)}")
    return user


def _require(actor: Actor, user: User | None) -> None:
    """Whoever works on this machine may do all; of the users, superusers, and operators of every
    application except with superusers' or their own rights."""
    by = actor.user
    if by is None:
        allowed = bool(actor.os_user)
    elif by.is_superuser:
        allowed = by.is_active
    else:
        other = user is None or (user.pk != by.pk and not user.is_superuser)
        allowed = other and access.is_everywhere(by) and by.has_perm(access.OPERATE)
    if not allowed:
        raise NotAllowed(gettext("Ask another operator of all applications to do this."))


def _set_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = tuple(Problem("password", Text(sentence)) for sentence in error.messages)
        raise NotAllowed(gettext("Choose another password."), problems) from error
    user.set_password(password)


def _grant(user: User, applications: Sequence[Application] | None) -> None:
    everything = applications is None
    granted, _ = Access.objects.update_or_create(
        user=user, defaults={"all_applications": everything}
    )
    granted.applications.set(applications or ())

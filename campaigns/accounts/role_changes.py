"""Signal handlers for every change of roles, from a screen, a command or a shell.

They write the Event and Access.reviewer_since: a reviewer does not vote on what was submitted
before that date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver

from campaigns import access
from campaigns.access import Actor
from campaigns.audit import events, told
from campaigns.domain.audit.verbs import Verb
from campaigns.lib import database_clock
from campaigns.models import Access

_by: ContextVar[Actor | None] = ContextVar("who changes roles", default=None)


@contextmanager
def by(actor: Actor) -> Iterator[None]:
    """Attributes changes of roles in this block to `actor`; outside, to the operating system's
    user."""
    token = _by.set(actor)
    try:
        yield
    finally:
        _by.reset(token)


def role_names(user_id: int) -> list[str]:
    """The user's roles of now, in alphabetical order."""
    return list(Group.objects.filter(user=user_id).order_by("name").values_list("name", flat=True))


def restart_reviewing(user_id: int) -> None:
    """Count this user as a reviewer from now on: what was submitted before is for others. Clears
    the date of a user who is no reviewer."""
    _set_reviewer_since(user_id, _since(user_id))


def _set_reviewer_since(user_id: int, since: datetime | None) -> None:
    Access.objects.filter(user_id=user_id).update(reviewer_since=since)


def _since(user_id: int) -> datetime | None:
    return database_clock.now() if _reviewing().filter(user=user_id).exists() else None


def _reviewing() -> "QuerySet[Group]":
    app, _dot, codename = access.REVIEW.partition(".")
    return Group.objects.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )


@receiver(m2m_changed, sender=User.groups.through)
def _roles_change(
    action: str, instance: Any, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """Django calls this before and after it changes rows, all in one transaction. Before is enough:
    the roles of now and those to add or remove give the roles of then."""
    if not action.startswith("pre_"):
        return
    reviewing = set(_reviewing().values_list("name", flat=True))
    changed = _changed_roles(instance, reverse, pk_set)
    for user_id in _affected_users(instance, reverse, pk_set):
        before = set(role_names(user_id))
        after = before | changed if action == "pre_add" else before - changed
        if after != before:
            _record(user_id, before, after)
        is_reviewer = bool(reviewing & after)
        if is_reviewer != bool(reviewing & before):
            _set_reviewer_since(user_id, database_clock.now() if is_reviewer else None)


def _affected_users(instance: Any, reverse: bool, pk_set: set[int] | None) -> list[int]:
    """Ids of users; `instance` is a group where the relation is used from its side. `pk_set` is
    None where all of a relation is cleared."""
    if not reverse:
        return [instance.pk]
    users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
    return list(users.values_list("pk", flat=True))


def _changed_roles(instance: Any, reverse: bool, pk_set: set[int] | None) -> set[str]:
    """Names of the groups that are added, removed or cleared."""
    if reverse:
        return {instance.name}
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    return set(groups.values_list("name", flat=True))


def _record(user_id: int, before: set[str], after: set[str]) -> None:
    name = User.objects.get(pk=user_id).username
    change = f"{name}: {_listed(before)} -> {_listed(after)}"
    events.record(Verb.ROLES, _by.get() or told.outsider(), comment=change)


def _listed(roles: set[str]) -> str:
    return ", ".join(sorted(roles)) or "-"


@receiver(pre_save, sender=Access)
def _access_created(instance: Access, raw: bool, **_: Any) -> None:
    """A user may get a role before the row of Access: the date is set when the row is created."""
    if instance._state.adding and instance.reviewer_since is None and not raw:
        instance.reviewer_since = _since(instance.user_id)

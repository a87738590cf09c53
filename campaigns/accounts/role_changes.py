"""The one place where a change of roles is noticed, whatever path it takes: screen, command, shell.

It writes the Event, and keeps since when somebody is a reviewer: what was submitted before that is
for others to vote on.
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
from django.utils import timezone

from campaigns import access
from campaigns.access import MACHINE, Actor
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Access

_by: ContextVar[Actor] = ContextVar("who changes roles", default=MACHINE)


@contextmanager
def by(actor: Actor) -> Iterator[None]:
    """Changes of roles in this block are this person's; outside of any they are the machine's."""
    token = _by.set(actor)
    try:
        yield
    finally:
        _by.reset(token)


def names(user_id: int) -> list[str]:
    """The roles somebody has now, in alphabetical order."""
    return list(Group.objects.filter(user=user_id).order_by("name").values_list("name", flat=True))


def begin_again(user_id: int) -> None:
    """From this moment on a reviewer; what was submitted before is for others. Nothing happens
    to somebody who is no reviewer."""
    Access.objects.filter(user_id=user_id).update(reviewer_since=_since(user_id))


def _since(user_id: int) -> datetime | None:
    return timezone.now() if _reviewing().filter(user=user_id).exists() else None


def _reviewing() -> "QuerySet[Group]":
    app, _dot, codename = access.REVIEW.partition(".")
    return Group.objects.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )


@receiver(m2m_changed, sender=User.groups.through)
def _roles_changed(
    action: str, instance: Any, reverse: bool, pk_set: set[int] | None, **_: Any
) -> None:
    """Django calls this before and after; in between the instance remembers what was."""
    if action.startswith("pre_"):
        instance._roles_before = {pk: names(pk) for pk in _affected(instance, reverse, pk_set)}
        return
    reviewers = set(_reviewing().values_list("name", flat=True))
    for user_id, before in instance.__dict__.pop("_roles_before", {}).items():
        after = names(user_id)
        if after != before:
            _record(user_id, before, after)
        if bool(reviewers & set(after)) != bool(reviewers & set(before)):
            begin_again(user_id)


def _affected(instance: Any, reverse: bool, pk_set: set[int] | None) -> list[int]:
    """Ids of users; `instance` is a group where the relation is used from its side."""
    if not reverse:
        return [instance.pk]
    users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
    return list(users.values_list("pk", flat=True))


def _record(user_id: int, before: list[str], after: list[str]) -> None:
    name = User.objects.get(pk=user_id).username
    said = f"{name}: {', '.join(before) or '-'} -> {', '.join(after) or '-'}"
    events.record(Verb.ROLES, _by.get(), comment=said)


@receiver(pre_save, sender=Access)
def _access_made(instance: Access, raw: bool, **_: Any) -> None:
    """A role may be given before there is any access."""
    if instance._state.adding and instance.reviewer_since is None and not raw:
        instance.reviewer_since = _since(instance.user_id)

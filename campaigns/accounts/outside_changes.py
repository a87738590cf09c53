"""Signal handlers for rights and secrets that change outside of the services: `createsuperuser`,
`changepassword`, a shell, a script. Each change becomes an event of the operating system's user.

No signal is sent for QuerySet.update, bulk_create and SQL: nothing here sees these.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from campaigns.audit import events, told
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Access, Application, AuthenticatorApp

NAMES = 20
"""The most names in one event."""
SECRET = frozenset({"password", "app_secret_sealed"})
"""Columns of which only the name is told."""
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    User: ("username", "is_superuser", "is_staff", "is_active", "password"),
    Access: ("all_applications",),
    Group: ("name",),
    Application: tuple(
        field.attname for field in Application._meta.concrete_fields if not field.primary_key
    ),
}
"""What of each kind of row is a right, a secret or a rule."""
VERBS: dict[type[Model], Verb] = {Group: Verb.ROLES, Application: Verb.SET_APPLICATION}
WHOLE: tuple[type[Model], ...] = (TOTPDevice, AuthenticatorApp, StaticDevice)
"""Rows that are a secret themselves: told when they come and go."""


def _tell(verb: Verb, about: Any, comment: str) -> None:
    application = about if isinstance(about, Application) else None
    events.record(verb, told.outsider(), application=application, comment=comment)


def _verb(model: type[Model]) -> Verb:
    return VERBS.get(model, Verb.SET_USER)


def _before(sender: type[Model], instance: Any, **_: Any) -> None:
    """Keep what is stored on the instance, for `_after` to compare with."""
    if told.is_by_services() or instance._state.adding:
        return
    rows = sender._default_manager.filter(pk=instance.pk)
    instance._as_stored = rows.values(*COLUMNS[sender]).first()


def _after(
    sender: type[Model], instance: Any, created: bool, update_fields: Any = None, **_: Any
) -> None:
    if told.is_by_services():
        return
    if created:
        _tell_of_new(sender, instance)
        return
    before = instance.__dict__.pop("_as_stored", None) or {}
    changes = [
        _change(name, value, getattr(instance, name))
        for name, value in before.items()
        if getattr(instance, name) != value and (update_fields is None or name in update_fields)
    ]
    if changes:
        _tell(_verb(sender), instance, f"{instance}: {'; '.join(changes)}")


def _change(name: str, before: Any, after: Any) -> str:
    return name if name in SECRET else f"{name}: {before} -> {after}"


def _tell_of_new(sender: type[Model], instance: Any) -> None:
    """A new Access, role or application gives nobody anything by itself, but "all" does."""
    if sender is User:
        rights = [name for name in ("is_superuser", "is_staff") if getattr(instance, name)]
        _tell(Verb.ADD_USER, instance, f"{instance}: {', '.join(rights) or '-'}")
    elif sender is Access and instance.all_applications:
        _tell(Verb.SET_USER, instance, f"{instance}: all_applications")
    elif sender is Application:
        _tell(Verb.ADD_APPLICATION, instance, instance.app_key)


def _secret_added(sender: type[Model], instance: Any, created: bool, **_: Any) -> None:
    if created and not told.is_by_services():
        _tell(Verb.SET_USER, instance, f"{instance.user}: {instance.name} added")


def _removed(sender: type[Model], instance: Any, **_: Any) -> None:
    if told.is_by_services():
        return
    if sender in WHOLE:
        _tell(Verb.SET_USER, instance, f"{instance.user}: {instance.name} removed")
    elif sender is not Application:
        _tell(_verb(sender), None, f"{instance}: {sender._meta.model_name} deleted")


# Each for its own kinds of rows: a handler for every kind would have Django load whatever is
# deleted.
for _model in COLUMNS:
    pre_save.connect(_before, sender=_model)
    post_save.connect(_after, sender=_model)
    pre_delete.connect(_removed, sender=_model)
for _model in WHOLE:
    post_save.connect(_secret_added, sender=_model)
    pre_delete.connect(_removed, sender=_model)


def _related(what: str, verb: Verb) -> Callable[..., None]:
    """A handler for the rows that a person, a role or an application is given or loses."""

    def change(
        action: str, instance: Any, model: type[Model], pk_set: set[int] | None, **_: Any
    ) -> None:
        if told.is_by_services() or action not in SIGNS:
            return
        rows = model._default_manager.filter(pk__in=sorted(pk_set or ())[:NAMES])
        names = ", ".join(_names(rows)) if pk_set else "all"
        if pk_set is None or pk_set:
            _tell(verb, instance, f"{instance}: {what} {SIGNS[action]} {names}")

    return change


SIGNS = {"post_add": "+", "post_remove": "-", "pre_clear": "-"}


def _names(rows: Iterable[Any]) -> list[str]:
    return [str(getattr(row, "codename", row)) for row in rows]


RELATIONS = {
    User.user_permissions.through: _related("permissions", Verb.ROLES),
    Group.permissions.through: _related("permissions", Verb.ROLES),
    Access.applications.through: _related("applications", Verb.SET_USER),
    Application.voters.through: _related("voters", Verb.SET_APPLICATION),
}
"""The groups of a user are told by `role_changes`, whoever changes them."""
for _through, _handler in RELATIONS.items():
    m2m_changed.connect(_handler, sender=_through, weak=False)

"""What operators decide about an application: its limits, its secret, sends made elsewhere.

Screens and the command line change applications through these functions and `pauses` only. Each
raises NotAllowed, and then nothing has changed.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import events, kept_rows, told
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.scheduling.quota import MARGIN
from campaigns.domain.translatable import Problem, translatable
from campaigns.lib import database_clock, model_validation
from campaigns.locks import refusing_when_busy
from campaigns.models import Access, Application, KnownTag, OutsideSend
from campaigns.review import policy

from . import validation

TAGS_NAMED = 20
"""The most known tags that an Event names: a list may have thousands."""


@refusing_when_busy()
@transaction.atomic
@told.by_services()
def add_application(actor: Actor, columns: dict[str, Any], *, secret: str) -> Application:
    """Add an application with these columns; `name`, `app_key` and `data_centre` are required.

    Allowed to operators, who may use it from then on, and to whoever works on this machine.
    """
    _require_operator(actor)
    access.require_confirmed(actor)
    columns, voters = _without_voters(columns)
    application = Application(**{**defaults(columns["data_centre"]), **columns})
    _store(application, secret, made=True)
    _set_voters(application, columns, voters)
    if actor.user is not None:
        granted, _ = Access.objects.get_or_create(user=actor.user)
        granted.applications.add(application)
    events.record(Verb.ADD_APPLICATION, actor, application=application, comment=application.app_key)
    return application


def defaults(data_centre: str) -> dict[str, Any]:
    """The columns whose default is another in the sandbox, or outside of production."""
    columns: dict[str, Any] = {}
    if data_centre == SANDBOX:
        columns["everyone_per_day"] = None
    if data_centre == SANDBOX or not settings.PRODUCTION:
        columns["cool_down_minutes"] = 0
    return columns


def set_application(
    pk: int, actor: Actor, columns: dict[str, Any], *, secret: str | None = None
) -> Application:
    """Write these columns, and the secret if one is given; the Event says what changed. The value
    of `voters` is a collection of users."""
    columns, voters = _without_voters(columns)
    with locked_application(pk) as application:
        access.require(actor, access.OPERATE, application)
        access.require_confirmed(actor)
        changes = _changes(application, columns)
        if "app_key" in columns and columns["app_key"] != application.app_key and secret is None:
            text = translatable("Enter the secret of the new app key too.")
            raise NotAllowed(text, (Problem("app_secret", text),))
        for name, value in columns.items():
            setattr(application, name, value)
        _store(application, secret)
        changes += _set_voters(application, columns, voters)
        if secret is not None:
            changes.append("app_secret")
        if changes:
            comment = ", ".join(changes)
            events.record(Verb.SET_APPLICATION, actor, application=application, comment=comment)
    return application


def set_known_tags(application: Application, actor: Actor, names: Sequence[str]) -> None:
    """Replace the known tags; those that stay keep their note and their number of users. The Event
    names what came and went."""
    access.require(actor, access.OPERATE, application)
    access.require_confirmed(actor)
    with locked_application(application.pk):
        known = set(application.known_tags.values_list("name", flat=True))
        if known == set(names):
            return
        application.known_tags.exclude(name__in=names).delete()
        added = [name for name in dict.fromkeys(names) if name not in known]
        KnownTag.objects.bulk_create(KnownTag(application=application, name=name) for name in added)
        changes = [_tags("+", added), _tags("-", sorted(known - set(names)))]
        comment = f"known_tags: {' '.join(filter(None, changes))}"
        events.record(Verb.SET_APPLICATION, actor, application=application, comment=comment)


def _tags(sign: str, names: list[str]) -> str:
    """`+2 (“vip”, “new”)`, with at most TAGS_NAMED names; "" for none."""
    named = ", ".join(f"“{name}”" for name in names[:TAGS_NAMED])
    rest = ", ..." if len(names) > TAGS_NAMED else ""
    return f"{sign}{len(names)} ({named}{rest})" if names else ""


def record_outside_send(pk: int, actor: Actor, *, at: datetime, note: str) -> OutsideSend:
    """Record a send made elsewhere with the same app key. `at`: an aware moment that has passed."""
    with locked_application(pk) as application:
        user = access.require(actor, access.OPERATE, application)
        send = OutsideSend(application=application, at=at, note=note.strip(), recorded_by=user)
        problems = model_validation.of_model(send)
        if at > database_clock.now() + MARGIN:
            text = translatable("Enter a moment that has passed: %(at)s has not.", at=at)
            problems.append(Problem("at", text))
        _require_none(problems)
        send.save(force_insert=True)
        comment = f"{at.isoformat()} {send.note}"
        proof = kept_rows.OUTSIDE_SEND.of(send)
        told: dict[str, Any] = {"application": application, "comment": comment, "evidence": proof}
        events.record(Verb.OUTSIDE_SEND, actor, **told)
    return send


@contextmanager
def locked_application(pk: int) -> Iterator[Application]:
    """The application, its row locked until the block has committed; claims and votes wait. Raises
    Busy."""
    with refusing_when_busy(), transaction.atomic(), told.by_services():
        yield Application.objects.select_for_update(of=("self",)).get(pk=pk)


def _require_operator(actor: Actor) -> None:
    by_hand = actor.user is None and bool(actor.os_user)
    if not by_hand and (actor.user is None or not actor.user.has_perm(access.OPERATE)):
        raise Denied(translatable("Ask an operator to do this."), actor)


def _changes(application: Application, columns: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {getattr(application, name)} -> {value}"
        for name, value in columns.items()
        if getattr(application, name) != value
    ]


def _without_voters(
    columns: dict[str, Any],
) -> tuple[dict[str, Any], Collection[User] | None]:
    """Split off the voters: they are no column, and are written after the application's row."""
    rest = {name: value for name, value in columns.items() if name != policy.VOTERS}
    return rest, columns.get(policy.VOTERS)


def _set_voters(
    application: Application, columns: dict[str, Any], voters: Collection[User] | None
) -> list[str]:
    _require_none(list(policy.voter_problems(application, columns, voters)))
    return [] if voters is None else policy.set_voters(application, voters)


def _store(application: Application, secret: str | None, *, made: bool = False) -> None:
    if secret is not None:
        application.app_secret = secret
    problems = validation.application_problems(application)
    if secret is not None and not model_validation.is_header_word(secret):
        text = translatable("Enter the app secret without white space, as the provider shows it.")
        problems.append(Problem("app_secret", text))
    _require_none(problems)
    application.save(force_insert=made)


def _require_none(problems: list[Problem]) -> None:
    if problems:
        raise NotAllowed(translatable("Mend what is listed first."), tuple(problems))

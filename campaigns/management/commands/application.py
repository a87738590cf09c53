"""`manage.py application`: apps at the provider, their limits and the team's rules for them."""

import re
from argparse import ArgumentTypeError
from datetime import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from campaigns.access import NotAllowed
from campaigns.applications import actions, key_checks, pauses
from campaigns.domain.provider.key_check import KeyState
from campaigns.lib import database_clock
from campaigns.lib.i18n import english
from campaigns.management import output
from campaigns.management.base import (
    CommandLine,
    acting_user,
    find_application,
    find_user,
    parse_moment,
    read_stdin_line,
    shell_actor,
)
from campaigns.models import Application
from campaigns.sending import holds

COLUMNS = {
    "per_hour": "per_hour",
    "per_day": "per_day",
    "day_zone": "day_zones",
    "time_zone": "time_zone",
    "votes_tags": "votes_needed_tags",
    "votes_everyone": "votes_needed_everyone",
    "cool_down": "cool_down_minutes",
}
"""Option -> column, for options that are stored as they are."""


class Command(CommandLine):
    help = "Add applications, set their limits, pause them, record sends made elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(required=True, metavar="add|set|list|outside-send|check-key")
        add = verbs.add_parser("add", help="an app at the provider")
        add.add_argument("name")
        add.add_argument("--app-key", required=True, metavar="KEY")
        add.add_argument("--secret-stdin", required=True, action="store_true")
        add.add_argument("--data-centre", required=True, metavar="CODE")
        add.add_argument("--time-zone", metavar="ZONE")
        _add_limits(add)
        add.set_defaults(run=self.add)

        change = verbs.add_parser("set", help="change what is given, keep the rest")
        change.add_argument("key")
        change.add_argument("--as", required=True, dest="as_user", metavar="USER")
        _add_limits(change)
        _add_rules(change)
        change.set_defaults(run=self.set)

        verbs.add_parser("list", help="with today's budget").set_defaults(run=self.list)

        self._add_calls(verbs)

    def _add_calls(self, verbs: Any) -> None:
        """What concerns the provider."""
        outside = verbs.add_parser("outside-send", help="a send made with the app key elsewhere")
        outside.add_argument("key")
        outside.add_argument("--as", required=True, dest="as_user", metavar="USER")
        outside.add_argument("--at", required=True, type=parse_moment, metavar="ISO")
        outside.add_argument("--note", required=True)
        outside.set_defaults(run=self.outside_send)

        check = verbs.add_parser(
            "check-key", help="ask the provider whether it takes key and secret"
        )
        check.add_argument("key")
        check.add_argument("--as", required=True, dest="as_user", metavar="USER")
        check.set_defaults(run=self.check_key)

    def add(self, **options: Any) -> None:
        identity = {name: options[name] for name in ("name", "app_key", "data_centre")}
        columns = {**identity, **_columns(options)}
        self._print(actions.add_application(shell_actor(), columns, secret=read_stdin_line()))

    @transaction.atomic
    def set(self, **options: Any) -> None:
        pk, actor = find_application(options["key"]).pk, acting_user(options["as_user"])
        columns = {**_votes(options), **_columns(options), **_quiet(options), **_voters(options)}
        secret = read_stdin_line() if options["secret_stdin"] else None
        if columns or secret is not None:
            actions.set_application(pk, actor, columns, secret=secret)
        if options["pause"] is not None:
            pauses.pause_application(pk, actor, reason=options["pause"])
        if options["resume"]:
            for left in pauses.resume_application(pk, actor):
                self.stderr.write(english(holds.pause_text(left)))
        self._print(find_application(options["key"]))

    def list(self, **options: Any) -> None:
        for application in Application.objects.all():
            self._print(application)

    def outside_send(self, **options: Any) -> None:
        application, actor = find_application(options["key"]), acting_user(options["as_user"])
        actions.record_outside_send(application.pk, actor, at=options["at"], note=options["note"])
        self._print(application)

    def check_key(self, **options: Any) -> None:
        """Exit 1, with what to do, unless the provider accepts both."""
        application, actor = find_application(options["key"]), acting_user(options["as_user"])
        row = key_checks.check_key_here(application.pk, actor)
        self.print(output.key_check_details(row))
        if row.state != KeyState.ACCEPTED:
            raise NotAllowed(key_checks.sentence(row))

    def _print(self, application: Application) -> None:
        self.print(output.application_details(application, database_clock.now()))


def _add_limits(parser: CommandParser) -> None:
    parser.add_argument("--per-hour", type=int, metavar="N")
    parser.add_argument("--per-day", type=int, metavar="N")


def _add_rules(parser: CommandParser) -> None:
    parser.add_argument("--day-zone", action="append", metavar="ZONE")
    parser.add_argument("--votes", type=int, metavar="N", help="for named users and for tags")
    parser.add_argument("--votes-tags", type=int, metavar="N", help="for tags only")
    parser.add_argument("--votes-everyone", type=int, metavar="N")
    voters = parser.add_mutually_exclusive_group()
    voters.add_argument("--voter", action="extend", nargs="+", metavar="NAME", help="who may vote")
    voters.add_argument("--any-voter", action="store_true", help="every reviewer may vote")
    parser.add_argument("--cool-down", type=int, metavar="MIN")
    quiet = parser.add_mutually_exclusive_group()
    quiet.add_argument("--quiet", type=_span, metavar="HH:MM-HH:MM")
    quiet.add_argument("--no-quiet", action="store_true")
    parser.add_argument("--secret-stdin", action="store_true")
    pause = parser.add_mutually_exclusive_group()
    pause.add_argument("--pause", metavar="REASON")
    pause.add_argument("--resume", action="store_true")


def _span(text: str) -> tuple[time, time]:
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text, re.ASCII):
        raise ArgumentTypeError(f"{text!r} is not a span; write it as 22:00-08:00.")
    start, _, end = text.partition("-")
    try:
        return time.fromisoformat(start), time.fromisoformat(end)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a time of the day.") from None


def _columns(options: dict[str, Any]) -> dict[str, Any]:
    """The columns of the options that were given."""
    given = ((column, options.get(name)) for name, column in COLUMNS.items())
    return {column: value for column, value in given if value is not None}


def _votes(options: dict[str, Any]) -> dict[str, Any]:
    """--votes sets both numbers, unless --votes-tags sets the second."""
    votes = options["votes"]
    return {} if votes is None else {"votes_needed": votes, "votes_needed_tags": votes}


def _voters(options: dict[str, Any]) -> dict[str, Any]:
    if options["any_voter"]:
        return {"voters": []}
    names = dict.fromkeys(options["voter"] or ())
    return {"voters": [find_user(name) for name in names]} if names else {}


def _quiet(options: dict[str, Any]) -> dict[str, Any]:
    if options["no_quiet"]:
        return {"quiet_from": None, "quiet_to": None}
    start, end = options["quiet"] or (None, None)
    return {"quiet_from": start, "quiet_to": end} if options["quiet"] else {}

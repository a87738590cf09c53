"""The base of every command: JSON in English on stdout, sentences on stderr, exit code 0, 1 (a rule
refuses) or 2 (usage), and never a traceback for what a person typed."""

import io
import json
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import DatabaseError, IntegrityError
from django.utils import timezone, translation

from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import denials, told
from campaigns.domain.translatable import Problem, Text, Unreadable, translatable
from campaigns.lib import contention
from campaigns.lib.i18n import english
from campaigns.lib.system_user import system_user
from campaigns.locks import BUSY
from campaigns.models import Application, Campaign

REFUSED, USAGE = 1, 2
READ_BYTES = 16 * 1024 * 1024
"""The most that is read; whatever is read has a much lower limit of its own."""
YEARS = range(2000, 2200)
"""The years of a moment on the command line."""


class CommandLine(BaseCommand):
    """A command whose subcommands are its methods: `parser.set_defaults(run=self.method)`."""

    def run_from_argv(self, argv: list[str]) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            super().run_from_argv(argv)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader has closed the pipe; nothing may be flushed at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"), timezone.override(UTC), told.by_services():
            try:
                _require_utf8(options)
                options["run"](**options)
            except NotAllowed as error:
                if isinstance(error, Denied):
                    campaign = Campaign.objects.filter(pk=options.get("id") or 0).first()
                    denials.record_error(error, _command_name(options), campaign=campaign)
                self._refuse(error.text, error.problems)
            except Unreadable as error:
                self._refuse(translatable("Mend what is listed first."), error.problems)
            except IntegrityError:
                self._refuse(translatable("Try again: somebody changed this at the same moment."))
            except DatabaseError as error:
                if contention.is_locked(error):
                    self._refuse(BUSY)
                text = translatable(
                    "Run manage.py migrate, or check DATABASE_URL: %(error)s",
                    error=str(error).partition("\n")[0],
                )
                self._refuse(text)

    def print(self, value: dict[str, Any]) -> None:
        """Write one JSON object as one line."""
        self.stdout.write(json.dumps(value, ensure_ascii=False))

    def print_problems(self, problems: Iterable[Problem]) -> None:
        """Write one line `field: sentence` per problem to stderr."""
        for problem in problems:
            self.stderr.write(f"{problem.field}: {english(problem.text)}", _plain)

    def _refuse(self, text: Text, problems: Sequence[Problem] = ()) -> NoReturn:
        """Print the problems, or without any the sentence, and exit with REFUSED."""
        self.print_problems(problems)
        if not problems:
            self.stderr.write(english(text), _plain)
        sys.exit(REFUSED)


def _plain(line: str) -> str:
    return line


def _command_name(options: dict[str, Any]) -> str:
    """The command and its subcommand: `campaign approve`."""
    run = options["run"]
    command = type(run.__self__).__module__.rpartition(".")[2]
    return f"{command} {options.get('verb') or run.__name__.strip('_')}"


def _require_utf8(options: dict[str, Any]) -> None:
    """Raises NotAllowed: what is not UTF-8 arrives as surrogates, which nothing can store."""
    for name, value in options.items():
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                raise NotAllowed(translatable("Write %(name)s as UTF-8.", name=name)) from None


def parse_moment(text: str) -> datetime:
    """A type for argparse: ISO 8601 with an offset or "Z"."""
    example = "2026-11-23T16:00:00+08:00"
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a time; write it as {example}.") from None
    if value.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} has no offset; write it as {example}.")
    if value.year not in YEARS:
        raise ArgumentTypeError(f"{text!r} is not a year between {YEARS[0]} and {YEARS[-1]}.")
    return value.astimezone(UTC)


def shell_actor() -> Actor:
    """The actor of commands without --as: whoever works on this machine."""
    return told.outsider()


def acting_user(name: str) -> Actor:
    """The actor of --as NAME. Raises NotAllowed, as the functions below do for what is missing."""
    person = find_user(name)
    if not person.is_active:
        raise NotAllowed(
            translatable("Activate %(name)s first, or act as another user.", name=name)
        )
    return Actor(person, system_user())


def find_user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise NotAllowed(translatable("Check the user's name: there is no %(name)s.", name=name))
    return user


def find_application(key: str) -> Application:
    application = Application.objects.filter(app_key=key).first()
    if application is None:
        raise NotAllowed(
            translatable("Check the app key: there is no application %(key)s.", key=key)
        )
    return application


def find_campaign(pk: int) -> Campaign:
    """The campaign as stored now, with its submission and application."""
    campaign = Campaign.objects.select_related("submission", "application").filter(pk=pk).first()
    if campaign is None:
        raise NotAllowed(translatable("Check the number: there is no campaign %(id)s.", id=str(pk)))
    return campaign


def read_stdin() -> bytes:
    return sys.stdin.buffer.read(READ_BYTES) if sys.stdin else b""


def read_stdin_line() -> str:
    """Standard input without one trailing line break."""
    try:
        text = read_stdin().decode()
    except UnicodeDecodeError as error:
        raise NotAllowed(
            translatable("Write standard input as UTF-8: byte %(n)d is not.", n=error.start)
        ) from error
    return text.removesuffix("\n").removesuffix("\r")

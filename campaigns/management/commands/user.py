"""`manage.py user`: who may sign in, in which role, for which applications."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandParser

from campaigns.access import is_everywhere
from campaigns.accounts import roles, users
from campaigns.management.base import (
    CommandLine,
    find_application,
    find_user,
    read_stdin_line,
    shell_actor,
)
from campaigns.models import Access, Application


class Command(CommandLine):
    help = "Add people and change what they may use."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(required=True, metavar="add|set")
        add = verbs.add_parser("add", help="a new person; without a password: cannot sign in")
        add.add_argument("name")
        add.add_argument("--role", required=True, choices=list(roles.ROLES))
        add.add_argument("--application", metavar="KEY", action="append", help="default: all")
        add.add_argument("--email", default="")
        add.add_argument("--password-stdin", action="store_true")
        add.set_defaults(run=self.add)

        change = verbs.add_parser("set", help="change what is given, keep the rest")
        change.add_argument("name")
        change.add_argument(
            "--role", metavar="ROLE", action="append", choices=list(roles.ROLES), help="replaces"
        )
        reach = change.add_mutually_exclusive_group()
        reach.add_argument("--all-applications", action="store_true")
        reach.add_argument("--application", metavar="KEY", action="append")
        change.add_argument("--password-stdin", action="store_true")
        active = change.add_mutually_exclusive_group()
        active.add_argument("--deactivate", dest="active", action="store_false", default=None)
        active.add_argument("--activate", dest="active", action="store_true", default=None)
        change.add_argument(
            "--reset-totp", action="store_true", help="their authenticator app and recovery codes"
        )
        change.set_defaults(run=self.set)

    def add(self, **options: Any) -> None:
        added = users.add_user(
            shell_actor(),
            options["name"],
            role=options["role"],
            applications=_applications(options["application"]),
            email=options["email"],
            password=read_stdin_line() if options["password_stdin"] else None,
        )
        self.print(_details(added))

    def set(self, **options: Any) -> None:
        changed = users.set_user(
            shell_actor(),
            find_user(options["name"]),
            roles=options["role"],
            applications=_applications(options["application"]),
            all_applications=options["all_applications"],
            password=read_stdin_line() if options["password_stdin"] else None,
            active=options["active"],
        )
        if options["reset_totp"]:
            users.reset_totp(shell_actor(), changed)
        self.print(_details(changed))


def _applications(keys: list[str] | None) -> list[Any] | None:
    return None if keys is None else [find_application(key) for key in keys]


def _details(person: User) -> dict[str, Any]:
    access = Access.objects.filter(user=person).first()
    allowed = access.applications.order_by("app_key") if access else Application.objects.none()
    return {
        "name": person.username,
        "email": person.email,
        "roles": sorted(person.groups.values_list("name", flat=True)),
        "all_applications": is_everywhere(person),
        "applications": list(allowed.values_list("app_key", flat=True)),
        "active": person.is_active,
        "can_sign_in": person.is_active and person.has_usable_password(),
    }

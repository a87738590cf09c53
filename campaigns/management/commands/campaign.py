"""`manage.py campaign`: what integrators do with campaigns; every change prints the campaign."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from campaigns.access import NotAllowed
from campaigns.composer import audience_summaries, json_import, lifecycle, message_columns
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.domain.translatable import translatable
from campaigns.domain.workflow import Status
from campaigns.lib import database_clock
from campaigns.management import output
from campaigns.management.base import (
    READ_BYTES,
    CommandLine,
    acting_user,
    find_application,
    find_campaign,
    parse_moment,
    read_stdin,
)
from campaigns.models import LARGE_COLUMNS, Campaign
from campaigns.review import actions
from campaigns.sending import resolution

CHUNK = 500
"""The rows of a list that one query fetches."""

VERBS: dict[str, Callable[..., Campaign]] = {
    "withdraw": lifecycle.withdraw,
    "request-changes": actions.request_changes,
    "unschedule": lifecycle.unschedule,
    "revise": lifecycle.revise,
    "archive": lifecycle.archive,
}
"""Subcommand -> service; each takes the campaign's id, the actor and a comment."""


class Command(CommandLine):
    help = "Import, show and decide campaigns."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(required=True, metavar="VERB")
        self._add_import(verbs.add_parser("import", help="a /push.json body becomes a draft"))
        for name, run in (("payload", self.payload), ("show", self.show)):
            _with_id(verbs.add_parser(name)).set_defaults(run=run)
        lines = verbs.add_parser("list", help="one object a line, the newest first")
        lines.add_argument("--status", choices=[status.value for status in Status])
        lines.add_argument("--application", metavar="KEY")
        lines.set_defaults(run=self.list)
        for name in ("submit", *VERBS):
            verb = _with_actor(_with_id(verbs.add_parser(name)))
            verb.add_argument("--comment", default="", metavar="TEXT")
            verb.add_argument("--confirm", default="", metavar="TEXT")
            verb.set_defaults(run=self.decide if name in VERBS else self.submit, verb=name)
        self._add_votes(verbs)

    def _add_import(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE|-")
        parser.add_argument("--application", required=True, metavar="KEY")
        _with_actor(parser)
        parser.add_argument("--name", default="", help="default: the title, the text or FILE")
        parser.add_argument("--send-at", type=parse_moment, metavar="ISO")
        parser.add_argument("--send-before", type=parse_moment, metavar="ISO")
        parser.add_argument(
            "--effective", action="store_true", help="leave out conditions without effect"
        )
        parser.set_defaults(run=self.import_)

    def _add_votes(self, verbs: Any) -> None:
        about = "vote for it; naming the digest says that content, audience and time were read"
        approve = _with_actor(_with_id(verbs.add_parser("approve", help=about)))
        approve.add_argument("--digest", required=True, metavar="HEX", help="as `show` prints it")
        approve.set_defaults(run=self.approve)
        comment = _with_actor(_with_id(verbs.add_parser("comment", help="a word to the others")))
        comment.add_argument("--comment", required=True, metavar="TEXT")
        comment.set_defaults(run=self.comment)
        resolve = _with_actor(_with_id(verbs.add_parser("resolve")))
        resolve.add_argument("--outcome", required=True, choices=["sent", "not-sent"])
        resolve.add_argument("--push-id", default="", metavar="ID")
        resolve.add_argument("--comment", required=True, metavar="TEXT")
        resolve.set_defaults(run=self.resolve)

    def import_(self, **options: Any) -> None:
        file = options["file"]
        application = find_application(options["application"])
        imported, notes = json_import.import_body(
            _read_file(file),
            application,
            acting_user(options["as_user"]),
            name=options["name"],
            file_name="" if file == "-" else Path(file).stem,
            send_at=options["send_at"],
            send_before=options["send_before"],
            effective=options["effective"],
        )
        self.print_problems(notes)
        self._print(imported.pk)

    def comment(self, **options: Any) -> None:
        pk, actor = find_campaign(options["id"]).pk, acting_user(options["as_user"])
        actions.comment(pk, actor, options["comment"])
        self._print(pk)

    def payload(self, **options: Any) -> None:
        out: Any = self.stdout
        out.buffer.write(message_columns.body(find_campaign(options["id"])))
        out.buffer.flush()

    def show(self, **options: Any) -> None:
        self._print(options["id"])

    def list(self, **options: Any) -> None:
        campaigns = Campaign.objects.select_related("submission").defer(
            *LARGE_COLUMNS, "submission__body"
        )
        if options["status"]:
            campaigns = campaigns.filter(status=options["status"])
        if options["application"]:
            campaigns = campaigns.filter(application=find_application(options["application"]))
        rows = campaigns.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            audience_summaries.complete(chunk)
            for campaign in chunk:
                self.print(output.campaign_summary(campaign))

    def submit(self, **options: Any) -> None:
        pk = find_campaign(options["id"]).pk
        actor = acting_user(options["as_user"])
        lifecycle.submit(pk, actor, confirm=options["confirm"], comment=options["comment"])
        self._print(pk)

    def decide(self, **options: Any) -> None:
        pk, actor = find_campaign(options["id"]).pk, acting_user(options["as_user"])
        VERBS[options["verb"]](pk, actor, comment=options["comment"])
        self._print(pk)

    def approve(self, **options: Any) -> None:
        pk, actor = find_campaign(options["id"]).pk, acting_user(options["as_user"])
        actions.approve(pk, actor, digest=options["digest"], checked=list(ChecklistSection))
        self._print(pk)

    def resolve(self, **options: Any) -> None:
        resolution.resolve(
            find_campaign(options["id"]).pk,
            acting_user(options["as_user"]),
            arrived=options["outcome"] == "sent",
            push_id=options["push_id"],
            comment=options["comment"],
        )
        self._print(options["id"])

    def _print(self, pk: int) -> None:
        self.print(output.campaign_details(find_campaign(pk), database_clock.now()))


def _with_id(parser: CommandParser) -> CommandParser:
    parser.add_argument("id", type=int, metavar="ID")
    return parser


def _with_actor(parser: CommandParser) -> CommandParser:
    parser.add_argument("--as", required=True, dest="as_user", metavar="USER")
    return parser


def _read_file(file: str) -> bytes:
    if file == "-":
        return read_stdin()
    try:
        with Path(file).open("rb") as source:
            return source.read(READ_BYTES)
    except OSError as error:
        raise NotAllowed(
            translatable(
                "Check %(file)s: %(reason)s.", file=file, reason=error.strerror or "unreadable"
            )
        ) from error

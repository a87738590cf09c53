"""`manage.py verify_audit`: checks the chain of seals over all events, and the rows that they
prove, for auditors and cron."""

import argparse
from datetime import timedelta
from itertools import chain
from typing import Any

from django.core.management.base import CommandParser

from campaigns.access import NotAllowed
from campaigns.audit import seals
from campaigns.audit.verify import Fault, chain_faults
from campaigns.audit.verify_rows import RowAudit
from campaigns.domain.audit.chain import ChainLink, parse_link
from campaigns.domain.translatable import translatable
from campaigns.lib import database_clock
from campaigns.lib.i18n import english
from campaigns.management.base import CommandLine
from campaigns.models import Seal

NAMED = 100
"""The most faults that are printed; all are counted."""
UNSEALED_MINUTES = 10


class Command(CommandLine):
    help = "Check events, submissions, votes and attempts; exit 1 if any was changed or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=_head,
            metavar="POSITION:HEX",
            help="as a log line said it; may be given several times",
        )
        parser.add_argument(
            "--minutes",
            type=int,
            default=UNSEALED_MINUTES,
            help="how long an event may be without a seal (default: %(default)s)",
        )
        parser.set_defaults(run=self.verify)

    def verify(self, **options: Any) -> None:
        since = database_clock.now() - timedelta(minutes=options["minutes"])
        named, count, rows = [], 0, RowAudit()
        for fault in chain(chain_faults(options["head"], since), rows.faults()):
            count += 1
            if count <= NAMED:
                named.append(_details(fault))
        self.print(
            {
                "ok": not count,
                "head": str(seals.head()),
                "sealed": Seal.objects.count(),
                "unsealed": seals.unsealed().count(),
                "unproven": rows.unproven,
                "faults": named,
                "faults_found": count,
            }
        )
        if count:
            raise NotAllowed(
                translatable("Ask who owns the database: %(first)s", first=named[0]["text"])
            )


def _details(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "position": fault.position,
        "event": fault.event,
        "row": fault.row,
        "text": english(fault.text),
    }


def _head(text: str) -> ChainLink:
    try:
        return parse_link(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}.") from None

"""This process: what it knows of its machine's membership."""

import os
import threading

from campaigns.domain.translatable import Text
from campaigns.models import Machine

from . import clock, machine_rows
from .interval import Interval

RENEW_EVERY = 5.0
"""Seconds between two marks of a process: the longest that a machine which joins waits for one."""
ASK_EVERY = 1.0
"""Seconds between two looks of a process that may not send yet."""


class Standing:
    """What this process knows: may it send (`is_sure`), if not why; on which start of the server;
    and the mark of each machine when it began to look on."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.start_afresh()

    def start_afresh(self, *, sends: bool = False) -> None:
        """As in a process that has not looked yet. `sends`: it can send, not only tick."""
        self.sends, self.is_sure = sends, False
        self.why: Text | None = None
        self.server: str | None = None
        self.first: dict[str, str] = {}
        self.asked, self.renewed = Interval(ASK_EVERY), Interval(RENEW_EVERY)
        self.looked = clock.since_boot()

    def is_due(self) -> bool:
        return self.renewed.is_due() if self.is_sure else self.asked.is_due()

    def look_on(self, server: str, machines: list[Machine]) -> None:
        """Look on; from now, if the server was started since, or this process was away for so long
        that others need not have waited for it."""
        now = clock.since_boot()
        if self.server != server or now - self.looked > machine_rows.TOGETHER.total_seconds():
            self.is_sure, self.server = False, server
            self.first = {str(machine.key): machine.mark for machine in machines}
        self.looked = now

    def doubt(self, why: Text) -> None:
        self.is_sure, self.server, self.why = False, None, why


standing = Standing()


def look_again() -> None:
    """Let this process renew its membership at the next occasion, as at its start."""
    standing.start_afresh(sends=standing.sends)


def _forget_parent() -> None:
    """A fork has its own lock, and looks for itself."""
    standing.lock = threading.Lock()
    look_again()


os.register_at_fork(after_in_child=_forget_parent)

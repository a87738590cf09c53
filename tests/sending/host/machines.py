"""Machines of one test process: each has a folder, and forgets what it knew when another acts."""

from datetime import timedelta
from pathlib import Path

from django.conf import LazySettings
from django.db.models import F

from campaigns.lib.i18n import english
from campaigns.models import Machine
from campaigns.sending.host import machine_file, membership, process, readiness
from campaigns.sending.host.interval import Interval


class Machines:
    def __init__(self, folder: Path, settings: LazySettings) -> None:
        self.folder, self.settings = folder, settings
        self.asleep: dict[str, dict[str, object]] = {}
        self.now = ""

    def use(self, name: str, *, sends: bool = True) -> None:
        """From here on this process is one of that machine; new if it never was, else the same."""
        if self.now:
            self.asleep[self.now] = dict(vars(process.standing))
        self.now = name
        (self.folder / name).mkdir(exist_ok=True)
        self.settings.SENT_LOG = self.folder / name / "sent.log"
        readiness.last_report.start_afresh()
        if name in self.asleep:
            vars(process.standing).update(self.asleep[name])
        else:
            process.standing.start_afresh(sends=sends)

    def start(self, name: str, *, sends: bool = True) -> str:
        """A new process of that machine looks for the first time; returns why it does not send."""
        self.use(name)
        process.standing.start_afresh(sends=sends)
        return self.look()

    def look(self, name: str = "") -> str:
        """Again, as after some seconds."""
        self.use(name or self.now)
        process.standing.asked, process.standing.renewed = Interval(1), Interval(1)
        membership.keep()
        readiness.report(found := membership.breach())
        return english(found) if found else ""

    def key(self) -> str:
        notes = machine_file.read()
        assert notes is not None
        return notes.machine

    def put_back(self, **columns: timedelta) -> None:
        """Of this machine's row."""
        earlier = {name: F(name) - by for name, by in columns.items()}
        Machine.objects.filter(key=self.key()).update(**earlier)

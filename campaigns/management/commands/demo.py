"""`manage.py demo`: the whole console on this machine, with demo people and campaigns."""

import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from campaigns.checks.deadlines import STOP_GRACE
from campaigns.demo.data import seed
from campaigns.demo.processes import Supervisor, port_is_free, programs

START_SECONDS = 30


class Command(BaseCommand):
    help = "Run everything on this machine: database, demo people, web, workers and beat."

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.PORT
        if settings.PRODUCTION:
            raise CommandError(
                "Run the demo without PRODUCTION, DATABASE_URL and REDIS_URL: "
                "its people must not be in a production database."
            )
        if not port_is_free(port):
            raise CommandError(
                f"Port {port} is taken; choose another one, e.g. make run PORT={port + 10}."
            )
        try:
            people = self._prepare()
        except KeyboardInterrupt:
            sys.exit(1)
        self._run(port, people)

    def _prepare(self) -> list[tuple[str, str, str]]:
        self.stdout.write("Preparing the database...")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        return seed()

    def _run(self, port: int, people: list[tuple[str, str, str]]) -> None:
        supervisor = Supervisor(STOP_GRACE, self.stderr.write)
        code = supervisor.run(programs(port), lambda: self._welcome(supervisor, port, people))
        if code:
            sys.exit(code)

    def _welcome(
        self, supervisor: Supervisor, port: int, people: list[tuple[str, str, str]]
    ) -> None:
        """Wait for the web server, then print its address and who can sign in."""
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port) and time.monotonic() < deadline:
            if supervisor.ended() or supervisor.signals:
                return
            time.sleep(0.1)
        self.stdout.write(f"\nThe console is at http://127.0.0.1:{port}/ and these can sign in:\n")
        for name, role, password in people:
            self.stdout.write(f"  {name:<12} {password:<20} {role}")
        self.stdout.write("\nStop it with Ctrl-C.")
        self.stdout.flush()


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0

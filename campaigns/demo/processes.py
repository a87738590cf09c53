"""Runs every program of the console as a child process: all start and stop together."""

import ctypes
import errno
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType

POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Program:
    """`finishes`: it must not be killed while it has something to finish."""

    name: str
    command: list[str]
    finishes: bool = False


def port_is_free(port: int) -> bool:
    """True if a server may listen on `port` of the loopback address."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def programs(port: int) -> list[Program]:
    """Web, the two workers and beat for one machine; they stop in reverse order."""
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "pushconsole"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    push = [*worker, "-Q", "push", "-P", "threads", "-c", "16", "-n", "push@%h"]
    tick = [*worker, "-Q", "tick", "-P", "solo", "-n", "tick@%h"]
    gunicorn = [sys.executable, "-m", "gunicorn", "pushconsole.wsgi", "--no-control-socket"]
    web = [*gunicorn, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    return [
        Program("web", [*web, "--workers", "2", "--threads", "4", "--log-level", "warning"]),
        Program("push worker", push, finishes=True),
        Program("tick worker", tick),
        Program("beat", [*celery, "beat"]),
    ]


class Supervisor:
    """Runs programs until one of them ends or somebody stops it with SIGINT, SIGTERM or SIGHUP.

    Children get `grace` seconds to finish; a second signal kills all but those that must finish.
    """

    def __init__(self, grace: float, say: Callable[[str], object]) -> None:
        self.grace = grace
        self.say = say
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.patient: set[str] = set()
        self.signals = 0

    def run(self, wanted: Iterable[Program], ready: Callable[[], object]) -> int:
        """Returns the exit code: 0 if a signal stopped it, 1 if a program ended by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)
        try:
            for program in wanted:
                self.children[program.name] = _start(program)
                self.patient |= {program.name} if program.finishes else set()
            ready()
            return self._watch()
        finally:
            self._stop()

    def ended(self) -> str | None:
        """The name of the first program that is no longer running."""
        gone = (name for name, child in self.children.items() if child.poll() is not None)
        return next(gone, None)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1

    def _watch(self) -> int:
        while not self.signals:
            name = self.ended()
            if name is not None:
                code = self.children[name].returncode
                self.say(f"The {name} has ended (exit code {code}); stopping the rest.")
                return 1
            time.sleep(POLL_SECONDS)
        self.say("Stopping; what is being sent is finished first.")
        return 0

    def _stop(self) -> None:
        """Stops beat first, so that nothing new starts; kills after `grace`, some after a second
        signal."""
        running = {name: child for name, child in self.children.items() if child.poll() is None}
        for child in reversed(running.values()):
            child.terminate()
        deadline, before = time.monotonic() + self.grace, self.signals
        while any(child.poll() is None for child in running.values()):
            is_over, is_asked = time.monotonic() > deadline, self.signals > max(before, 1)
            for name, child in running.items():
                if is_over or (is_asked and name not in self.patient):
                    child.kill()
            time.sleep(POLL_SECONDS)


def _start(program: Program) -> subprocess.Popen[bytes]:
    """Starts it in its own process group: Ctrl-C must reach only the supervisor."""
    return subprocess.Popen(  # noqa: S603 (the commands above, no shell)
        program.command, process_group=0, stdin=subprocess.DEVNULL, preexec_fn=_end_with_parent
    )


def _end_with_parent() -> None:
    """On Linux the child ends if the supervisor is killed; elsewhere it runs on."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)

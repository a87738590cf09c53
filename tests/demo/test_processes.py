"""The demo's supervisor: together up, together down, no orphan, no traceback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaigns.demo.processes import port_is_free
from tests.programs import MANAGE, ROOT, environment, run
from tests.services import free_port

pytestmark = pytest.mark.slow

SUPERVISE = """
import sys
from campaigns.demo.processes import Program, Supervisor
def program(name, code):
    return Program(name, [sys.executable, "-c", code], finishes=name == "push worker")
wanted = [program(*pair.split(":", 1)) for pair in sys.argv[1:]]
supervisor = Supervisor(grace=5, say=lambda line: print(line, flush=True))
names = lambda: " ".join(str(child.pid) for child in supervisor.children.values())
sys.exit(supervisor.run(wanted, lambda: print(names(), flush=True)))
"""
SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


@contextmanager
def supervised(*programs: str) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, *programs],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        yield process, [int(pid) for pid in process.stdout.readline().split()]
    finally:
        process.kill()
        process.communicate()


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(number: signal.Signals) -> None:
    with supervised(f"web:{SLEEP}", f"beat:{SLEEP}") as (process, children):
        process.send_signal(number)
        said, _ = process.communicate(timeout=10)
        assert process.returncode == 0
        assert said == "Stopping; what is being sent is finished first.\n"
        assert not alive(children)


def test_when_one_ends_the_rest_is_stopped_and_it_is_named() -> None:
    with supervised(f"web:{SLEEP}", "beat:raise SystemExit(7)") as (process, children):
        said, _ = process.communicate(timeout=10)
        assert process.returncode == 1
        assert said == "The beat has ended (exit code 7); stopping the rest.\n"
        assert not alive(children)


def test_a_second_signal_does_not_wait_for_the_grace() -> None:
    with supervised(f"web:{DEAF}") as (process, children):
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=3)
        assert not alive(children)


def test_a_second_signal_lets_the_push_worker_finish() -> None:
    finishing = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: None); time.sleep(3)"
    with supervised(f"push worker:{finishing}", f"web:{DEAF}") as (process, (push, web)):
        time.sleep(0.5)
        for _ in range(4):
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        assert (alive([push, web]), process.poll()) == ([push], None)
        process.communicate(timeout=10)
        assert not alive([push])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")
def test_nothing_outlives_a_killed_supervisor() -> None:
    with supervised(f"web:{SLEEP}") as (process, children):
        time.sleep(0.3)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and any(map(running, children)):
            time.sleep(0.05)
        assert not any(map(running, children))


def running(pid: int) -> bool:
    """Not even as a zombie that nobody has reaped yet."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.programs
def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run([*MANAGE, "demo"], tmp_path, {"PORT": str(port)})
    assert ended.returncode == 1
    assert f"Port {port} is taken; choose another one, e.g. make run PORT=" in ended.stderr
    assert not (tmp_path / "pushconsole.sqlite3").exists()
    assert port_is_free(free_port())


@pytest.mark.programs
@pytest.mark.faults
def test_the_demo_starts_stops_and_starts_again_on_its_own_data(tmp_path: Path) -> None:
    for _ in range(2):
        port = free_port()
        with (tmp_path / "out").open("w") as out:
            process = subprocess.Popen(
                [*MANAGE, "demo"],
                cwd=ROOT,
                env=environment(tmp_path / "var", {"PORT": str(port)}),
                stdout=out,
                stderr=out,
            )
            wait_for_line(tmp_path / "out", f"http://127.0.0.1:{port}/")
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(30) == 0
        assert "Traceback" not in (tmp_path / "out").read_text()
        assert port_is_free(port)


def wait_for_line(file: Path, text: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while text not in file.read_text():
        assert time.monotonic() < deadline, file.read_text()
        time.sleep(0.1)

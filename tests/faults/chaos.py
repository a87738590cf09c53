"""`python -m tests.faults.chaos [KILLS]`: campaigns leave while processes are killed at random.

Two push workers, a tick worker, beat and dispatch of one installation; at random moments one of
them gets SIGKILL and is started anew. The provider's place is taken by a server that accepts,
refuses, drops, hangs and garbles at random, and remembers what it told whom. SEED repeats the
choices. On DATABASE_URL's server and REDIS_URL's where they are set (`tests.services`).
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import services
from tests.faults.installation import (
    BEAT,
    DISPATCH,
    TICK_WORKER,
    WORKER,
    Installation,
    Servers,
    Template,
)
from tests.faults.moody_server import MoodyServer
from tests.faults.verdicts import wrong_verdicts

PROCESSES = {
    "push worker": WORKER,
    "other push worker": WORKER,
    "tick worker": TICK_WORKER,
    "beat": BEAT,
    "dispatch": DISPATCH,
}
KILLS = 1000
BETWEEN_KILLS = (0.2, 3.0)
"""Seconds."""
BATCH = 20
"""Campaigns that are added at a time, whenever fewer than that wait."""
FEEDER = ["-m", "tests.faults.prepare", "--keep", str(BATCH)]
SETTLED = ("sent", "refused", "unknown", "missed")
SETTLE_SECONDS = 180


@dataclass
class Chaos:
    """What happened. `wrong`: sentences, none if every promise held."""

    kills: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(
    installation: Installation, server: MoodyServer, kills: int, chance: random.Random
) -> Chaos:
    """Kill so often, let everything settle, and compare."""
    chaos = Chaos()
    with ExitStack() as running:
        feeder = running.enter_context(installation.running(FEEDER))
        alive = {name: start(running, installation, name) for name in PROCESSES}
        for _ in range(kills):
            time.sleep(chance.uniform(*BETWEEN_KILLS))
            name = chance.choice(list(PROCESSES))
            alive[name].kill()
            alive[name].wait()
            chaos.kills[name] += 1
            alive[name] = start(running, installation, name)
        feeder.terminate()
        if feeder.wait():
            chaos.wrong.append(f"the program that adds campaigns failed: {installation.log()}")
        settle(installation)
    judge(installation, server, chaos)
    return chaos


def start(stack: ExitStack, installation: Installation, name: str) -> "subprocess.Popen[bytes]":
    return stack.enter_context(installation.running(PROCESSES[name]))


def settle(installation: Installation) -> None:
    """Wait until nothing is under way; what is not settled then is wrong."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline and set(installation.statuses()) - set(SETTLED):
        time.sleep(1)


def judge(installation: Installation, server: MoodyServer, chaos: Chaos) -> None:
    chaos.requests = len(server.told)
    chaos.statuses = Counter(installation.statuses())
    unsettled = {one: n for one, n in chaos.statuses.items() if one not in SETTLED}
    if unsettled:
        chaos.wrong.append(f"not settled: {unsettled}")
    if not server.told:
        chaos.wrong.append("nothing left, so nothing was tried")
    chaos.wrong += wrong_verdicts(installation, server.told)
    with installation.running(["manage.py", "verify_audit"]) as audit:
        if audit.wait(120):
            chaos.wrong.append("verify_audit found something")


@contextmanager
def made_installation(server: MoodyServer) -> Iterator[Installation]:
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        servers = None
        if "DATABASE_URL" in os.environ:
            database = stack.enter_context(services.running_postgresql())
            redis = stack.enter_context(services.running_redis())
            servers = Servers(database.rpartition("/")[0], redis.rpartition("/")[0])
        made = Template(Path(folder), servers, 0).copy(server.url)
        made.change("UPDATE campaigns_application SET per_hour = 9999, per_day = 9999")
        yield made


def main(kills: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    seed = int(os.environ.get("SEED", time.time()))
    sys.stdout.write(f"SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 (chooses whom to kill)
    with MoodyServer(chance) as server, made_installation(server) as installation:
        chaos = run(installation, server, kills, chance)
    sys.stdout.write(f"{chaos}\n")
    return 1 if chaos.wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))

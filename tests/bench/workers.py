"""Beat and the workers as in operation, for as long as a measurement takes."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from campaigns.demo import processes
from campaigns.demo.processes import Program


def console() -> list[Program]:
    """All but the web; on servers a second push worker."""
    found = [program for program in processes.programs(8000) if program.name != "web"]
    return [*found, twin(found[0])] if "DATABASE_URL" in os.environ else found


def twin(worker: Program) -> Program:
    """Another worker beside this one, under a name of its own."""
    command = [word.replace("@%h", "2@%h") for word in worker.command]
    return Program(f"second {worker.name}", command)


def of_console(sandbox_url: str) -> dict[str, str]:
    """What the environment of the console's programs holds besides this process's own."""
    return {"DJANGO_SETTINGS_MODULE": "pushconsole.settings", "SANDBOX_URL": sandbox_url}


@contextmanager
def running(programs: Sequence[Program], changes: Mapping[str, str]) -> Iterator[None]:
    """Started now, stopped at the end; what they say is in `log()`."""
    environment = {**os.environ, **changes}
    with ExitStack() as stack, log().open("ab") as said:
        for program in programs:
            process = subprocess.Popen(
                program.command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield


def log() -> Path:
    return Path(settings.VAR_DIR) / "bench.log"

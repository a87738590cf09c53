"""A PostgreSQL whose databases, or whose whole folder, are put back as they were."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests import services


class Cluster:
    def __init__(self) -> None:
        programs = services.postgresql()
        assert programs, "PostgreSQL is not installed"
        self.programs, self.port = Path(programs), services.free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="pushconsole-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.data, self.saved = self.folder / "cluster", self.folder / "saved"

    @property
    def base_url(self) -> str:
        """Without the name of a database."""
        return f"postgres://postgres@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        init = ["initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        self._run([*init, "--no-locale", "--no-sync"])
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self._run(["pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start"])

    def stop(self) -> None:
        self._run(["pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop"])

    def dump(self, database: str) -> None:
        self._run(["pg_dump", "-Fc", "-d", database, "-f", str(self.folder / "dump")])

    def restore_dump(self, database: str) -> None:
        """Into the same database, as its manual says."""
        self._run(
            ["pg_restore", "--clean", "--if-exists", "-d", database, str(self.folder / "dump")]
        )

    def save_folder(self) -> None:
        self.stop()
        shutil.rmtree(self.saved, ignore_errors=True)
        self._copy(self.data, self.saved)
        self.start()

    def restore_folder(self) -> None:
        self.stop()
        shutil.rmtree(self.data)
        self._copy(self.saved, self.data)
        self.start()

    def _copy(self, source: Path, target: Path) -> None:
        self._run(["/bin/cp", "-a", str(source), str(target)])

    def _run(self, command: list[str]) -> None:
        """As the user that owns the folder; `/bin/cp` is no program of PostgreSQL."""
        if command[0] in ("pg_dump", "pg_restore"):
            command[1:1] = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        program = services.as_postgres(str(self.programs), command)
        subprocess.run(program, cwd=self.folder, stdout=subprocess.DEVNULL, check=True, timeout=120)

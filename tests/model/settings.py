"""The tests' settings on a database in memory: a fork of the process is a copy of the database."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.settings import *  # noqa: F403

MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one: the log is synced at every POST)
_folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="model-")
SENT_LOG = Path(_folder.name) / "sent.log"

DATABASES = {
    "default": {
        "ENGINE": "tests.model.database",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
EXTRA_DATA_CENTRES = {}
START_GUARD, POST_DEADLINE, REAP_AFTER = 20, 40, 120

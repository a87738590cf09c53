"""The folder of this machine's files: sent.log, answers.log and its notes."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Write the folder itself to the disk: a new or renamed file in it then outlives a crash.
    Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The operating-system user of this process."""

import os
import pwd
from contextlib import suppress


def system_user() -> str:
    """The name of the process's user id; LOGNAME could be set to anything."""
    with suppress(KeyError):
        return pwd.getpwuid(os.getuid()).pw_name
    return str(os.getuid())

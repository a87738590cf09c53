"""Strict readers of environment variables: a wrong value stops the start with one sentence.

The sentence never repeats a secret. django-environ reads `.env` and DATABASE_URL, but its readers
of single values are not strict: `bool` reads REQUIRE_TOTP=sometimes as False, `int` names no
variable and has no bounds, `str` replaces $NAME in a secret, an empty value is not the default.
"""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Never
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from campaigns.domain.provider.hosts import is_plain

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def refuse(name: str, must: str, example: str) -> Never:
    """Raises ImproperlyConfigured: `name` must be `must`."""
    raise ImproperlyConfigured(f"{name} must be {must}, e.g. {name}={example}.")


def text(name: str, default: str = "") -> str:
    """An empty variable counts as not set."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        refuse(name, f"1 or 0, not {value!r}", "1")
    return value in TRUE


def choice(name: str, known: tuple[str, ...]) -> str:
    """One of `known`, or "" where the variable is not set."""
    value = text(name)
    if value and value not in known:
        refuse(name, f"one of {', '.join(known)}, not {value!r}", known[0])
    return value


def integer(name: str, default: int, *, low: int = 1, high: int = 86_400) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        refuse(name, f"a whole number from {low} to {high}, not {value!r}", str(default))
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    given = [word.strip() for word in text(name).split(",") if word.strip()]
    return given or default


def origins(name: str) -> list[str]:
    """A comma-separated list of base URLs."""
    given = words(name, [])
    for origin in given:
        base_url(name, origin)
    return given


def base_url(name: str, value: str) -> str:
    """`value` without its final slash; it must be http(s)://host[:port]."""
    example = "https://push.example.com"
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        refuse(name, f"a base URL, not {value!r}", example)
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    bare = bare and is_plain(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bare:
        refuse(name, f"a base URL without path, user or query, not {value!r}", example)
    return value.rstrip("/")


def existing_file(name: str) -> str:
    """The path of a readable file, or ""."""
    value = text(name)
    if value and not os.access(value, os.R_OK):
        refuse(name, f"a file that can be read, not {value!r}", "/etc/ssl/certs/company.pem")
    return value


def private_folder(path: Path) -> Path:
    """`path`, created if needed, for this user only (mode 700)."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        refuse("VAR_DIR", f"a folder that this user owns ({error.strerror}: {path})", "var")
    return path


def create_private_file(name: str) -> None:
    """An empty file for this user only, where there is none and its folder exists: SQLite would let
    everybody read what it creates. Its -wal and -shm get the mode of the file."""
    if ":memory:" in name or name.startswith("file:"):
        return
    with suppress(OSError):
        os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def secret(name: str, fresh: str | None, folder: Path) -> str:
    """`name`, or the content of the file `name`_FILE, or the key stored in `folder`, where the
    first process stores `fresh`. `fresh` None means that there is no default."""
    given, file = text(name), text(f"{name}_FILE")
    if given and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
    if file:
        given = _content(f"{name}_FILE", Path(file))
    if given:
        return given
    if fresh is None:
        raise ImproperlyConfigured(
            f"{name} must be set in production; `make production-env` writes fresh keys to .env."
        )
    return _stored(private_folder(folder) / name.lower(), fresh)


def _content(name: str, path: Path) -> str:
    try:
        content = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        content = ""
    return content or refuse(
        name, f"a file with a key that can be read, not {str(path)!r}", f"/run/secrets/{name}"
    )


def _stored(path: Path, fresh: str) -> str:
    """Stores `fresh` unless another process was first: a hard link appears whole and only once."""
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return _content(path.name, path)


def load_or_exit(code: int = 2) -> None:
    """Load the settings; a wrong one ends this process with its sentence and exit `code`."""
    from django.conf import settings

    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(code) from None

"""Write the `.env` of a production installation, with fresh keys: production_env.py HOST.

It needs only Python, so it runs on a host that has only containers. `--print` writes to standard
output instead.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

ENV_FILE = Path(".env")

TEMPLATE = """\
PRODUCTION=1
ALLOWED_HOSTS={host}
CSRF_TRUSTED_ORIGINS=https://{host}
TRUSTED_PROXY=1
PROXY_COUNT=1
SECRET_KEY={secret_key}
SECRETS_KEYS={fernet_key}
POSTGRES_PASSWORD={postgres}
DATABASE_OWNER_PASSWORD={owner}
DATABASE_PASSWORD={console}
REDIS_PASSWORD={redis}
"""


def content(host: str) -> str:
    return TEMPLATE.format(
        host=host,
        secret_key=secrets.token_urlsafe(48),
        fernet_key=base64.urlsafe_b64encode(os.urandom(32)).decode(),
        postgres=secrets.token_urlsafe(24),
        owner=secrets.token_urlsafe(24),
        console=secrets.token_urlsafe(24),
        redis=secrets.token_urlsafe(24),
    )


def main(arguments: list[str]) -> str | int:
    """Returns the exit code, or the sentence to print with exit code 1."""
    if arguments[:1] == ["--print"]:
        sys.stdout.write(content(arguments[1]))
        return 0
    if len(arguments) != 1:
        return "Name the host of the console, e.g. make production-env HOST=push.example.com."
    try:
        handle = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return ".env exists; its keys open the stored secrets, so move it away yourself."
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content(arguments[0]))
    sys.stdout.write("Wrote .env; keep a copy of it apart from the database's backups.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

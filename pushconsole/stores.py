"""Settings of the database and of the broker."""

import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from . import waits
from .environment import create_private_file, private_folder, refuse, text

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "pushconsole.postgresql"

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA recursive_triggers=ON"
    ),
}
"""IMMEDIATE makes claims wait for each other; synchronous=FULL makes a commit survive a power
loss. Without either a push could leave twice. recursive_triggers keeps REPLACE from removing rows
past the triggers. `timeout` is in seconds."""


def database(var_dir: Path) -> dict[str, Any]:
    """DATABASE_URL, or an SQLite file in `var_dir`."""
    url = text("DATABASE_URL")
    if not url:
        return _sqlite({"ENGINE": SQLITE, "NAME": str(var_dir / "pushconsole.sqlite3")})
    if urlsplit(url).scheme not in {"postgres", "postgresql", "psql", "sqlite"}:
        refuse("DATABASE_URL", "a postgres:// or sqlite:// address", "postgres://user@host/name")
    try:
        config = dict(environ.Env.db_url_config(url))
    except Exception as error:  # noqa: BLE001 (its parser documents none; the URL is not repeated)
        name = type(error).__name__
        refuse("DATABASE_URL", f"readable ({name})", "postgres://user@host/name")
    if config["ENGINE"] == SQLITE:
        create_private_file(str(config["NAME"]))
        return _sqlite(config)
    return _postgresql(config)


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    options = waits.postgresql_options(config.get("OPTIONS", {}))
    more = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    return {**config, "ENGINE": POSTGRESQL, **more}


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    return {**config, "OPTIONS": {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}}


def broker(var_dir: Path) -> dict[str, Any]:
    """Celery's broker: REDIS_URL, or a private folder in `var_dir`. It carries only hints."""
    url = text("REDIS_URL")
    if not url:
        return _folder_broker(private_folder(var_dir / "broker"))
    if urlsplit(url).scheme not in {"redis", "rediss"}:
        refuse("REDIS_URL", "a redis:// or rediss:// address", "redis://:password@host:6379/0")
    config = {
        "URL": url,
        "TRANSPORT": "pushconsole.redis_broker:Transport",
        "TRANSPORT_OPTIONS": waits.redis_options(),
    }
    if urlsplit(url).scheme == "rediss":
        return {**config, "USE_SSL": {"ssl_cert_reqs": ssl.CERT_REQUIRED}}
    return config


def _folder_broker(folder: Path) -> dict[str, Any]:
    """One folder serves both directions: some processes put messages there, others take them."""
    messages = str(private_folder(folder / "messages"))
    control = str(private_folder(folder / "control"))
    return {
        "URL": "filesystem://",
        "TRANSPORT": "pushconsole.folder_broker:Transport",
        "TRANSPORT_OPTIONS": {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": control,
            "polling_interval": 0.1,
        },
    }

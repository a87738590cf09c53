"""Every program refuses settings with which a push could leave twice, leak or be misreported."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from celery import current_app, shared_task
from django.core.checks import run_checks
from django.db import connections
from pytest_django.fixtures import Settings

from campaigns.checks.settings import Unsafe, refuse_unsafe
from campaigns.domain.provider.data_centres import BUILT_IN, parse_extra
from tests import services
from tests.programs import MANAGE, PROGRAMS, ROOT, run
from tests.pushconsole.production import PRODUCTION

FORBIDDEN_IN_CODE = {
    "CELERY_TASK_ACKS_LATE = True": "E001",
    "CELERY_TASK_REJECT_ON_WORKER_LOST = True": "E002",
    "CELERY_TASK_ALWAYS_EAGER = True": "E003",
    "CELERY_RESULT_BACKEND = 'cache+memory://'": "E004",
    "CELERY_BEAT_SCHEDULE['tick']['options']['expires'] = 0.9": "E015",
    "DATABASES['default']['OPTIONS'] = {}": "E022",
    "DATABASES['default']['OPTIONS']['init_command'] = 'PRAGMA synchronous=NORMAL'": "E023",
}
FORBIDDEN_IN_THE_ENVIRONMENT: list[tuple[dict[str, str], str]] = [
    ({"REMAP_SIGTERM": "SIGQUIT"}, "E005"),
    ({**PRODUCTION, "DEBUG": "1"}, "E006"),
    ({**PRODUCTION, "ALLOWED_HOSTS": "*"}, "E007"),
    ({**PRODUCTION, "ALLOWED_HOSTS": ""}, "E007"),
    ({"SECRETS_KEYS": "not-a-fernet-key"}, "E009"),
    ({"REAP_AFTER": "60"}, "E012"),
    ({"TASK_TIME_LIMIT": "100"}, "E012"),
]


def started(program: str, var_dir: Path, changes: dict[str, str]) -> tuple[str, int, str]:
    """Through a settings module that may do what the environment cannot."""
    module = var_dir / "changed_settings.py"
    module.write_text(f"from pushconsole.settings import *\n{changes.pop('CODE', '')}\n")
    paths = {"PYTHONPATH": f"{ROOT}:{var_dir}", "DJANGO_SETTINGS_MODULE": "changed_settings"}
    ended = run(PROGRAMS[program], var_dir, {**paths, **changes})
    return program, ended.returncode, ended.stderr


def all_refuse(tmp_path: Path, changes: dict[str, str], error: str) -> None:
    folders = {program: tmp_path / program.replace(" ", "-") for program in PROGRAMS}
    for folder in folders.values():
        folder.mkdir()
    with ThreadPoolExecutor(len(PROGRAMS)) as pool:
        waiting = [
            pool.submit(started, name, folder, dict(changes)) for name, folder in folders.items()
        ]
        for program, code, stderr in (future.result() for future in waiting):
            assert code in {1, 2, 3}, (program, code, stderr)
            assert f"campaigns.{error}" in stderr, (program, stderr)
            assert "Traceback" not in stderr, (program, stderr)


@pytest.mark.programs
@pytest.mark.faults
@pytest.mark.parametrize(("code", "error"), FORBIDDEN_IN_CODE.items())
def test_no_program_starts_with_a_forbidden_setting(code: str, error: str, tmp_path: Path) -> None:
    all_refuse(tmp_path, {"CODE": code}, error)


@pytest.mark.programs
@pytest.mark.faults
@pytest.mark.parametrize(("changes", "error"), FORBIDDEN_IN_THE_ENVIRONMENT)
def test_no_program_starts_with_a_forbidden_variable(
    changes: dict[str, str], error: str, tmp_path: Path
) -> None:
    all_refuse(tmp_path, changes, error)


@pytest.mark.programs
@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.parametrize(("option", "error"), [("synchronous_commit", "E024"), ("fsync", "E025")])
def test_no_program_starts_on_a_postgresql_that_may_forget(
    option: str, error: str, tmp_path: Path
) -> None:
    with services.running_postgresql(**{option: "off"}) as url:
        all_refuse(tmp_path, {**PRODUCTION, "DATABASE_URL": url}, error)


@pytest.mark.programs
@pytest.mark.faults
def test_no_program_starts_without_its_database(tmp_path: Path) -> None:
    url = f"postgres://nobody@127.0.0.1:{services.free_port()}/nothing"
    all_refuse(tmp_path, {**PRODUCTION, "DATABASE_URL": url}, "E021")


@pytest.mark.programs
@pytest.mark.faults
def test_beat_runs_on_with_safe_settings(tmp_path: Path) -> None:
    run([*MANAGE, "migrate"], tmp_path, {}).check_returncode()
    with pytest.raises(subprocess.TimeoutExpired):
        run(PROGRAMS["beat"], tmp_path, {}, seconds=15)
    assert list((tmp_path / "broker").rglob("*tick*")), "it did not get as far as a tick"


def errors() -> set[str]:
    return {str(message.id) for message in run_checks(databases=["default"])}


@pytest.mark.django_db
def test_the_settings_as_they_come_are_safe() -> None:
    refuse_unsafe()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("CELERY_TASK_ACKS_LATE", True, "E001"),
        ("CELERY_TASK_REJECT_ON_WORKER_LOST", True, "E002"),
        ("CELERY_TASK_ALWAYS_EAGER", True, "E003"),
        ("CELERY_TASK_IGNORE_RESULT", False, "E004"),
        ("CELERY_RESULT_BACKEND", "redis://", "E004"),
        ("SECRETS_KEYS", [], "E008"),
        ("SECRETS_KEYS", ["short"], "E009"),
        ("START_GUARD", 0, "E011"),
        ("READ_TIMEOUT", -1, "E011"),
        ("CELERY_BEAT_SCHEDULE", {"tick": {"options": {"expires": 0.9}}}, "E015"),
        ("CELERY_BEAT_SCHEDULE", {"tick": {"options": {"countdown": 1}}}, "E015"),
        ("REAP_AFTER", 60, "E012"),
        ("CELERY_TASK_SOFT_TIME_LIMIT", 120, "E012"),
        ("POST_DEADLINE", 64, "E016"),
        ("CONNECT_TIMEOUT", 29, "E016"),
    ],
)
def test_each_forbidden_setting_is_an_error(
    name: str, value: Any, error: str, settings: Settings
) -> None:
    setattr(settings, name, value)
    assert f"campaigns.{error}" in errors()


@pytest.mark.django_db
def test_the_sentence_says_what_to_do(settings: Settings) -> None:
    settings.PRODUCTION, settings.DEBUG = True, True
    settings.ALLOWED_HOSTS = ["push.example.com"]
    with pytest.raises(
        Unsafe, match="^DEBUG must be off in production. Remove DEBUG or set DEBUG=0."
    ):
        refuse_unsafe()


@pytest.mark.django_db
def test_a_data_centre_over_http_is_an_error(settings: Settings) -> None:
    plain = replace(BUILT_IN["beijing"], code="private", primary="http://push.internal")
    settings.EXTRA_DATA_CENTRES = {"private": plain}
    assert "campaigns.E010" in errors()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "error"), [({"acks_late": True}, "E001"), ({"expires": 20}, "E015")]
)
def test_a_task_that_acknowledges_late_or_expires_is_an_error(
    option: dict[str, Any], error: str
) -> None:
    @shared_task(name=f"campaigns.late.{error}", **option)  # each app gets every shared task
    def late() -> None: ...

    assert late.name in current_app.tasks
    try:
        assert f"campaigns.{error}" in errors()
    finally:
        current_app.tasks.unregister(late.name)


@pytest.mark.database("sqlite")
@pytest.mark.django_db
def test_sqlite_without_immediate_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    options = {**connection.settings_dict["OPTIONS"], "transaction_mode": "DEFERRED"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert "campaigns.E022" in errors()


@pytest.mark.parametrize(
    "url",
    [
        "https://api.rong-api.com.",
        "https://API-B.rong-api.com:8443",
        "http://cloud.example.",
        "https://Backup.Example:444",
    ],
)
def test_sandbox_that_is_no_sandbox_is_refused(url: str, settings: Settings) -> None:
    extra = parse_extra("own=https://cloud.example|https://backup.example")
    settings.EXTRA_DATA_CENTRES, settings.SANDBOX_URL = extra, url
    assert "campaigns.E013" in {message.id for message in run_checks()}

"""Each program with exactly the environment that compose.yaml gives it, as a role without the
rights of a superuser."""

import os
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pushconsole.production_env import content
from tests import services
from tests.programs import CELERY, GUNICORN, MANAGE, ROOT, environment, run
from tests.pushconsole import containers

pytestmark = [pytest.mark.programs, pytest.mark.faults, pytest.mark.postgres, pytest.mark.redis]
SECONDS = 90
ROLES = ROOT / "pushconsole" / "postgresql" / "roles.sql"


class Stores:
    """PostgreSQL with the roles made, and Redis; `written` is the .env."""

    def __init__(self, superuser: str, redis: str) -> None:
        self.superuser, self.redis = superuser, redis
        self.written = dict(line.split("=", 1) for line in content("localhost").splitlines())
        self.make_roles()

    def make_roles(self) -> None:
        program = Path(str(services.postgresql())) / "psql"
        command = [str(program), "--no-psqlrc", "--dbname", self.superuser, "--file", str(ROLES)]
        named = {name: self.written[name] for name in self.written if name.startswith("DATABASE")}
        subprocess.run(command, env={**os.environ, **named}, check=True, capture_output=True)

    def environment(self, service: str) -> dict[str, str]:
        """That of the service, but for the addresses."""
        given = containers.environment(service, self.written)
        place = self.superuser.partition("@")[2]
        given["DATABASE_URL"] = given["DATABASE_URL"].replace("postgres/pushconsole", place)
        if "REDIS_URL" in given:
            given["REDIS_URL"] = self.redis
        return given

    def ask(self, sql: str, user: str = "") -> Any:
        url = self.superuser.replace("postgres@", f"{user}@") if user else self.superuser
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(sql).fetchone()


KEY = "ab" * 20
PHONE = """
    WITH person AS (
        INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email,
            is_staff, is_active, date_joined)
        VALUES ('!', false, 'rita', '', '', '', true, true, now()) RETURNING id
    )
    INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, step, t0, digits, tolerance,
        drift, last_t, throttling_failure_count)
    SELECT id, 'app', true, %s, 30, 0, 6, 1, 0, -1, 0 FROM person
"""
"""As the release before stored a phone."""


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with services.running_postgresql() as superuser, services.running_redis() as redis:
        made = Stores(superuser, redis)
        folder = tmp_path_factory.mktemp("migrate")
        ended = run([*MANAGE, "migrate"], folder, made.environment("migrate"), seconds=300)
        assert ended.returncode == 0, ended.stderr[-2000:]
        yield made


def test_console_may_change_rows_and_nothing_else(stores: Stores) -> None:
    rights = stores.ask(
        "SELECT bool_and(has_table_privilege('console', oid, 'SELECT')"
        " AND has_table_privilege('console', oid, 'INSERT')"
        " AND has_table_privilege('console', oid, 'UPDATE')"
        " AND has_table_privilege('console', oid, 'DELETE')),"
        " bool_or(has_table_privilege('console', oid, 'TRUNCATE')"
        " OR has_table_privilege('console', oid, 'TRIGGER')), count(*) > 20"
        " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    assert rights == (True, False, True)
    supers = "SELECT bool_or(rolsuper OR rolcreaterole OR rolcreatedb) FROM pg_roles WHERE"
    assert stores.ask(f"{supers} rolname LIKE 'console%'") == (False,)


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE campaigns_event DISABLE TRIGGER ALL",
        "TRUNCATE campaigns_event CASCADE",
        "DROP TABLE campaigns_seal",
        "CREATE TABLE own (id int)",
        "SET session_replication_role = replica",
        "COPY campaigns_event TO PROGRAM 'cat'",
    ],
)
def test_console_cannot_take_off_what_keeps_the_events(stores: Stores, sql: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        stores.ask(sql, user="console")


def test_restore_guard_still_sees_where_the_database_is(stores: Stores) -> None:
    sql = "SELECT (SELECT change FROM pg_stat_file('PG_VERSION')), system_identifier FROM"
    assert stores.ask(f"{sql} pg_control_system()", user="console")


def test_roles_take_over_what_a_superuser_made(stores: Stores) -> None:
    """An installation of an earlier release; the script may be run again."""
    with psycopg.connect(stores.superuser) as connection:
        connection.execute("ALTER TABLE campaigns_label OWNER TO postgres")
    stores.make_roles()
    owners = stores.ask(
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        " AND tableowner <> 'console_owner'"
    )
    assert owners == (0,)


def test_a_migration_seals_the_keys_of_authenticator_apps(stores: Stores, tmp_path: Path) -> None:
    def migrate(*place: str) -> None:
        ended = run([*MANAGE, "migrate", *place], tmp_path, stores.environment("migrate"))
        assert ended.returncode == 0, ended.stderr[-2000:]

    migrate("campaigns", "0016")
    with psycopg.connect(stores.superuser) as connection:
        connection.execute(PHONE, [KEY])
    migrate()
    assert stores.ask("SELECT key FROM otp_totp_totpdevice") != (KEY,)
    assert stores.ask("SELECT count(*) FROM campaigns_totpkey") == (1,)


def test_all_programs_work_together(stores: Stores, tmp_path: Path) -> None:
    port = services.free_port()
    commands = {
        "web": [*GUNICORN, "--no-control-socket", "--bind", f"127.0.0.1:{port}"],
        "worker-tick": [*CELERY, *containers.services()["worker-tick"]["command"][3:]],
        "worker-push": [*CELERY, *containers.services()["worker-push"]["command"][3:]],
        "beat": [*CELERY, "beat"],
    }
    static, running = {"STATIC_ROOT": str(tmp_path / "static")}, {}
    run([*MANAGE, "collectstatic", "--no-input"], tmp_path / "build", static).check_returncode()
    try:
        for service, command in commands.items():
            own = environment(tmp_path / service, stores.environment(service) | static)
            with (tmp_path / f"{service}.log").open("wb") as log:
                running[service] = subprocess.Popen(
                    command, cwd=ROOT, env=own, stdout=log, stderr=log
                )
        _wait_until(lambda: _beats(stores) and _answers(port), running, tmp_path)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait(SECONDS)
    for file in tmp_path.glob("*.log"):
        assert "Traceback" not in file.read_text(), file.read_text()[-2000:]


def _beats(stores: Stores) -> bool:
    """A tick has looked, and a sender that may send has taken a message."""
    row = stores.ask("SELECT at, senders_at FROM campaigns_heartbeat")
    return bool(row and all(row))


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request(
            "GET", "/login/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"}
        )
        return bool(connection.getresponse().status == 200)
    except OSError:
        return False


def _wait_until(is_so: Any, running: "dict[str, subprocess.Popen[bytes]]", folder: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        for service, process in running.items():
            if process.poll() is not None:
                pytest.fail(f"{service}: {(folder / f'{service}.log').read_text()[-2000:]}")
        assert time.monotonic() < deadline, "they do not work within the time"
        time.sleep(0.5)


def test_push_worker_does_not_start_as_another_program(stores: Stores, tmp_path: Path) -> None:
    given = stores.environment("beat")
    command = [*CELERY, *containers.services()["worker-push"]["command"][3:]]
    ended = run(command, tmp_path, given)
    assert ended.returncode != 0
    assert "PROGRAM must be push" in ended.stderr

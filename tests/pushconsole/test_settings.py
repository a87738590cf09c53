"""Wrong settings stop the start with one sentence that names the variable."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from pushconsole import environment, stores
from tests.programs import MANAGE, run
from tests.pushconsole.production import PRODUCTION

SHOW = [*MANAGE, "shell", "--no-imports", "-c"]

WRONG = [
    ("PORT", "eight"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "²"),
    ("PORT", "8_000"),
    ("PORT", "$PORT"),
    ("DEBUG", "maybe"),
    ("PRODUCTION", "2"),
    ("SANDBOX", "ja"),
    ("CLI_VOTES", "perhaps"),
    ("TRUSTED_PROXY", "x"),
    ("REQUIRE_TOTP", "sometimes"),
    ("CONFIRM_FOR", "0"),
    ("PROXY_COUNT", "-1"),
    ("START_GUARD", "-1"),
    ("POST_DEADLINE", "40s"),
    ("REAP_AFTER", "1.5"),
    ("CONNECT_TIMEOUT", "0"),
    ("SANDBOX_URL", "localhost:8000"),
    ("SANDBOX_URL", "http://127.0.0.1:8000/push.json"),
    ("SANDBOX_URL", "ftp://127.0.0.1"),
    ("SANDBOX_URL", "http://127.0.0.1:notaport"),
    ("SANDBOX_URL", "https://api.rong-api.com\\.example.com"),
    ("SANDBOX_URL", "https://api%2erong-api.com"),
    ("CSRF_TRUSTED_ORIGINS", "push.example.com"),
    ("EXTRA_DATA_CENTRES", "private=http://push.internal"),
    ("EXTRA_DATA_CENTRES", "beijing=https://push.internal"),
    ("EXTRA_DATA_CENTRES", "private"),
    ("EXTRA_DATA_CENTRES", "private=https://push.internal\\.example.com"),
    ("CA_BUNDLE", "/nowhere/at/all.pem"),
    ("SECRET_KEY_FILE", "/nowhere/at/all"),
    ("DATABASE_URL", "mysql://root@localhost/x"),
    ("REDIS_URL", "memcached://localhost"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_by_name(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other, good in PRODUCTION.items():
        monkeypatch.setenv(other, good)
    monkeypatch.delenv("SECRET_KEY" if name == "SECRET_KEY_FILE" else "REDIS_URL", raising=False)
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    source = Path(environment.__file__).with_name("settings.py")
    names = {
        "__name__": "pushconsole.settings",
        "__file__": str(source),
        "__package__": "pushconsole",
    }
    with pytest.raises(ImproperlyConfigured, match=f"^{name} ") as raised:
        exec(compile(source.read_text(), source, "exec"), names)  # noqa: S102 (our own file, afresh)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


@pytest.mark.programs
@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"PORT": "eight"}, "PORT"),
        ({"PRODUCTION": "1"}, "SECRET_KEY"),
        ({**PRODUCTION, "SECRETS_KEYS": ""}, "SECRETS_KEYS"),
        ({"DATABASE_URL": "postgres://localhost/x"}, "SECRET_KEY"),
        ({"REDIS_URL": "redis://localhost"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a", "SECRET_KEY_FILE": "/etc/hostname"}, "SECRET_KEY"),
    ],
)
def test_the_command_line_says_it_without_a_traceback(
    changes: dict[str, str], name: str, tmp_path: Path
) -> None:
    ended = run([*MANAGE, "check"], tmp_path, changes)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"{name} ")
    assert ended.stderr.count("\n") == 1


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_VALUE", " ")
    assert environment.text("TEST_VALUE", "default") == "default"
    assert environment.boolean("TEST_VALUE", True)
    assert environment.integer("TEST_VALUE", 5) == 5
    assert environment.words("TEST_VALUE", ["default"]) == ["default"]
    assert environment.origins("TEST_VALUE") == []
    assert environment.existing_file("TEST_VALUE") == ""


def test_spaces_around_a_value_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_VALUE", " 1 ")
    assert environment.boolean("TEST_VALUE", False)
    assert environment.integer("TEST_VALUE", 5) == 1
    monkeypatch.setenv("TEST_VALUE", " a.example.com, ,b.example.com ")
    assert environment.words("TEST_VALUE", []) == ["a.example.com", "b.example.com"]


def test_keys_are_made_once_though_many_start_together(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: environment.secret("TEST_KEY", f"key{n}", keys), range(64)))
    assert len(set(found)) == 1
    (file,) = keys.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("$from a file\n")
    monkeypatch.setenv("TEST_KEY_FILE", str(tmp_path / "secret"))
    assert environment.secret("TEST_KEY", None, tmp_path) == "$from a file"


def test_a_dollar_in_a_secret_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_KEY", "$HOME")
    assert environment.secret("TEST_KEY", None, tmp_path) == "$HOME"


def test_an_sqlite_address_gets_the_same_safe_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    embedded = stores.database(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
    assert stores.database(tmp_path)["OPTIONS"] == embedded["OPTIONS"] == stores.SQLITE_OPTIONS


@pytest.mark.programs
def test_without_settings_the_folder_is_private_and_nothing_is_production(tmp_path: Path) -> None:
    code = "from django.conf import settings as s; print(s.PRODUCTION, s.SANDBOX, s.CLI_VOTES)"
    ended = run([*SHOW, code], tmp_path / "var", {})
    assert ended.stdout == "False True True\n"
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.mark.programs
def test_production_turns_the_rehearsal_doors_off(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.PRODUCTION, s.SANDBOX, s.CLI_VOTES, s.SESSION_COOKIE_SECURE)"
    )
    ended = run([*SHOW, code], tmp_path, PRODUCTION)
    assert ended.stdout == "True False False True\n"


def test_every_cookie_of_production_is_for_https_and_this_site(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s;"
        "print(*sorted({(n, getattr(s, n)) for n in dir(s) if '_COOKIE_S' in n}), sep='\\n')"
    )
    ended = run([*SHOW, code], tmp_path, PRODUCTION)
    names = ("CSRF", "LANGUAGE", "SESSION")
    wanted = [
        line
        for name in names
        for line in (f"('{name}_COOKIE_SAMESITE', 'Lax')", f"('{name}_COOKIE_SECURE', True)")
    ]
    assert ended.stdout.splitlines() == wanted

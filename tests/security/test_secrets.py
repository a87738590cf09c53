"""App secrets are written, sealed and opened for a send, and shown nowhere."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter
from pytest_django.fixtures import Settings

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import roles
from campaigns.applications import secret_rotation
from campaigns.lib.encryption import WrongKey, seal, unseal
from campaigns.models import Application, Event
from tests.factories import SECRET, make_application, make_user
from tests.management.conftest import run  # noqa: F401 (a fixture)
from tests.programs import PROGRAMS, environment
from tests.programs import run as run_program
from tests.security import bodies

pytestmark = pytest.mark.django_db
HAND = Actor(os_user="shell")


@pytest.fixture
def shop() -> Application:
    return make_application()


CLOSED = "campaigns.E029"


def errors() -> list[str]:
    """What the start says about secrets that do not open."""
    found = run_checks(databases=["default"])
    return [str(message.msg) for message in found if message.id == CLOSED]


def test_app_secret_is_sealed_and_never_shown(shop: Application) -> None:
    client = Client()
    client.force_login(make_user("otto", roles.OPERATOR))
    assert SECRET not in shop.app_secret_sealed
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM campaigns_application")
        assert SECRET not in repr(cursor.fetchall())
    shown = client.get(reverse("admin:campaigns_application_change", args=[shop.pk]))
    assert 'name="app_secret"' in shown.content.decode()
    for hidden in (SECRET, shop.app_secret_sealed):
        assert hidden not in shown.content.decode()


def test_sealed_secret_opens_in_its_own_row_only(shop: Application) -> None:
    other = make_application("Other")
    Application.objects.filter(pk=other.pk).update(app_secret_sealed=shop.app_secret_sealed)
    with pytest.raises(WrongKey, match="another row"):
        _ = Application.objects.get(pk=other.pk).app_secret
    assert len(errors()) == 1


@pytest.mark.parametrize("tampered", ["", "x", "gAAAAA", None])
def test_forged_sealed_secret_does_not_open(tampered: str | None, shop: Application) -> None:
    sealed = shop.app_secret_sealed[:-4] + "AAA=" if tampered is None else tampered
    with pytest.raises(WrongKey):
        unseal(sealed, owner=shop.app_key)


def test_wrong_key_is_an_error_of_the_system_checks(shop: Application, settings: Settings) -> None:
    assert errors() == []
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]
    assert len(errors()) == 1
    assert "“Shop” does not open. Set SECRETS_KEYS" in errors()[0]


@pytest.mark.programs
@pytest.mark.faults
@pytest.mark.parametrize("program", PROGRAMS)
def test_no_program_starts_with_a_wrong_key(program: str, tmp_path: Path) -> None:
    """The installation is made under one key, and started under another."""
    made = run_program([sys.executable, "-m", "tests.faults.prepare", "0"], tmp_path, {})
    assert made.returncode == 0, made.stderr
    wrong = {"SECRETS_KEYS": Fernet.generate_key().decode()}
    started = run_program(PROGRAMS[program], tmp_path, wrong)
    assert started.returncode in {1, 2, 3}, started.stderr
    assert CLOSED in started.stderr
    assert "Traceback" not in started.stderr
    assert SECRET not in started.stdout + started.stderr
    assert environment(tmp_path, wrong)["SECRETS_KEYS"] not in started.stderr


def test_old_key_can_go_after_a_rotation(
    shop: Application,
    settings: Settings,
    run: Any,  # noqa: F811
) -> None:
    make_application("Other")
    old, new = settings.SECRETS_KEYS, Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *old]
    assert run("rotate_secrets").json == {"rotated": 2}
    settings.SECRETS_KEYS = [new]
    assert [row.app_secret for row in Application.objects.all()] == [SECRET, SECRET]
    assert errors() == []
    settings.SECRETS_KEYS = old
    assert len(errors()) == 2
    assert Event.objects.get(verb="rotate-secrets").comment == "2 secrets"


def test_rotation_that_cannot_open_all_changes_none(
    shop: Application,
    settings: Settings,
    run: Any,  # noqa: F811
) -> None:
    lost = make_application("Lost")
    stranger = Fernet(Fernet.generate_key()).encrypt(json.dumps(["key-lost", "s"]).encode())
    Application.objects.filter(pk=lost.pk).update(app_secret_sealed=stranger.decode())
    before = list(Application.objects.values_list("app_secret_sealed", flat=True))
    settings.SECRETS_KEYS = [Fernet.generate_key().decode(), *settings.SECRETS_KEYS]
    with pytest.raises(NotAllowed, match="key that sealed"):
        secret_rotation.rotate_secrets(HAND)
    result = run("rotate_secrets")
    assert (result.code, result.out) == (1, b"")
    assert "“Lost”" in result.err
    assert list(Application.objects.values_list("app_secret_sealed", flat=True)) == before


def test_error_page_shows_no_value(shop: Application, settings: Settings) -> None:
    """With DEBUG too, which production refuses."""
    request = RequestFactory().post("/x", {"app_secret": SECRET, "anything": SECRET})
    request.user = User()
    try:
        innocent = shop.app_secret
        raise RuntimeError(f"failed after {len(innocent)}")
    except RuntimeError as error:
        for debug in (False, True):
            settings.DEBUG = debug
            reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
            for page in (reporter.get_traceback_html(), reporter.get_traceback_text()):
                assert "RuntimeError" in page
                for hidden in (SECRET, shop.app_secret_sealed, *settings.SECRETS_KEYS):
                    assert hidden not in page


def test_error_tells_the_browser_nothing(
    shop: Application, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from campaigns.admin import site

    def broken(*_: object) -> None:
        raise RuntimeError(f"secret={SECRET[:6]}")

    monkeypatch.setattr(site, "dashboard_page", broken)
    client = Client(raise_request_exception=False)
    client.force_login(make_user("otto", roles.OPERATOR))
    answer = client.get("/")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.content.decode()
    assert SECRET[:6] not in answer.content.decode()


def test_no_log_entry_and_no_event_holds_a_secret() -> None:
    client = Client()
    client.force_login(make_user("otto", roles.OPERATOR))
    typed = {**bodies.new_application(None), "app_secret": "another-canary"}  # type: ignore[arg-type]
    answer = client.post(reverse("admin:campaigns_application_add"), typed)
    assert answer.status_code == 302
    assert "another-canary" not in answer["Location"]
    assert not LogEntry.objects.exists()
    assert "another-canary" not in repr(list(Event.objects.values()))
    assert Application.objects.get().app_secret == "another-canary"
    assert seal("another-canary", owner="a") != seal("another-canary", owner="a")

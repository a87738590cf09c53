"""There is no default account; an unknown name gets the same answer as a wrong password."""

import re
from typing import Any

import pytest
from django.conf import settings as current
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.accounts.conftest import sign_in
from tests.programs import ROOT

pytestmark = pytest.mark.django_db


def plain(answer: Any, name: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text.replace(name, "NAME")


def test_unknown_name_gets_the_same_answer_after_the_same_work(
    rita: User, hashed: list[str]
) -> None:
    gone = User.objects.create_user("gone", password="x", is_staff=True, is_active=False)
    outside = User.objects.create_user("outside", password="x")
    without = User.objects.create_user("without", is_staff=True)
    work, pages = [], []
    for name in ("rita", "nobody", gone.username, outside.username, without.username):
        hashed.clear()
        pages.append(plain(sign_in(name, "wrong"), name))
        work.append(len(hashed))
    assert len(set(pages)) == 1
    assert len(set(work)) == 1
    assert work[0] >= 1


def test_right_password_of_somebody_inactive_gets_the_same_answer(rita: User) -> None:
    User.objects.create_user("gone", password="right", is_staff=True, is_active=False)
    assert plain(sign_in("gone", "right"), "gone") == plain(sign_in("rita", "wrong"), "rita")


def test_lock_on_an_unknown_name_gets_the_same_answer(rita: User) -> None:
    for name in ("rita", "nobody"):
        for _ in range(current.AXES_FAILURE_LIMIT):
            sign_in(name, "wrong")
    locked = [plain(sign_in(name, "x"), name) for name in ("rita", "nobody")]
    assert locked[0] == locked[1]
    assert "Wait" in locked[0]


def test_migrating_adds_no_account() -> None:
    assert not User.objects.exists()
    for migration in (ROOT / "campaigns" / "migrations").glob("*.py"):
        assert "create_user" not in migration.read_text()
        assert "create_superuser" not in migration.read_text()


@pytest.mark.parametrize("sandbox", [False, True])
def test_demo_adds_no_account_in_production(sandbox: bool, settings: Settings) -> None:
    settings.PRODUCTION, settings.SANDBOX = True, sandbox
    with pytest.raises(CommandError, match="production"):
        call_command("demo")
    assert not User.objects.exists()

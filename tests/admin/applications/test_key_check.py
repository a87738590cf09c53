"""The screens and the command that check app key and secret."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from campaigns import tasks
from campaigns.applications import key_checks
from campaigns.domain.provider.key_check import SENTENCES, KeyState
from campaigns.models import Application, KeyCheck
from tests import factories
from tests.admin.conftest import posted, said
from tests.push_server import PushServer, answer

pytestmark = pytest.mark.django_db
REFUSED = answer(b'{"code":1004,"errorMessage":"no"}', "401 Unauthorized")


@pytest.fixture
def server(settings: LazySettings) -> Iterator[PushServer]:
    with PushServer(reply=answer(b'{"code":200,"result":{}}')) as running:
        settings.SANDBOX_URL = running.url
        Application.objects.update(data_centre="sandbox")
        yield running


def answered() -> None:
    """As workers do it."""
    for row in KeyCheck.objects.filter(started__isnull=True).order_by("pk"):
        tasks.check_key(row.pk)


def change(application: Application) -> str:
    return reverse("admin:campaigns_application_change", args=[application.pk])


def save(client: Client, application: Application, **typed: Any) -> str:
    url = change(application)
    return said(client.post(url, posted(client.get(url), **typed), follow=True))


def test_saving_has_it_checked(operator: Client, shop: Application, server: PushServer) -> None:
    assert "They have not been checked yet." in said(operator.get(change(shop)))
    content = save(operator, shop, app_secret=factories.SECRET)
    assert "RongCloud is being asked." in content
    assert 'hx-select="#key-check"' in content
    answered()
    content = said(operator.get(change(shop)))
    assert SENTENCES[KeyState.ACCEPTED].msgid in content
    assert "Checked 20" in content
    assert "hx-get" not in content
    server.reply = REFUSED
    content = save(operator, shop, per_day=7)
    assert "“Shop” is saved." in content
    answered()
    assert SENTENCES[KeyState.WRONG_SECRET].msgid in said(operator.get(change(shop)))
    shop.refresh_from_db()
    assert shop.per_day == 7
    assert len(server.requests) == 2


def test_too_many_checks_block_no_save(operator: Client, shop: Application) -> None:
    for per_day in range(5, 5 + key_checks.PER_MINUTE + 1):
        content = save(operator, shop, per_day=per_day)
    assert "“Shop” is saved." in content
    assert "Wait a minute" in content
    assert Application.objects.get().per_day == per_day


def test_a_form_that_is_refused_asks_nothing(
    operator: Client, shop: Application, server: PushServer
) -> None:
    save(operator, shop, per_day=0)
    answered()
    assert server.requests == []


def test_the_button_checks_again(operator: Client, shop: Application, server: PushServer) -> None:
    url = reverse("admin:campaigns_application_check-key", args=[shop.pk])
    assert f'action="{url}"' in said(operator.get(change(shop)))
    operator.post(url)
    answered()
    assert SENTENCES[KeyState.ACCEPTED].msgid in said(operator.get(change(shop)))
    assert operator.get(url).status_code == 405
    assert KeyCheck.objects.count() == 1


def test_others_read_the_result_and_get_no_button(
    reviewer: Client, operator: Client, shop: Application, server: PushServer
) -> None:
    url = reverse("admin:campaigns_application_check-key", args=[shop.pk])
    operator.post(url)
    answered()
    content = said(reviewer.get(change(shop)))
    assert SENTENCES[KeyState.ACCEPTED].msgid in content
    assert url not in content

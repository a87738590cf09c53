"""Every parameter of the provider's page, from the screen and from the command line to the wire."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from campaigns.accounts import roles
from campaigns.composer import message_columns
from campaigns.domain.message.shape import leaves
from campaigns.models import Application, Campaign
from campaigns.sending import send
from tests.factories import approved, user
from tests.push_server import PushServer
from tests.sending.every_parameter import ADDRESSED, BASE, VALUES


def test_every_parameter_of_the_page_is_tried() -> None:
    assert set(VALUES) == {leaf.path for leaf in leaves()}


def _values(path: str) -> dict[str, Any]:
    """One audience kind at a time: the parameter's own replaces the base's tags."""
    base = {k: v for k, v in BASE.items() if k not in ADDRESSED or not path.startswith("audience.")}
    return {"audience.is_to_all": False, **base, **VALUES[path]}


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for path, value in values.items():
        node = body
        *parents, key = path.split(".")
        for parent in parents:
            node = node.setdefault(parent, {})
        node[key] = value
    return body


def _import(application: Application, values: dict[str, Any], folder: Path) -> None:
    user("maria", roles.MARKETER)
    file = folder / "body.json"
    file.write_text(json.dumps(_nested(values)), encoding="utf-8")
    options = ["--application", application.app_key, "--as", "maria", "--name", "Imported"]
    call_command("campaign", "import", str(file), *options, stdout=io.StringIO())


def _fill_in(application: Application, values: dict[str, Any], folder: Path) -> None:
    client = Client()
    client.force_login(user("maria", roles.MARKETER))
    typed = {
        message_columns.field_of(path): _typed(value)
        for path, value in values.items()
        if path != message_columns.IS_TO_ALL
    }
    kind = {
        "application": application.pk,
        "name": "Typed",
        "version": 1,
        "audience_kind": _kind(values),
    }
    answer = client.post(reverse("admin:campaigns_campaign_add"), {**typed, **kind})
    assert answer.status_code == 302, answer.content.decode()


def _typed(value: Any) -> Any:
    """As a browser would post it; line breaks leave a textarea as CRLF."""
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list) and set(value) <= {"ios", "android"}:
        return value
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return text.replace("\n", "\r\n")


def _kind(values: dict[str, Any]) -> str:
    if values["audience.is_to_all"]:
        return "everyone"
    return "users" if "audience.userid" in values else "tags"


@pytest.mark.slow
@pytest.mark.parametrize("path", VALUES)
@pytest.mark.parametrize("enter", [_import, _fill_in], ids=["imported", "typed"])
def test_parameter_reaches_the_wire_under_its_key_and_type(
    path: str,
    enter: Callable[[Application, dict[str, Any], Path], None],
    application: Application,
    server: PushServer,
    tmp_path: Path,
) -> None:
    values = _values(path)
    enter(application, values, tmp_path)
    send.send(approved(Campaign.objects.get()).pk)
    assert json.loads(server.requests[0].body) == _nested(values) | _both_platforms(values)


def _both_platforms(values: dict[str, Any]) -> dict[str, Any]:
    """Named users are reached on all their devices, whatever is ticked."""
    return {"platform": ["ios", "android"]} if "audience.userid" in values else {}

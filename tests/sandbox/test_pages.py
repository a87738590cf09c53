"""The pages for people: what each phone received."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.sandbox.models import Device, SandboxApp, SandboxUser
from tests.sandbox.calling import push

ROOT = Path(__file__).parents[2]


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("sam"))
    return client


def page(client: Client, app: SandboxApp, query: str = "") -> str:
    response = client.get(f"/sandbox/phones/{app.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["/sandbox/", "/sandbox/phones/1/"])
def test_only_staff(app: SandboxApp, path: str) -> None:
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("path", ["/sandbox/", "/sandbox/phones/1/"])
def test_only_reading(staff: Client, app: SandboxApp, path: str) -> None:
    assert staff.post(path).status_code == 405


def test_unknown_app(staff: Client) -> None:
    assert staff.get("/sandbox/phones/99/").status_code == 404


def test_index(staff: Client, registry: SandboxApp) -> None:
    text = staff.get("/sandbox/").content.decode()
    assert f"/sandbox/phones/{registry.pk}/" in text
    assert registry.secret not in text


def test_empty_states(staff: Client, app: SandboxApp) -> None:
    assert "There is no sandbox app yet." not in staff.get("/sandbox/").content.decode()
    assert "This app has no simulated phones yet." in page(staff, app)
    SandboxApp.objects.all().delete()
    assert "There is no sandbox app yet." in staff.get("/sandbox/").content.decode()


def test_each_phone_shows_its_platforms_text(staff: Client, registry: SandboxApp) -> None:
    notification = {"title": "<b>Hi</b>", "alert": "for others", "ios": {"alert": "for iPhones"}}
    push_id = push(registry, notification=notification).json()["id"]
    text = page(staff, registry)
    assert text.count("for iPhones") == 1
    assert text.count("for others") == 4
    assert "&lt;b&gt;Hi&lt;/b&gt;" in text
    assert "<b>Hi" not in text
    assert push_id in text
    assert text.count("Nothing received yet.") == 1


def test_the_latest_push_counts(staff: Client, registry: SandboxApp) -> None:
    push(registry, notification={"alert": "first"})
    push(registry, notification={"alert": "second"}, audience={"userid": ["bob"]})
    text = page(staff, registry)
    assert (text.count("<p>first</p>"), text.count("<p>second</p>")) == (4, 1)


def test_one_push(staff: Client, registry: SandboxApp) -> None:
    push_id = push(registry, notification={"alert": "first"}).json()["id"]
    push(registry, notification={"alert": "second"})
    text = page(staff, registry, f"?push_id={push_id}")
    assert (text.count("<p>first</p>"), text.count("<p>second</p>")) == (5, 0)
    assert "&quot;alert&quot;: &quot;first&quot;" in text


def test_push_that_reached_nobody_or_is_unknown(staff: Client, registry: SandboxApp) -> None:
    push_id = push(registry, audience={"userid": ["nobody"]}).json()["id"]
    assert "This push reached no phone." in page(staff, registry, f"?push_id={push_id}")
    text = page(staff, registry, "?push_id=<script>")
    assert "Check the push id: no push of this app has &lt;script&gt;." in text


def test_broadcasts_are_marked(staff: Client, registry: SandboxApp) -> None:
    push(registry)
    assert "Broadcast" not in page(staff, registry)
    push(registry, message={"content": "{}", "objectName": "RC:TxtMsg"}, fromuserid="system")
    assert page(staff, registry).count("Broadcast, also stored as a message") == 5


def test_pages_of_sixty(staff: Client, app: SandboxApp) -> None:
    users = [SandboxUser(app=app, user_id=f"u{i:03}") for i in range(70)]
    SandboxUser.objects.bulk_create(users)
    Device.objects.bulk_create(Device(user=user, label="1", kind="vivo") for user in users)
    push_id = push(app).json()["id"]
    assert page(staff, app).count('class="sandbox-phone"') == 60
    assert page(staff, app, f"?p=2&push_id={push_id}").count('class="sandbox-phone"') == 10


def test_queries_do_not_grow_with_phones(
    staff: Client, registry: SandboxApp, django_assert_max_num_queries
) -> None:
    for name in ("ann", "bob", "cat", "dan"):
        push(registry, audience={"userid": [name]})
    with django_assert_max_num_queries(12) as few:
        page(staff, registry)
        queries = len(few)
    users = [SandboxUser(app=registry, user_id=f"u{i:03}") for i in range(50)]
    SandboxUser.objects.bulk_create(users)
    Device.objects.bulk_create(Device(user=user, label="1", kind="vivo") for user in users)
    for user in users[::10]:
        push(registry, audience={"userid": [user.user_id]})
    with django_assert_max_num_queries(queries):
        page(staff, registry)


def test_no_inline_script_or_style() -> None:
    templates = list((ROOT / "templates" / "sandbox").glob("*.html"))
    assert templates
    for template in templates:
        assert not re.search(r"<script|<style|style=|\son\w+=", template.read_text())

"""What operators change on the sandbox's own screens stands in the log of their application."""

import pytest
from django.test import Client

from campaigns.accounts import roles
from campaigns.domain.audit.verbs import Verb
from campaigns.models import Application, Event
from campaigns.sandbox.models import Device, SandboxApp, SandboxUser
from tests.factories import make_application, make_user

pytestmark = pytest.mark.django_db
TOTALS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
NO_PHONES = {f"devices-{name}": value for name, value in TOTALS.items()}


@pytest.fixture
def shop() -> Application:
    return make_application("Shop", data_centre="sandbox")


@pytest.fixture
def app(shop: Application) -> SandboxApp:
    return SandboxApp.objects.create(app_key=shop.app_key, name="Shop")


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(make_user("otto", roles.OPERATOR))
    return client


def told(application: Application | None) -> list[str]:
    events = Event.objects.filter(verb=Verb.SANDBOX, application=application)
    assert {str(event.actor) for event in events} <= {"otto"}
    return [event.comment for event in events.order_by("pk")]


def settings_of(app: SandboxApp, **changed: str) -> dict[str, str]:
    names = ("name", "per_hour", "per_day", "day_zone", "hour_reading", "fault_seconds")
    ticked = {"refusals_count": "on", "service_enabled": "on"}
    return {**{name: str(getattr(app, name)) for name in names}, **ticked, **changed}


def test_a_changed_app_names_what_changed(
    operator: Client, shop: Application, app: SandboxApp
) -> None:
    url = f"/sandbox/sandboxapp/{app.pk}/change/"
    assert operator.post(url, settings_of(app, per_hour="9", fault="cut")).status_code == 302
    (text,) = told(shop)
    assert text.startswith("sandboxapp Shop: changed ")
    assert {word.lower() for word in ("Requests an hour", "Fault")} <= set(
        text.partition("changed ")[2].lower().split(", ")
    )
    assert operator.post(url, settings_of(app, per_hour="9", fault="cut")).status_code == 302
    assert len(told(shop)) == 1, "nothing changed"


def test_users_come_change_and_go(operator: Client, shop: Application, app: SandboxApp) -> None:
    area = "/sandbox/sandboxuser/"
    posted = {"app": str(app.pk), "user_id": "u1", "tags": "[]", **NO_PHONES}
    operator.post(f"{area}add/", posted)
    user = SandboxUser.objects.get()
    operator.post(f"{area}{user.pk}/change/", {**posted, "tags": '["vip"]'})
    operator.post(f"{area}{user.pk}/delete/", {"post": "yes"})
    assert told(shop) == [
        "sandboxuser u1: added",
        "sandboxuser u1: changed Tags",
        "sandboxuser u1: deleted",
    ]
    assert not Device.objects.exists()


def test_an_app_of_no_application_is_told_to_all(operator: Client) -> None:
    app = SandboxApp(name="Other")
    posted = settings_of(app, app_key="other")
    assert operator.post("/sandbox/sandboxapp/add/", posted).status_code == 302
    assert told(None) == ["sandboxapp Other: added"]

"""The sandbox's own screens."""

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from campaigns.sandbox.admin import register
from campaigns.sandbox.models import Call, SandboxApp


@pytest.fixture
def site() -> AdminSite:
    site = AdminSite()
    register(site)
    return site


def test_a_call_cannot_be_changed(site: AdminSite, rf: RequestFactory, admin_user: User) -> None:
    request = rf.get("/")
    request.user = admin_user
    calls = site.get_model_admin(Call)
    assert calls.get_model_perms(request) == {
        "add": False,
        "change": False,
        "delete": False,
        "view": True,
    }


def test_the_secret_is_for_those_who_may_change(
    site: AdminSite, rf: RequestFactory, admin_user: User, app: SandboxApp
) -> None:
    request = rf.get("/")
    for user, shown in ((admin_user, True), (AnonymousUser(), False)):
        request.user = user
        fieldsets = site.get_model_admin(SandboxApp).get_fieldsets(request, app)
        assert ("secret" in str(fieldsets)) is shown


def test_zone_must_exist(app: SandboxApp) -> None:
    app.day_zone = "Mars/Olympus"
    with pytest.raises(ValidationError, match="Mars/Olympus"):
        app.full_clean()


def test_every_app_gets_a_secret_of_its_own(db: None) -> None:
    secrets = {SandboxApp(app_key=str(i)).secret for i in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) == 20 for secret in secrets)

"""The copy as browsers get it: an image of ours and nothing else."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from campaigns.accounts import roles
from campaigns.images.views import image_copy
from campaigns.models import CheckStatus, ImageCheck, image_key
from tests import image_files
from tests.factories import make_user
from tests.outbound.conftest import URL

urlpatterns = [path("picture/<str:pk>", image_copy), path("", include("pushconsole.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PLACE = f"/picture/{image_key(URL)}"


@pytest.fixture
def maria() -> User:
    return make_user()


@pytest.fixture
def row(maria: User) -> ImageCheck:
    return ImageCheck.objects.create(
        key=image_key(URL),
        url=URL,
        status=CheckStatus.OK,
        requested_at=timezone.now(),
        requested_by=maria,
        content_type="image/png",
        width=120,
        height=120,
        size=100,
        copied=True,
        data=image_files.png(),
    )


def test_copy_is_served_as_the_image_that_it_is(
    client: Client, row: ImageCheck, maria: User
) -> None:
    client.force_login(maria)
    answer = client.get(PLACE)
    assert answer.content == image_files.png()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert client.post(PLACE).status_code == 405


@pytest.mark.parametrize("changes", [{"copied": False}, {"key": "0" * 64}])
def test_what_was_not_copied_is_not_there(
    client: Client, row: ImageCheck, maria: User, changes: dict[str, str | bool]
) -> None:
    ImageCheck.objects.update(**changes)
    client.force_login(maria)
    assert client.get(PLACE).status_code == 404


def test_only_staff_with_the_right_to_see_see_it(client: Client, row: ImageCheck) -> None:
    assert client.get(PLACE).status_code == 403
    former = make_user("finn")
    former.is_staff = False
    former.save()
    for stranger in (make_user("noah", role=None), former):
        client.force_login(stranger)
        assert client.get(PLACE).status_code == 403
    client.force_login(make_user("ada", roles.AUDITOR))
    assert client.get(PLACE).status_code == 200

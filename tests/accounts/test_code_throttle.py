"""Wrong codes, however many, make the owner of the phone wait for minutes, not for days."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice

from campaigns.accounts import totp
from campaigns.models import AuthenticatorApp
from tests.accounts.conftest import browser, enrolled, enter

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AT_MOST = 600
"""Seconds."""


@pytest.mark.parametrize(
    ("model", "wrong"), [(AuthenticatorApp, "000000"), (StaticDevice, "wrong")]
)
def test_the_wait_after_many_wrong_codes_is_bounded(
    rita: User, model: type[AuthenticatorApp | StaticDevice], wrong: str
) -> None:
    app, codes = enrolled(rita)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(12):
            clock.shift(timedelta(hours=1))
            AccessAttempt.objects.all().delete()
            enter(browser("rita"), wrong)
        device = model.objects.get(user=rita)
        assert 60 < totp.seconds_to_wait(device) <= AT_MOST
        clock.shift(timedelta(seconds=AT_MOST))
        code = codes[0] if model is StaticDevice else app.code()
        assert enter(browser("rita"), code).status_code == 302

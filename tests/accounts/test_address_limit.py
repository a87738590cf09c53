"""One address tries so many sign-ins in ten minutes, whatever the names; only what fails counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings as current
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from campaigns.accounts import address_limit, roles
from campaigns.accounts.client_address import client_network
from campaigns.models import Allowance
from tests.accounts.conftest import enrolled, enter, make, sign_in

RESETS = {"--ip": "axes_reset_ip", "--username": "axes_reset_username"}
LIMIT = current.ADDRESS_LIMIT
WINDOW = current.ADDRESS_WINDOW
COOKIE = "pushconsole-browser"
THERE, ELSEWHERE = "192.0.2.7", "198.51.100.1"


def spray(times: int, address: str = THERE, first: int = 0) -> list[int]:
    names = (f"name-{n}" for n in range(first, first + times))
    return [sign_in(name, "Spring2026!", REMOTE_ADDR=address).status_code for name in names]


@pytest.mark.slow
@pytest.mark.django_db
def test_many_names_from_one_address_cost_no_more_hashing(rita: User, hashed: list[str]) -> None:
    hashed.clear()
    assert spray(LIMIT + 14) == [200] * LIMIT + [429] * 14
    assert len(hashed) == LIMIT
    refused = sign_in("rita", REMOTE_ADDR=THERE)
    assert refused.status_code == 429, "nor is the right one tried"
    assert "Wait 10 minutes" in refused.content.decode()
    assert sign_in("rita", REMOTE_ADDR=ELSEWHERE).status_code == 302
    assert AccessAttempt.objects.count() == LIMIT


@pytest.mark.django_db
def test_the_limit_ends_by_itself_however_often_somebody_tries(rita: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        spray(LIMIT)
        clock.shift(WINDOW / 2)
        assert set(spray(5)) == {429}
        clock.move_to(start + WINDOW + timedelta(seconds=1))
        assert sign_in("rita", REMOTE_ADDR=THERE).status_code == 302


@pytest.mark.slow
@pytest.mark.django_db
def test_people_who_share_an_address_do_not_use_it_up(rita: User) -> None:
    for n in range(2 * LIMIT):
        make(f"person-{n}", roles.MARKETER)
        assert sign_in(f"person-{n}", REMOTE_ADDR=THERE).status_code == 302
    for _ in range(LIMIT):
        sign_in("rita", "mistyped", REMOTE_ADDR=THERE)
        assert sign_in("rita", REMOTE_ADDR=THERE).status_code == 302, "forgives the one before"


@pytest.mark.django_db
def test_who_signed_in_at_this_browser_is_not_locked_out_by_others(
    rita: User, hashed: list[str]
) -> None:
    make("maria", roles.MARKETER)
    known = sign_in("rita", REMOTE_ADDR=THERE).client
    cookie = known.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "rita" not in cookie.value
    spray(LIMIT)
    known.logout()
    known.cookies[COOKIE] = cookie.value
    hashed.clear()
    for name in ("maria", "nobody"):
        assert sign_in(name, client=known, REMOTE_ADDR=THERE).status_code == 429
    assert hashed == []
    assert sign_in("rita", client=known, REMOTE_ADDR=THERE).status_code == 302


@pytest.mark.django_db
def test_a_known_browser_has_the_limits_of_its_name(rita: User, hashed: list[str]) -> None:
    known = sign_in("rita", REMOTE_ADDR=THERE).client
    spray(LIMIT)
    hashed.clear()
    tries = range(current.AXES_FAILURE_LIMIT + 3)
    answers = [sign_in("rita", "no", known, REMOTE_ADDR=THERE).status_code for _ in tries]
    assert answers[-4:] == [429] * 4
    assert len(hashed) == current.AXES_FAILURE_LIMIT


@pytest.mark.django_db
def test_a_known_browser_forgives_no_spraying(rita: User) -> None:
    known = sign_in("rita", REMOTE_ADDR=THERE).client
    spray(LIMIT)
    for _ in range(3):
        sign_in("rita", "mistyped", known, REMOTE_ADDR=THERE)
    assert sign_in("rita", client=known, REMOTE_ADDR=THERE).status_code == 302
    assert spray(2, first=100) == [429, 429]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 31])
def test_a_forged_or_old_cookie_is_none(days: int, rita: User) -> None:
    known = sign_in("rita", REMOTE_ADDR=THERE).client
    value = known.cookies[COOKIE].value
    browser = Client()
    browser.cookies[COOKIE] = value if days else f"x{value}"
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        spray(LIMIT)
        assert sign_in("rita", client=browser, REMOTE_ADDR=THERE).status_code == 429


@pytest.mark.django_db
def test_a_password_alone_forgives_nothing_where_a_code_is_needed(rita: User) -> None:
    app, _codes = enrolled(rita)
    sign_in("rita", "mistyped")
    answer = sign_in("rita")
    (row,) = Allowance.objects.filter(pk__startswith=address_limit.PREFIX)
    assert len(row.moments) == 1
    assert enter(answer.client, app.code()).status_code == 302
    (row,) = Allowance.objects.filter(pk__startswith=address_limit.PREFIX)
    assert row.moments == []


@pytest.mark.django_db
def test_ones_own_account_forgives_no_spraying(rita: User) -> None:
    spray(LIMIT - 1)
    assert sign_in("rita", REMOTE_ADDR=THERE).status_code == 302
    assert spray(3, first=50) == [200, 429, 429]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("", None),
        ("nonsense", None),
    ],
)
def test_an_ipv6_subscriber_is_one_address(address: str, network: str | None) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": address}
    assert client_network(request) == network


@pytest.mark.django_db
def test_no_address_of_the_same_network_escapes(rita: User) -> None:
    answers = [spray(1, f"2001:db8::{n:x}", n)[0] for n in range(1, LIMIT + 3)]
    assert answers == [200] * LIMIT + [429] * 2
    for n in range(current.AXES_FAILURE_LIMIT):
        sign_in("rita", "wrong", REMOTE_ADDR=f"2001:db8:0:1::{n:x}")
    assert sign_in("rita", REMOTE_ADDR="2001:db8:0:1::99").status_code == 429


@pytest.mark.slow
@pytest.mark.django_db
def test_what_is_kept_is_bounded_and_holds_nothing_typed(rita: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for n in range(30):
            spray(1, f"192.0.2.{n}", n)
        assert Allowance.objects.count() == 30
        assert "name-" not in str(list(Allowance.objects.values()))
        spray(3 * LIMIT)
        assert max(len(row.moments) for row in Allowance.objects.all()) == LIMIT
        clock.shift(WINDOW + timedelta(seconds=1))
        spray(1)
        assert Allowance.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "opened"),
    [([], {THERE, ELSEWHERE}), (["--ip", THERE], {THERE}), (["--username", "rita"], set())],
)
def test_an_operator_opens_it_on_the_command_line(
    options: list[str], opened: set[str], rita: User
) -> None:
    for address in (THERE, ELSEWHERE):
        spray(LIMIT + 1, address)
    call_command("axes_reset" if not options else RESETS[options[0]], *options[1:], verbosity=0)
    statuses = {address: sign_in("rita", REMOTE_ADDR=address) for address in (THERE, ELSEWHERE)}
    assert {address for address, it in statuses.items() if it.status_code == 302} == opened


@pytest.mark.django_db(transaction=True)
def test_parallel_sign_ins_are_counted_one_by_one(hashed: list[str]) -> None:
    def try_one(n: int) -> int:
        try:
            return spray(1, first=n)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(try_one, range(2 * LIMIT)))
    assert sorted(answers) == [200] * LIMIT + [429] * LIMIT
    assert len(hashed) == LIMIT

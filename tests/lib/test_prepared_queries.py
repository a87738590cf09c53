"""Queries compiled once: Django's own answers, for every value and in every thread."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.lib.prepared_queries import (
    Given,
    Prepared,
    PreparedStatement,
    PreparedUpdate,
    compile_all,
    key,
    moment,
    switch,
    word,
)
from campaigns.models import Campaign, Pause
from campaigns.sending import send  # noqa: F401 (its queries are known then)
from tests.factories import make_application, make_campaign

BY_APPLICATION = Prepared(
    lambda: (
        Campaign.objects.filter(application=key("application"))
        .select_related("application", "author")
        .order_by("pk")
    )
)
COUNTED = Prepared(
    lambda: Campaign.objects.filter(name__in=[word("one"), word("other")]).values_list(
        "name", "send_at"
    )
)
RENAMED = PreparedUpdate(lambda: Campaign.objects.filter(name=word("name")), name="Renamed")


def _twice(asked: Callable[[], Any]) -> tuple[str, str]:
    with CaptureQueriesContext(connection) as captured:
        asked()
        asked()
    first, second = (one["sql"] for one in captured.captured_queries)
    return first, second


@pytest.mark.django_db
def test_rows_are_those_of_the_query_with_what_is_selected_beside() -> None:
    shops = make_application("One"), make_application("Two")
    made = [make_campaign(shop, name=shop.name) for shop in (*shops, *shops)]
    for shop in shops:
        expected = [one.pk for one in made if one.application == shop]
        with CaptureQueriesContext(connection) as captured:
            found = BY_APPLICATION(application=shop.pk)
            assert [(one.pk, one.application.name) for one in found] == [
                (pk, shop.name) for pk in expected
            ]
        assert len(captured) == 1
    assert BY_APPLICATION(application=0) == []
    assert BY_APPLICATION.first(application=0) is None


@pytest.mark.django_db
def test_values_come_back_as_python_has_them() -> None:
    at = timezone.now() + timedelta(days=1)
    make_campaign(name="Timed", send_at=at)
    make_campaign(name="Soon")
    assert sorted(COUNTED(one="Timed", other="Soon"), key=str) == [("Soon", None), ("Timed", at)]
    assert COUNTED(one="Timed", other="nobody") == [("Timed", at)]


@pytest.mark.django_db
@pytest.mark.parametrize("stands", [True, False])
def test_moments_and_switches_are_given_like_any_other_value(stands: bool) -> None:
    later = Prepared(lambda: Campaign.objects.filter(switch("stands"), send_at__gt=moment("at")))
    at = timezone.now() + timedelta(days=1)
    campaign = make_campaign(send_at=at)
    expected = [campaign] if stands else []
    assert later(stands=stands, at=at - timedelta(seconds=1)) == expected
    assert later(stands=stands, at=at) == []


@pytest.mark.django_db
def test_the_same_statement_is_sent_with_other_values_only() -> None:
    BY_APPLICATION(application=1)
    first, second = _twice(lambda: BY_APPLICATION(application=7))
    assert first == second
    assert "7" in first


@pytest.mark.django_db
def test_an_update_says_how_many_rows_it_wrote() -> None:
    for name in ("Old", "Old", "Other"):
        make_campaign(name=name)
    assert [RENAMED(name="Old"), RENAMED(name="Old"), RENAMED(name="Other")] == [2, 0, 1]
    assert set(Campaign.objects.values_list("name", flat=True)) == {"Renamed"}


@pytest.mark.django_db
def test_a_value_that_was_not_given_is_an_error_and_no_query() -> None:
    with CaptureQueriesContext(connection) as captured, pytest.raises(KeyError):
        BY_APPLICATION(somebody=1)
    assert not captured.captured_queries


def test_threads_share_what_is_compiled_and_ask_on_their_own(transactional_db: None) -> None:
    built, found = list[float](), dict[int, tuple[list[str], int]]()

    def build() -> QuerySet[Pause]:
        built.append(time.monotonic())
        time.sleep(0.05)  # the others come while it is being compiled
        return Pause.objects.all()

    pauses = Prepared(build)
    Pause.objects.create(reason="Stop")

    def ask(number: int) -> None:
        connection.ensure_connection()
        barrier.wait()  # all at once: none finds it compiled
        try:
            found[number] = [pause.reason for pause in pauses()], id(connection.connection)
        finally:
            barrier.wait()
            connection.close()

    barrier = threading.Barrier(8)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert [reasons for reasons, _ in found.values()] == [["Stop"]] * 8
    assert len({raw for _, raw in found.values()}) == 8


def test_what_stands_for_a_value_is_told_apart_by_its_name() -> None:
    assert word("one") == word("one") != word("other")
    assert isinstance(key("pk"), Given)


def test_everything_that_a_send_asks_is_compiled_ahead(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [*PreparedStatement.known]
    for one in known:
        monkeypatch.setattr(one, "_made", None)
    compile_all()
    assert known
    assert all(one._made is not None for one in known)

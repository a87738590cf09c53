"""When a clock on the wall shows a time: once, twice or never."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.scheduling.clock_times import gap_edges, local, moments

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


def test_usually_once() -> None:
    typed = datetime.fromisoformat("2026-11-23T16:05")
    assert moments(typed, ZoneInfo("Asia/Shanghai")) == (datetime(2026, 11, 23, 8, 5, tzinfo=UTC),)


@pytest.mark.parametrize("fold", [0, 1])
def test_twice_where_daylight_saving_time_ends(fold: int) -> None:
    typed = datetime.fromisoformat("2027-10-31T02:30").replace(fold=fold)
    first, second = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert moments(typed, BERLIN) == (first, second)


@pytest.mark.parametrize(
    ("zone", "typed", "before", "after"),
    [
        (BERLIN, "2027-03-28T02:00", "01:59", "03:00"),
        (BERLIN, "2027-03-28T02:30", "01:59", "03:00"),
        (BERLIN, "2027-03-28T02:59:59", "01:59", "03:00"),
        (LORD_HOWE, "2026-10-04T02:15", "01:59", "02:30"),
    ],
)
def test_never_where_it_begins(zone: ZoneInfo, typed: str, before: str, after: str) -> None:
    at = datetime.fromisoformat(typed)
    assert moments(at, zone) == ()
    assert [f"{near:%H:%M}" for near in gap_edges(at, zone)] == [before, after]
    assert all(len(moments(near, zone)) == 1 for near in gap_edges(at, zone))


def test_a_whole_day_may_be_missing() -> None:
    apia = ZoneInfo("Pacific/Apia")
    at = datetime.fromisoformat("2011-12-30T12:00")
    assert moments(at, apia) == ()
    near = [at.isoformat() for at in gap_edges(at, apia)]
    assert near == ["2011-12-29T23:59:00", "2011-12-31T00:00:00"]


def test_a_clock_shows_the_second_one_like_the_first() -> None:
    for hour in (0, 1):
        moment = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        shown = local(moment, BERLIN)
        assert (shown, shown.fold) == (datetime.fromisoformat("2027-10-31T02:30"), 0)

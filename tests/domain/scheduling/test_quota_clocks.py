"""The quota where clocks jump, and in which zone its moments are given."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.domain.scheduling.quota import Limits, day_end, fits, next_free, used

LIMITS = Limits(per_hour=2, per_day=3)
UTC_ONLY = Limits(per_hour=2, per_day=3, day_zones=("UTC",))
NEW_YORK = ZoneInfo("America/New_York")
SYDNEY = ZoneInfo("Australia/Sydney")


def at(clock: str, day: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+00:00")


def test_clocks_that_jump_forward_do_not_make_an_hour_longer() -> None:
    before = datetime(2026, 3, 8, 1, 50, tzinfo=NEW_YORK)
    after = datetime(2026, 3, 8, 3, 5, tzinfo=NEW_YORK)  # 15 minutes later
    assert fits([before, before - timedelta(minutes=5)], UTC_ONLY, after) is False


def test_clocks_that_will_jump_forward_do_not_make_an_hour_longer() -> None:
    now = datetime(2026, 3, 8, 1, 50, tzinfo=NEW_YORK)
    planned = datetime(2026, 3, 8, 3, 5, tzinfo=NEW_YORK)  # 15 minutes later
    assert fits([planned, planned + timedelta(minutes=5)], UTC_ONLY, now) is False


def test_clocks_that_go_back_do_not_make_a_wait_longer() -> None:
    taken = [datetime(2026, 11, 1, 1, minute, tzinfo=NEW_YORK) for minute in (10, 15)]
    assert next_free(taken, UTC_ONLY, at("05:20", 1)) == at("06:13", 1)


def test_clocks_that_go_back_at_midnight_do_not_free_a_moment_that_is_past() -> None:
    zone = "America/Havana"  # 00:00 to 01:00 comes twice
    start = datetime(2026, 11, 1, 0, 1, fold=1, tzinfo=ZoneInfo(zone))
    taken = [at("05:30", 1), at("05:30", 1)]
    assert next_free(taken, Limits(2, 3, (zone,)), start) == at("06:33", 1)


def test_clocks_that_go_back_do_not_move_a_request_to_another_day() -> None:
    sent = datetime(2026, 4, 5, 3, 1, tzinfo=SYDNEY)  # 01:01 of Shanghai's 5th
    shanghai = ZoneInfo("Asia/Shanghai")
    noons = [datetime(2026, 4, day, 12, tzinfo=shanghai) for day in (4, 5)]
    assert [used([sent], Limits(2, 3, (shanghai.key,)), noon) for noon in noons] == [0, 1]


def test_a_free_moment_is_given_in_the_zone_it_was_asked_in() -> None:
    start = at("11:40").astimezone(NEW_YORK)
    free = next_free([at("11:00"), at("11:30")], UTC_ONLY, start)
    assert free == at("12:03")
    assert free.tzinfo is NEW_YORK


def test_the_end_of_a_day_is_given_in_the_zone_it_was_asked_in() -> None:
    assert day_end(LIMITS, at("12:00").astimezone(NEW_YORK)).tzinfo is NEW_YORK


def test_a_day_that_begins_twice_ends_the_second_time() -> None:
    noon = datetime(2026, 10, 31, 12, tzinfo=ZoneInfo("America/Havana"))
    end = day_end(Limits(2, 3, ("America/Havana",)), noon)
    assert end.astimezone(UTC) == at("05:02", 1)

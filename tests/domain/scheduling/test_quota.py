"""One more request leaves only if it fits under every reading of the provider's limits."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.domain.scheduling.quota import Limits, day_end, fits, next_free, used

LIMITS = Limits(per_hour=2, per_day=3)
UTC_ONLY = Limits(per_hour=2, per_day=3, day_zones=("UTC",))


def at(clock: str, day: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+00:00")


def many(*clocks: str) -> list[datetime]:
    return [at(clock) for clock in clocks]


@pytest.mark.parametrize(
    ("taken", "moment", "expected"),
    [
        ([], "12:00", True),
        (["11:00"], "12:00", True),
        (["11:00", "11:30"], "12:00", False),
        (["11:00", "11:30"], "12:02", False),
        (["11:00", "11:30"], "12:02:01", True),
        (["12:00", "12:00"], "12:00", False),
        (["12:30", "12:40"], "12:00", False),
        (["11:30", "12:30"], "12:00", False),
        (["11:00", "12:30"], "12:00", True),
        (["11:00", "12:30"], "13:33", True),
        (["10:57", "13:03"], "12:00", True),
        (["13:02", "13:02"], "12:00", False),
        (["13:02:01", "13:02:01"], "12:00", True),
        (["02:00", "05:00"], "12:00", True),
        (["02:00", "05:00", "08:00"], "12:00", False),
        (["02:00", "05:00", "20:00"], "12:00", False),
    ],
)
def test_two_an_hour_and_three_a_day_hold_around_every_request(
    taken: list[str], moment: str, expected: bool
) -> None:
    assert fits(many(*taken), UTC_ONLY, at(moment)) is expected


def test_an_hour_that_others_have_overfilled_does_not_close_the_hours_beside_it() -> None:
    others = many("15:00", "15:10", "15:20")
    assert fits(others, Limits(per_hour=2, per_day=9), at("12:00")) is True
    assert fits(others, Limits(per_hour=2, per_day=9), at("18:00")) is True


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("12:00:00", False), ("15:59:59", False), ("16:01:59", False), ("16:02:00", True)],
)
def test_the_day_of_shanghai_counts_as_well_as_that_of_utc(moment: str, expected: bool) -> None:
    # Shanghai's 10th is from the 9th 16:00 to the 10th 16:00 UTC; UTC's 10th holds two of these
    taken = [at("17:00", 9), *many("02:00", "05:00")]
    assert fits(taken, UTC_ONLY, at(moment)) is True
    assert fits(taken, LIMITS, at(moment)) is expected


@pytest.mark.parametrize("shift", [-119, 0, 119])
def test_a_request_close_to_midnight_counts_for_both_days(shift: int) -> None:
    midnight = at("00:00", 11)
    taken = [at("03:00"), at("08:00"), midnight + timedelta(seconds=shift)]
    assert fits(taken, UTC_ONLY, at("12:00")) is False
    assert used(taken, UTC_ONLY, at("12:00", 11)) == 1


def test_a_request_near_midnight_needs_room_on_both_days() -> None:
    full_tomorrow = [at("03:00", 11), at("08:00", 11), at("12:00", 11)]
    assert fits(full_tomorrow, UTC_ONLY, at("23:57:59")) is True
    assert fits(full_tomorrow, UTC_ONLY, at("23:58:01")) is False


def test_the_next_free_moment_follows_a_full_hour() -> None:
    assert next_free(many("11:00", "11:30"), UTC_ONLY, at("11:40")) == at("12:03")


def test_the_next_free_moment_follows_a_full_day() -> None:
    assert next_free(many("01:00", "05:00", "09:00"), UTC_ONLY, at("11:40")) == at("00:03", 11)


def test_the_next_free_moment_is_a_full_minute() -> None:
    assert next_free(many("11:00:20.5", "11:30"), UTC_ONLY, at("11:40")) == at("12:03")


def test_a_day_that_has_just_begun_is_free_once_its_margin_is_over() -> None:
    yesterday = many("03:00", "08:00", "12:00")
    assert next_free(yesterday, UTC_ONLY, at("00:00:30", 11)) == at("00:03", 11)


@pytest.mark.parametrize(("zone", "clock"), [("UTC", "00:03"), ("Asia/Shanghai", "16:03")])
def test_sixty_days_are_looked_at_and_no_more(zone: str, clock: str) -> None:
    limits = Limits(per_hour=2, per_day=1, day_zones=(zone,))
    start, day = at(clock), timedelta(days=1)
    noons = [start + timedelta(hours=12) + n * day for n in range(61)]
    assert next_free(noons[:60], limits, start) == start + 60 * day
    assert next_free(noons, limits, start) is None


def test_the_next_free_moment_is_now_when_there_is_room() -> None:
    assert next_free([], LIMITS, at("11:40")) == at("11:40")


def test_without_any_allowance_no_moment_is_free() -> None:
    assert next_free([], Limits(0, 3), at("11:40")) is None
    assert next_free([], Limits(2, 0), at("11:40")) is None


def test_a_day_is_over_once_it_is_past_in_every_zone() -> None:
    assert day_end(LIMITS, at("12:00")) == at("00:02", 11)
    assert day_end(LIMITS, at("17:00")) == at("16:02", 11)


def test_a_day_that_may_have_begun_has_to_end_as_well() -> None:
    assert day_end(UTC_ONLY, at("23:57:59")) == at("00:02", 11)
    assert day_end(UTC_ONLY, at("23:59")) == at("00:02", 12)


def test_the_days_use_is_that_of_the_fullest_day() -> None:
    taken = [at("17:00", 9), *many("02:00", "05:00")]
    assert used(taken, UTC_ONLY, at("12:00")) == 2
    assert used(taken, LIMITS, at("12:00")) == 3
    assert used([], LIMITS, at("12:00")) == 0


def test_the_days_use_is_that_of_the_day_in_its_zone() -> None:
    shanghai = Limits(2, 3, ("Asia/Shanghai",))  # its 11th begins on the 10th at 16:00 UTC
    assert used(many("15:30", "16:30", "16:40"), shanghai, at("17:00")) == 2


moments = st.integers(0, 4 * 24 * 60 * 60).map(lambda s: at("00:00") + timedelta(seconds=s))


def most_in(moments: list[datetime], length: timedelta) -> int:
    return max(sum(1 for other in moments if 0 <= (other - m) / length < 1) for m in moments)


def per_day(moments: list[datetime], zone: str, skew: timedelta) -> int:
    days: dict[date, int] = {}
    for moment in moments:
        day = (moment + skew).astimezone(ZoneInfo(zone)).date()
        days[day] = days.get(day, 0) + 1
    return max(days.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(moments, min_size=1, max_size=12), st.data())
def test_whatever_is_let_through_keeps_the_limits_under_every_reading(
    wanted: list[datetime], data: st.DataObject
) -> None:
    taken: list[datetime] = []
    for moment in wanted:
        if fits(taken, LIMITS, moment):
            taken.append(moment)
    skew = timedelta(seconds=data.draw(st.integers(-120, 119)))
    assert most_in(taken, timedelta(hours=1)) <= 2
    assert per_day(taken, "UTC", skew) <= 3
    assert per_day(taken, "Asia/Shanghai", skew) <= 3


@settings(max_examples=60, deadline=None)
@given(st.lists(moments, max_size=9), moments)
def test_the_next_free_moment_fits_and_is_not_early(taken: list[datetime], start: datetime) -> None:
    free = next_free(taken, LIMITS, start)
    assert free is not None
    assert free >= start
    assert fits(taken, LIMITS, free)

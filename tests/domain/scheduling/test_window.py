"""When a campaign may go: window, cool-down, quiet hours and quota together."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.domain.scheduling.quota import Limits
from campaigns.domain.scheduling.window import (
    EveryoneLimit,
    QuietHours,
    default_send_before,
    due,
    first_moment,
    free_times,
)

LIMITS = Limits(per_hour=2, per_day=3, day_zones=("UTC",))
OVERNIGHT = QuietHours(time(22), time(8), "UTC")
NOON = QuietHours(time(12), time(13), "UTC")
SHANGHAI = "Asia/Shanghai"
NEW_YORK = ZoneInfo("America/New_York")


def at(clock: str, day: int = 10) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}+00:00")


@pytest.mark.parametrize(
    ("quiet", "clock", "until"),
    [
        (OVERNIGHT, "21:59:59", None),
        (OVERNIGHT, "22:00", at("08:00", 11)),
        (OVERNIGHT, "23:59", at("08:00", 11)),
        (OVERNIGHT, "00:00", at("08:00")),
        (OVERNIGHT, "07:59:59", at("08:00")),
        (OVERNIGHT, "08:00", None),
        (NOON, "11:59", None),
        (NOON, "12:00", at("13:00")),
        (NOON, "13:00", None),
        (QuietHours(time(22), time(8), "Asia/Shanghai"), "14:00", at("00:00", 11)),
        (QuietHours(time(22), time(8), "Asia/Shanghai"), "13:59", None),
        (QuietHours(time(9), time(9), "UTC"), "09:00", None),
    ],
)
def test_quiet_hours_hold_from_their_start_to_before_their_end(
    quiet: QuietHours, clock: str, until: datetime | None
) -> None:
    assert quiet.until(at(clock)) == until


@pytest.mark.parametrize("fold", [0, 1])
def test_quiet_hours_never_end_in_the_past_when_clocks_go_back(fold: int) -> None:
    zone = ZoneInfo("America/New_York")
    quiet = QuietHours(time(0), time(1, 30), "America/New_York")
    moment = datetime(2026, 11, 1, 1, 10, fold=fold, tzinfo=zone).astimezone(ZoneInfo("UTC"))
    end = quiet.until(moment)
    assert end is not None
    assert end - moment == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("taken", "clock", "until"),
    [
        ([], "12:00", None),
        (["02:00"], "12:00", None),
        (["02:00", "15:00"], "12:00", at("16:00")),
        (["02:00", "15:00", "15:30"], "15:59:59", at("16:00")),
        (["02:00", "15:00"], "16:00", None),
        (["16:00", "16:30"], "15:59:59", None),
        (["16:00", "16:30"], "17:00", at("16:00", 11)),
    ],
)
def test_two_pushes_to_everyone_close_the_day_of_the_teams_zone(
    taken: list[str], clock: str, until: datetime | None
) -> None:
    limit = EveryoneLimit(2, SHANGHAI, tuple(map(at, taken)))  # its 10th ends at 16:00 UTC
    assert limit.until(at(clock)) == until


def test_a_full_day_does_not_end_where_its_clocks_are_changed() -> None:
    limit = EveryoneLimit(0, "Europe/Berlin", ())
    early = datetime(2027, 3, 28, tzinfo=UTC)
    assert limit.until(early) == early + timedelta(hours=22)


def test_quiet_hours_end_with_the_gap_that_swallows_their_end() -> None:
    quiet = QuietHours(time(22), time(2, 30), "Europe/Berlin")
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert quiet.until(before) == before + timedelta(minutes=30)


def test_ends_are_given_in_the_zone_they_were_asked_in() -> None:
    noon = at("12:30").astimezone(NEW_YORK)
    for rule in (NOON, EveryoneLimit(0, SHANGHAI, ())):
        end = rule.until(noon)
        assert end is not None
        assert end.tzinfo is NEW_YORK


def test_the_window_is_half_an_hour_from_send_at() -> None:
    assert default_send_before(at("12:00"), at("09:00")) == at("12:30")


def test_the_window_is_four_hours_from_submission_when_send_at_is_empty() -> None:
    assert default_send_before(None, at("09:00")) == at("13:00")


@pytest.mark.parametrize(
    ("send_at", "vote", "expected"),
    [
        (None, "09:00", "09:10"),
        ("12:00", "09:00", "12:00"),
        ("09:05", "09:00", "09:10"),
        ("08:00", "09:00", "09:10"),
    ],
)
def test_nothing_is_due_before_the_cool_down_after_the_last_vote(
    send_at: str | None, vote: str, expected: str
) -> None:
    chosen = at(send_at) if send_at else None
    assert due(chosen, at(vote), timedelta(minutes=10)) == at(expected)


def test_without_cool_down_as_soon_as_approved_is_the_last_vote() -> None:
    assert due(None, at("09:00"), timedelta(0)) == at("09:00")


def first(
    start: str, end: str, taken: list[datetime], quiet: QuietHours | None = None
) -> datetime | None:
    return first_moment(at(start), at(end), taken=taken, limits=LIMITS, quiet=quiet)


FULL_HOUR = [at("10:00"), at("10:30")]


@pytest.mark.parametrize(
    ("start", "end", "taken", "quiet", "expected"),
    [
        ("10:40", "12:00", [], None, "10:40"),
        ("10:40", "12:00", FULL_HOUR, None, "11:03"),
        ("10:40", "11:03", FULL_HOUR, None, None),
        ("10:40", "11:04", FULL_HOUR, None, "11:03"),
        ("12:10", "13:30", [], NOON, "13:00"),
        ("12:10", "13:00", [], NOON, None),
        ("10:40", "10:40", [], None, None),
        ("11:40", "10:40", [], None, None),
        ("11:20", "14:00", [at("11:00"), at("11:10")], NOON, "13:00"),
        ("12:10", "14:00", [at("12:30"), at("12:40")], NOON, "13:33"),
    ],
)
def test_the_first_moment_is_free_awake_and_inside_the_window(
    start: str, end: str, taken: list[datetime], quiet: QuietHours | None, expected: str | None
) -> None:
    assert first(start, end, taken, quiet) == (at(expected) if expected else None)


def test_a_push_to_everyone_waits_for_a_day_with_one_left_and_for_the_morning() -> None:
    start, end = at("12:00").astimezone(NEW_YORK), at("12:00", 12)
    everyone = EveryoneLimit(1, "UTC", (at("09:00"),))
    moment = first_moment(start, end, taken=[], limits=LIMITS, quiet=OVERNIGHT, everyone=everyone)
    assert moment == at("08:00", 11)
    assert moment.tzinfo is NEW_YORK


def test_a_window_may_lie_in_the_hour_that_a_clock_shows_twice() -> None:
    start = datetime(2026, 11, 1, 1, 50, fold=0, tzinfo=NEW_YORK)
    end = datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=NEW_YORK)  # 20 minutes later
    assert first_moment(start, end, taken=[], limits=LIMITS, quiet=None) == start


def test_three_free_times_are_offered_at_least_an_hour_apart() -> None:
    found = free_times(at("10:40"), taken=FULL_HOUR, limits=LIMITS, quiet=NOON)
    assert found == [at("11:03"), at("13:00"), at("14:00")]


def test_a_push_to_everyone_is_offered_days_with_one_left() -> None:
    everyone = EveryoneLimit(1, "UTC", (at("09:00"), at("09:00", 12)))
    found = free_times(at("22:30"), taken=[], limits=LIMITS, quiet=None, everyone=everyone)
    assert found == [at("00:00", 11), at("01:00", 11), at("02:00", 11)]


def test_no_time_is_offered_where_nothing_is_allowed() -> None:
    assert free_times(at("10:40"), taken=[], limits=Limits(0, 0), quiet=None) == []


def test_no_time_is_offered_when_it_is_nearly_always_quiet_and_the_rest_is_taken() -> None:
    quiet = QuietHours(time(0, 1), time(0), "UTC")
    assert free_times(at("10:40"), taken=[], limits=Limits(0, 3), quiet=quiet) == []

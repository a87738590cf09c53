"""Counting and cutting, and that no visible sign is ever split."""

import pytest

from campaigns.domain.width import Unit, clusters, cut, width

FAMILY = "👨‍👩‍👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("text", "code_points", "half_width"),
    [
        ("", 0, 0),
        ("abc", 3, 3),
        ("中文", 2, 4),
        ("ＡＢ", 2, 4),
        ("aé", 2, 2),
        ("한글", 2, 4),
        ("😀", 1, 2),
        ("ﾊﾟ", 2, 2),
    ],
)
def test_wide_signs_count_two_in_half_widths(text: str, code_points: int, half_width: int) -> None:
    assert width(text, Unit.CODE_POINTS) == code_points
    assert width(text, Unit.HALF_WIDTH) == half_width


@pytest.mark.parametrize(
    "sign", ["a", "中", "é", FAMILY, SCOTLAND, "👍🏽", "🇩🇪", "1️⃣", "❤️", "ค่ำ"[:2], "🏳️‍🌈"]
)
def test_a_visible_sign_is_never_split(sign: str) -> None:
    assert list(clusters(sign * 3)) == [sign] * 3
    assert cut(f"{sign}{sign}", len(sign) + 1) in (f"{sign}{sign}", f"{sign}…")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abc…"),
        ("", 0, ""),
        (f"ab{FAMILY}", 6, "ab…"),
        (f"{FAMILY}", 2, "…"),
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
    ],
)
def test_a_cut_text_fits_and_ends_in_dots(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


def test_half_widths_leave_room_for_the_dots() -> None:
    assert cut("中文字", 5, Unit.HALF_WIDTH) == "中文…"

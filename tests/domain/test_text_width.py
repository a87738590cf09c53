"""Counting and cutting texts; no visible character is split."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.domain.text_width import Unit, clusters, cut, width

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
    ("text", "signs"),
    [
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", ["\u1112\u1161\u11ab", "\u1100\u1173\u11af"]),
        ("\uac00\u11a8\uac00", ["\uac00\u11a8", "\uac00"]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("நிகொ", ["நி", "கொ"]),
        ("กำน้ำ", ["กำ", "น้ำ"]),
        ("🇩🇪🇫🇷🇮", ["🇩🇪", "🇫🇷", "🇮"]),
        ("🇩🇪\u0301🇫🇷", ["🇩🇪\u0301", "🇫🇷"]),
        ("a🇩🇪👩🏽‍🚀👨‍👩‍👧b", ["a", "🇩🇪", "👩🏽‍🚀", FAMILY, "b"]),
        ("a\u200db", ["a\u200d", "b"]),
        ("a\r\n\nb", ["a", "\r\n", "\n", "b"]),
        ("", []),
    ],
)
def test_signs_of_every_script_are_told_apart(text: str, signs: list[str]) -> None:
    assert list(clusters(text)) == signs


def test_hangul_and_indic_are_cut_between_signs() -> None:
    assert cut("\u1112\u1161\u11ab\u1100\u1173\u11af", 5) == "\u1112\u1161\u11ab…"
    assert cut("क्षत्रिय", 5) == "क्ष…"


@given(st.text())
def test_the_signs_together_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


def seconds_for(flags: int) -> float:
    """CPU time of the fastest of five runs."""
    text, spans = "🇩🇪" * flags, []
    for _ in range(5):
        began = process_time()
        assert sum(1 for _ in clusters(text)) == flags
        spans.append(process_time() - began)
    return min(spans)


def test_a_row_of_flags_costs_what_its_length_says() -> None:
    """8 times the flags; where each of them is counted from the first one, 64 times the work."""
    assert seconds_for(8192) < 24 * seconds_for(1024)


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

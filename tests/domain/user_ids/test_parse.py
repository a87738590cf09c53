"""User ids from untidy files: none is lost, none is invented, every doubt is reported."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.domain.provider.limits import USER_ID_CHARACTERS
from campaigns.domain.translatable import Unreadable
from campaigns.domain.user_ids.chunks import chunks
from campaigns.domain.user_ids.parse import MAX_BYTES, MAX_ROWS, PastedIds, read_ids
from tests.domain.samples import said

TWO = ("u1", "u2")
BOM = "\ufeff"
UGLY: dict[str, tuple[bytes | str, tuple[str, ...]]] = {
    "nothing": (b"", ()),
    "blank lines only": (b"\r\n , \r\n;\t\n", ()),
    "one a line": ("u1\nu2", TWO),
    "CRLF": (b"u1\r\nu2\r\n", TWO),
    "CR": (b"u1\ru2\r", TWO),
    "mixed line ends, blank lines": (b"\n\r\nu1\r\r\n\nu2\n\n", TWO),
    "comma": ("u1,u2", TWO),
    "comma and space": ("u1, u2, ", TWO),
    "semicolon": ("u1;u2;", TWO),
    "tab": ("u1\tu2", TWO),
    "Chinese comma": ("u1，u2、u3；u4", ("u1", "u2", "u3", "u4")),
    "every separator": ("u1;u2,u3\tu4", ("u1", "u2", "u3", "u4")),
    "wrapped list": ("u1,u2,\nu3,u4", ("u1", "u2", "u3", "u4")),
    "wrapped, last line shorter": ("u1,u2\nu3", ("u1", "u2", "u3")),
    "one id a line, comma behind": ("u1,\nu2,\n", TWO),
    "empty first column": (",u1\n,u2\n", TWO),
    "empty items": ("u1,,u2,", TWO),
    "white space around": ("  u1\t\n\u00a0u2\u3000\n", TWO),
    "hidden characters around": ("\u200bu1\u200b\n\u202au2\u202c", TWO),
    "quotes": ('"u1","u2"', TWO),
    "quotes and space": ('"u1" , "u2"\n', TWO),
    "quoted separator": ('"a,b";"c;d"', ("a,b", "c;d")),
    "doubled quote": ('"say ""hi"""', ('say "hi"',)),
    "quote inside": ('5"x\nu2', ('5"x', "u2")),
    "UTF-8 mark": (b"\xef\xbb\xbfu1\nu2", TWO),
    "mark in pasted text": (f"{BOM}u1\nu2", TWO),
    "UTF-16 LE mark": ((BOM + "u1\r\nu2").encode("utf-16-le"), TWO),
    "UTF-16 BE mark": ((BOM + "用户1\nu2").encode("utf-16-be"), ("用户1", "u2")),
    "UTF-16 without mark": ("u1\nu2".encode("utf-16-le"), TWO),
    "UTF-16 BE without mark": ("u1\nu2".encode("utf-16-be"), TWO),
    "GBK": ("张三\n李四".encode("gbk"), ("张三", "李四")),
    "formulas": (
        "=HYPERLINK(\"x\")\n+1\n-1\n@SUM(A1)\n=cmd|' /C calc'!A0",
        ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"),
    ),
    "header": ("userid\nu1\nu2", TWO),
    "header, mark, case": (f"{BOM}User ID\r\nu1\r\nu2".encode(), TWO),
    "header above a list": ("UID\nu1,u2", TWO),
    "Chinese header": ("用户ID\nu1\nu2".encode("gbk"), TWO),
    "quoted header": ('"user_id"\n"u1"\n"u2"', TWO),
    "header only": ("userid", ()),
    "table without rows": ("userid,name", ()),
    "table": ("name,userid,city\nAnn,u1,Rome\nBob,u2,Oslo", TWO),
    "table, semicolons": ("name;User-Id\nSmith, Ann;u1\nBob;u2", TWO),
    "table, tabs": ("id\tname\nu1\tSmith, Ann\nu2\tBob", TWO),
    "table, two names for an id": ("id,user_id\n1,u1\n2,u2", TWO),
    "table, line break in a cell": ('name,id\n"Ann\n\nSmith",u1\nBob,u2', TWO),
    "announced separator": ("sep=;\nid;name\nu1;Smith, Ann\nu2;Bob", TWO),
    "announced separator, list": ("sep=|\nu1|u2", TWO),
}


@pytest.mark.parametrize(("raw", "expected"), UGLY.values(), ids=UGLY.keys())
def test_ugly_files_are_read(raw: bytes | str, expected: tuple[str, ...]) -> None:
    found = read_ids(raw)
    assert found.ids == expected
    assert found.count == len(expected)
    assert found.bad == ()


def notices(found: PastedIds) -> list[str]:
    return [said(text) for text in found.notices]


def test_what_was_assumed_is_said() -> None:
    header = 'The first line was taken as a header: "用户ID" names the ids.'
    assert notices(read_ids("用户ID\nu1")) == [header]
    assert notices(read_ids("用户ID\nu1".encode("gbk"))) == [
        "Check the ids: the file is not UTF-8 and was read as GB 18030 (GBK).",
        header,
    ]
    assert notices(read_ids("u1\nu2")) == []


def test_repeated_ids_are_taken_once_and_counted() -> None:
    found = read_ids("u1\nu2\n u1 \nU1\nu2")
    assert found.ids == ("u1", "u2", "U1")
    assert found.duplicates == 2


BAD = {
    "too long": ("u1\n" + "x" * 65, 2, "it has 65 characters, the limit is 64"),
    "blank quotes": ('u1\n\n""\nu2', 3, "it has no user id"),
    "blank cell": ("id,name\nu1,Ann\n,Bob", 3, "it has no user id"),
    "short row": ("name,id\nAnn,u1\nBob", 3, "it has no user id"),
    "control character": ("u1\nu\x002", 2, 'U+0000 from "u�2"'),
    "hidden character": ("u1\nu\u200b2", 2, "U+200B"),
    "open quote": ('u1\n"u2\nu3', 2, "Close or remove the quotation mark."),
    "after the quote": ('"u1"x,u2\nu3', 1, "Close or remove the quotation mark."),
    "open quote in a table": ('id,name\n"u1,Ann\nu2,Bob', 2, "Close or remove"),
    "not UTF-8": (b"u1\n\xffu2\nu3", 2, "Save the file as UTF-8"),
    "half a character": (BOM.encode("utf-16-le") + b"u\0001\0\n\0u", 2, "Save the file as UTF-8"),
    "half an emoji": ("u1\nu\ud83d", 2, "Save the file as UTF-8"),
    "shortened number": ("u1\n1.23457E+17", 2, "1.23457E+17 is a shortened number"),
}


@pytest.mark.parametrize(("raw", "line", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_rows_are_named_by_line(raw: bytes | str, line: int, reason: str) -> None:
    found = read_ids(raw)
    assert [row.line for row in found.bad] == [line]
    assert reason in said(found.bad[0].text)


def test_other_rows_are_read_beside_bad_ones() -> None:
    assert read_ids(f'u1\n"u2\nu3,{"x" * 65},u4').ids == ("u1", "u3", "u4")
    assert read_ids('id,name\n"u1,Ann\nu2,Bob').ids == ("u2",)


REFUSED = {
    "nameless table": ("u1,Ann\nu2,Bob", "above the 2 columns"),
    "nameless table, comma behind": ("u1,Ann,\nu2,Bob,\n", "above the 2 columns"),
    "workbook": (b"PK\x03\x04" + b"\0" * 50, "Save the sheet as CSV"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", "Save the sheet as CSV"),
    "too many bytes": (b"x" * (MAX_BYTES + 1), "it has 5242881 bytes"),
    "too many lines": ("u\n" * (MAX_ROWS + 1), "over 100000 lines"),
    "too many ids": (",".join(map(str, range(MAX_ROWS + 1))), "over 100000 lines"),
}


@pytest.mark.parametrize(("raw", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused(raw: bytes | str, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_ids(raw)
    problem = refusal.value.problems[0]
    assert problem.field == "audience.userid"
    assert reason in said(problem.text)


letters = st.sampled_from("abcXYZ019_-.@=+:/ ,;\"'用户é😀")
an_id = (
    st.text(letters, min_size=1, max_size=USER_ID_CHARACTERS)
    .map(lambda text: text.strip(' ,;"'))
    .filter(lambda text: text != "")
)
some_ids = st.lists(an_id, max_size=30)


def written(ids: list[str], separator: str, end: str) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["userid", "name"], *([an_id, "Ann, B; C"] for an_id in ids)])
    return file.getvalue()


@given(
    ids=some_ids,
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_a_program_exports_is_read_back(
    ids: list[str], separator: str, end: str, encoding: str
) -> None:
    found = read_ids(written(ids, separator, end).encode(encoding))
    assert list(found.ids) == list(dict.fromkeys(ids))
    assert found.count + found.duplicates == len(ids)
    assert found.bad == ()


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
@example("u1\n u2 \nu1")
def test_anything_is_read_or_refused(raw: bytes | str) -> None:
    try:
        found = read_ids(raw)
    except Unreadable:
        return
    assert len(set(found.ids)) == found.count
    assert all(0 < len(one) <= USER_ID_CHARACTERS and one == one.strip() for one in found.ids)


@given(some_ids, st.integers(1, 7))
def test_chunks_hold_every_id_once_in_order(ids: list[str], size: int) -> None:
    parts = chunks(ids, size)
    assert [one for part in parts for one in part] == ids
    assert all(len(part) == size for part in parts[:-1])
    assert all(0 < len(part) <= size for part in parts)


def test_a_campaign_takes_a_thousand() -> None:
    assert [len(part) for part in chunks(list(map(str, range(2001))))] == [1000, 1000, 1]

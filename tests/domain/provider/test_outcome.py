"""What an answer proves: the table of the README's send section, line by line."""

import json
from typing import Any

import pytest

from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import (
    CODE_MAX,
    ERROR_CHARACTERS,
    PUSH_ID_CHARACTERS,
    REFUSALS,
    STOPPED,
    Outcome,
    Verdict,
    judge,
)


def answer(**members: Any) -> bytes:
    return json.dumps(members).encode()


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, answer(code=200, id="abc"), Outcome.ACCEPTED),
        (200, b' {"id":"abc", "code":200, "more":1}\r\n', Outcome.ACCEPTED),
        (200, answer(code=200), Outcome.UNKNOWN),
        (200, answer(code=200, id=""), Outcome.UNKNOWN),
        (200, answer(code=200, id=5), Outcome.UNKNOWN),
        (200, answer(code=200, id=None), Outcome.UNKNOWN),
        (200, answer(code="200", id="abc"), Outcome.UNKNOWN),
        (200, answer(code=200.0, id="abc"), Outcome.UNKNOWN),
        (200, answer(code=True, id="abc"), Outcome.UNKNOWN),
        (200, answer(code=0, id="abc"), Outcome.UNKNOWN),
        (200, answer(id="abc"), Outcome.UNKNOWN),
        (200, b'[{"code":200,"id":"abc"}]', Outcome.UNKNOWN),
        (200, b"", Outcome.UNKNOWN),
        (200, b"<html>code 200</html>", Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc"', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"\xff"}', Outcome.UNKNOWN),
        (200, b"[" * 100_000, Outcome.UNKNOWN),
        (200, b'{"code":' + b"9" * 5000 + b"}", Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc","id":"def"}', Outcome.UNKNOWN),
        (200, b'{"code":1000,"code":200,"id":"abc"}', Outcome.UNKNOWN),
        (200, b'{"code":200,"code":200,"id":"abc"}', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc","more":[{"a":1,"a":1}]}', Outcome.UNKNOWN),
        (400, b'{"code":1000,"code":1002}', Outcome.UNKNOWN),
        (500, b'{"code":1000,"code":1008}', Outcome.UNKNOWN),
        (429, b'{"code":1000,"code":1008}', Outcome.REFUSED_QUOTA),
        (200, answer(code=200, id=" "), Outcome.UNKNOWN),
        (200, answer(code=200, id="\t\r\n"), Outcome.UNKNOWN),
        (200, answer(code=200, id="\u3000\u00a0\u2003"), Outcome.UNKNOWN),
        (200, answer(code=200, id="\0"), Outcome.UNKNOWN),
        (200, answer(code=200, id="\u200b\ufeff\u202e"), Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"\\ud800"}', Outcome.UNKNOWN),
        (200, answer(code=200, id=" abc"), Outcome.ACCEPTED),
        (200, answer(code=200, id=["abc"]), Outcome.UNKNOWN),
        (200, answer(code=200, id=True), Outcome.UNKNOWN),
        (200, answer(code=[200], id="abc"), Outcome.UNKNOWN),
        (200, b'{"code":2e2,"id":"abc"}', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc","more":NaN}', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc","more":-Infinity}', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc"}x', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc"}{"code":200,"id":"abc"}', Outcome.UNKNOWN),
        (200, b'{"result":{"code":200,"id":"abc"}}', Outcome.UNKNOWN),
        (200, b'"{\\"code\\":200,\\"id\\":\\"abc\\"}"', Outcome.UNKNOWN),
        (200, b'{"Code":200,"ID":"abc"}', Outcome.UNKNOWN),
        (200, b'{"code":200,"id":"abc",}', Outcome.UNKNOWN),
        (200, b'\xef\xbb\xbf{"code":200,"id":"abc"}', Outcome.ACCEPTED),
        (200, b'\xef\xbb\xbf\xef\xbb\xbf{"code":200,"id":"abc"}', Outcome.UNKNOWN),
        (200, '{"code":200,"id":"abc"}'.encode("utf-16"), Outcome.UNKNOWN),
        (200, '{"code":200,"id":"abc"}'.encode("utf-32-le"), Outcome.UNKNOWN),
        (201, answer(code=200, id="abc"), Outcome.UNKNOWN),
        (204, b"", Outcome.UNKNOWN),
        (429, b"", Outcome.REFUSED_QUOTA),
        (429, b"<html>", Outcome.REFUSED_QUOTA),
        (429, answer(code=1008), Outcome.REFUSED_QUOTA),
        (429, answer(code=1002), Outcome.REFUSED_QUOTA),
        (429, answer(code=200, id="abc"), Outcome.REFUSED_QUOTA),
        (200, answer(code=1008), Outcome.REFUSED_QUOTA),
        (403, answer(code=1008), Outcome.REFUSED_QUOTA),
        (500, answer(code=1008), Outcome.REFUSED_QUOTA),
        (200, answer(code=1002), Outcome.UNKNOWN),
        (302, answer(code=1002), Outcome.UNKNOWN),
        (399, answer(code=1002), Outcome.UNKNOWN),
        (400, b"", Outcome.UNKNOWN),
        (400, answer(code=200, id="abc"), Outcome.UNKNOWN),
        (400, answer(code="1002"), Outcome.UNKNOWN),
        (400, answer(code=1000), Outcome.UNKNOWN),
        (400, answer(code=9999), Outcome.UNKNOWN),
        (404, b"Not Found", Outcome.UNKNOWN),
        (408, answer(code=1050), Outcome.UNKNOWN),
        (500, b"", Outcome.UNKNOWN),
        (500, answer(code=1000), Outcome.UNKNOWN),
        (500, answer(code=1002), Outcome.UNKNOWN),
        (502, b"<html>Bad Gateway</html>", Outcome.UNKNOWN),
        (503, answer(code=500), Outcome.UNKNOWN),
        (504, b"", Outcome.UNKNOWN),
    ],
)
def test_an_answer_proves_just_this(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(status, body).outcome is outcome


DOCUMENTED = [1001, 1002, 1003, 1004, 1005, 1006, 1007, 1009, 1501, 1502, 1508, 2007, 400, 404, 405]


@pytest.mark.parametrize("code", DOCUMENTED)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 499])
def test_a_documented_code_with_a_client_error_is_a_refusal(status: int, code: int) -> None:
    verdict = judge(status, answer(code=code, errorMessage="why"))
    assert verdict == Verdict(Outcome.REFUSED, code, error="why")


def test_no_other_code_is_taken_for_a_refusal() -> None:
    assert set(DOCUMENTED) == REFUSALS


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, answer(code=200, id="abc")), (400, answer(code=1002)), (403, answer(code=1008))],
)
def test_an_answer_that_was_cut_proves_nothing(status: int, body: bytes) -> None:
    assert judge(status, body, complete=False).outcome is Outcome.UNKNOWN


def test_a_cut_answer_with_status_429_is_still_a_quota_refusal() -> None:
    assert judge(429, b"{", complete=False).outcome is Outcome.REFUSED_QUOTA


def test_the_push_id_is_kept_only_with_what_it_identifies() -> None:
    assert judge(200, answer(code=200, id="abc")).push_id == "abc"
    assert judge(400, answer(code=1002, id="abc")).push_id == ""


@pytest.mark.parametrize("key", ["errorMessage", "msg", "message"])
def test_the_providers_sentence_is_kept_under_each_of_its_names(key: str) -> None:
    assert judge(400, answer(code=1002, **{key: "tag is too long"})).error == "tag is too long"


def test_what_a_quota_refusal_says_is_kept() -> None:
    verdict = judge(429, answer(code=1008, id="abc", errorMessage="too often"))
    assert verdict == Verdict(Outcome.REFUSED_QUOTA, 1008, error="too often")


def test_whatever_an_unclear_answer_says_is_kept_as_evidence() -> None:
    verdict = judge(500, answer(code=200, id="abc", msg="try again"))
    assert verdict == Verdict(Outcome.UNKNOWN, 200, "abc", "try again")


@pytest.mark.parametrize(("status", "code"), [(200, 200), (400, 1002)])
def test_where_the_provider_says_nothing_there_is_no_sentence(status: int, code: int) -> None:
    assert judge(status, answer(code=code, id="abc")).error == ""


@pytest.mark.parametrize(
    ("code", "error", "pauses"),
    [
        (1001, "", True),
        (1002, "Invalidate App-Key.", True),
        (1002, "app key is unknown", True),
        (1002, "appKey not found", True),
        (1002, "tag is too long", False),
        (1002, "", False),
        (1003, "", False),
        (1005, "app key", False),
        (1004, "", True),
        (1005, "", False),
        (1006, "", True),
        (1007, "", True),
        (1009, "", True),
        (1508, "", False),
        (404, "", False),
    ],
)
def test_only_what_every_later_send_would_meet_pauses_the_application(
    code: int, error: str, pauses: bool
) -> None:
    assert judge(400, answer(code=code, errorMessage=error)).pauses is pauses


@pytest.mark.parametrize(("status", "body"), [(200, answer(code=1004)), (500, answer(code=1004))])
def test_what_is_not_a_refusal_does_not_pause(status: int, body: bytes) -> None:
    assert judge(status, body).pauses is False


@pytest.mark.parametrize("sign", [1, -1])
def test_a_code_is_kept_as_far_as_a_database_column_reaches(sign: int) -> None:
    assert CODE_MAX == 2_147_483_647
    assert judge(400, answer(code=sign * CODE_MAX)).code == sign * CODE_MAX
    assert judge(400, answer(code=sign * (CODE_MAX + 1))).code is None


def test_a_push_id_is_kept_as_far_as_its_column_reaches() -> None:
    assert PUSH_ID_CHARACTERS == 200
    assert judge(200, answer(code=200, id="a" * 200 + "b")).push_id == "a" * 200


@pytest.mark.parametrize("key", ["errorMessage", "msg"])
def test_no_sentence_is_kept_without_end(key: str) -> None:
    assert judge(400, answer(code=1002, **{key: "a" * 1001})).error == "a" * ERROR_CHARACTERS
    assert ERROR_CHARACTERS == 1000


def test_what_is_kept_is_masked_before_it_is_cut() -> None:
    """Cut first, half of a secret at the end would be kept in clear."""

    def hide(text: str) -> str:
        return text.replace("secret", "***")

    text = "a" * 197 + "secret"
    assert judge(200, answer(code=200, id=text), hide=hide).push_id == "a" * 197 + "***"
    text = "a" * 997 + "secret"
    assert judge(400, answer(code=1002, msg=text), hide=hide).error == "a" * 997 + "***"


def test_a_masked_push_id_is_accepted_all_the_same() -> None:
    verdict = judge(200, answer(code=200, id="secret"), hide=lambda text: "***")
    assert verdict == Verdict(Outcome.ACCEPTED, 200, "***")


def test_whoever_is_stopped_knows_nothing() -> None:
    said = "The sender was stopped."
    assert Verdict(Outcome.UNKNOWN, error=said, failure=Failure.STOPPED) == STOPPED


def test_the_names_that_stand_in_the_database_do_not_change() -> None:
    stored = ["open", "accepted", "refused", "refused_quota", "not_sent", "unknown"]
    assert [*Outcome] == stored


def test_an_answer_that_no_database_takes_is_still_recorded() -> None:
    accepted = judge(200, b'{"code":200,"id":"a\\ud800\\u0000b"}')
    assert accepted == Verdict(Outcome.ACCEPTED, 200, "a??b")
    assert judge(400, b'{"code":1002,"errorMessage":"\\u0000"}').error == "?"

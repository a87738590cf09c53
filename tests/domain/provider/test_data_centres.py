from typing import Any

import pytest

from campaigns.domain.provider.data_centres import BUILT_IN, SANDBOX, centres_by_code, parse_extra


def test_s24_the_providers_hosts_are_https_and_each_has_a_backup() -> None:
    assert set(BUILT_IN) == {
        "beijing",
        "singapore",
        "singapore-b",
        "north-america",
        "saudi-arabia",
    }
    for centre in BUILT_IN.values():
        assert centre.primary.startswith("https://api.")
        assert centre.backup == centre.primary.replace("https://api.", "https://api-b.")


def test_the_sandbox_is_known_by_its_address_only() -> None:
    assert SANDBOX not in centres_by_code({}, "")
    sandbox = centres_by_code({}, "http://127.0.0.1:8000/")[SANDBOX]
    assert (sandbox.primary, sandbox.backup) == ("http://127.0.0.1:8000", "")


def test_private_clouds_are_added() -> None:
    extra = parse_extra("one=https://push.one.example|https://b.one.example, two=https://two:8443/")
    assert extra["one"].backup == "https://b.one.example"
    assert (extra["two"].primary, extra["two"].backup) == ("https://two:8443", "")
    assert set(centres_by_code(extra, "")) == {*BUILT_IN, "one", "two"}


def test_nothing_means_none() -> None:
    assert parse_extra("") == parse_extra(" , ") == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("one", "'' of 'one' is not an https base URL without path"),
        ("One=https://a", "'One' is not a code of lower-case letters, digits and hyphens"),
        ("one=http://a", "'http://a' of 'one' is not an https base URL without path"),
        ("one=https://a/push", "'https://a/push' of 'one' is not"),
        ("one=https://u:p@a", "of 'one' is not an https base URL"),
        ("one=https://a:x", "of 'one' is not an https base URL"),
        ("one=https://a|", "'' of 'one' is not"),
        ("one=https://a,one=https://b", "the data centre code 'one' is taken"),
        ("beijing=https://a", "the data centre code 'beijing' is taken"),
        ("sandbox=https://a", "the data centre code 'sandbox' is taken"),
    ],
)
def test_a_wrong_entry_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="^.*") as raised:
        parse_extra(text)
    assert sentence in str(raised.value)


def test_s24_a_known_entry_cannot_be_changed() -> None:
    centre: Any = BUILT_IN["beijing"]
    with pytest.raises(AttributeError):
        centre.primary = "http://elsewhere"

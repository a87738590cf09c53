"""The four headers, held against the provider's own published vector."""

from datetime import UTC, datetime

from campaigns.domain.provider.signature import headers, new_nonce, sign

SECRET = "Y1W2MeFwwwRxa0"


def test_the_published_vector_comes_out() -> None:
    """Source: docs.rongcloud.cn/im/server/signature/ (2026-11)."""
    assert sign(SECRET, "14314", "1408710653000") == ("30be0bbca9c9b2e27578701e9fda2358a814c88f")


def test_the_headers_carry_the_time_in_milliseconds_and_its_signature() -> None:
    now = datetime(2014, 8, 22, 12, 30, 53, tzinfo=UTC)
    assert headers(app_key="uwd1c0sxdlx2", secret=SECRET, nonce="14314", now=now) == {
        "App-Key": "uwd1c0sxdlx2",
        "Nonce": "14314",
        "Timestamp": "1408710653000",
        "Signature": "30be0bbca9c9b2e27578701e9fda2358a814c88f",
    }


def test_the_secret_itself_is_in_no_header() -> None:
    made = headers(app_key="k", secret=SECRET, nonce="1", now=datetime.now(UTC))
    assert not any(SECRET in value for value in made.values())


def test_nonces_are_digits_that_fit_and_differ() -> None:
    nonces = {new_nonce() for _ in range(1000)}
    assert len(nonces) == 1000
    assert all(nonce.isdigit() and len(nonce) <= 18 for nonce in nonces)

"""What fails before the request is not sent; the environment changes none of it."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome
from campaigns.provider.connection import NotSent
from tests.provider import misbehaving
from tests.provider.exchanging import exchange, verdict
from tests.push_server import PushServer


@pytest.fixture
def server(ca: trustme.CA) -> Iterator[PushServer]:
    with PushServer(tls=misbehaving.server_context(ca)) as running:
        yield running


def test_name_that_does_not_resolve_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, ca_bundle: str
) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    assert verdict(exchange("https://api.example.com", ca_bundle)) is Outcome.NOT_SENT


def test_refused_connection_is_not_sent(ca_bundle: str) -> None:
    with PushServer() as gone:
        pass
    result = exchange(gone.url, ca_bundle)
    assert isinstance(result, NotSent)
    assert result.failure is Failure.NO_CONNECTION


@pytest.mark.slow
def test_connection_that_never_stands_is_not_sent(ca_bundle: str) -> None:
    with misbehaving.full_backlog() as port:
        started = time.monotonic()
        assert verdict(exchange(f"http://127.0.0.1:{port}", ca_bundle)) is Outcome.NOT_SENT
    assert time.monotonic() - started < 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "behave",
    [
        misbehaving.hang,
        misbehaving.reset_in_handshake,
        socket.socket.close,
        misbehaving.says(b"220 smtp.example.com ESMTP\r\n"),
    ],
    ids=["hangs", "reset", "closed", "speaks another protocol"],
)
def test_failed_tls_handshake_is_not_sent(behave: misbehaving.Behaviour, ca_bundle: str) -> None:
    with misbehaving.listening(behave) as port:
        assert verdict(exchange(f"https://localhost:{port}", ca_bundle)) is Outcome.NOT_SENT


def test_certificate_of_an_unknown_authority_is_not_sent(ca_bundle: str) -> None:
    with PushServer(tls=misbehaving.server_context(trustme.CA())) as stranger:
        assert verdict(exchange(stranger.url, ca_bundle)) is Outcome.NOT_SENT
    assert stranger.requests == []


def test_certificate_of_another_host_is_not_sent(ca: trustme.CA, ca_bundle: str) -> None:
    with PushServer(tls=misbehaving.server_context(ca, "other.example.com")) as other:
        assert verdict(exchange(other.url, ca_bundle)) is Outcome.NOT_SENT
    assert other.requests == []


def test_certificate_that_has_expired_is_not_sent(ca: trustme.CA, ca_bundle: str) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    tls = misbehaving.server_context(ca, not_after=yesterday)
    with PushServer(tls=tls) as outdated:
        assert verdict(exchange(outdated.url, ca_bundle)) is Outcome.NOT_SENT
    assert outdated.requests == []


def test_usual_roots_are_trusted_where_no_bundle_is_given(server: PushServer) -> None:
    assert verdict(exchange(server.url, "")) is Outcome.NOT_SENT
    assert server.requests == []


def test_old_tls_is_not_spoken(ca: trustme.CA, ca_bundle: str) -> None:
    context = misbehaving.server_context(ca)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with PushServer(tls=context) as old:
        assert verdict(exchange(old.url, ca_bundle)) is Outcome.NOT_SENT


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"])
def test_proxy_of_the_environment_sees_nothing(
    monkeypatch: pytest.MonkeyPatch, server: PushServer, ca_bundle: str, name: str
) -> None:
    with PushServer() as proxy:
        monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        assert verdict(exchange(server.url, ca_bundle)) is Outcome.ACCEPTED
    assert proxy.requests == []


@pytest.mark.parametrize(
    "name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
)
def test_certificates_of_the_environment_are_not_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ca_bundle: str, name: str
) -> None:
    stranger_ca, bundle = trustme.CA(), tmp_path / "stranger.pem"
    stranger_ca.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv(name, str(bundle))
    with PushServer(tls=misbehaving.server_context(stranger_ca)) as stranger:
        assert verdict(exchange(stranger.url, ca_bundle)) is Outcome.NOT_SENT


def test_netrc_gives_no_password_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: PushServer, ca_bundle: str
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login someone password of-theirs\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    exchange(server.url, ca_bundle)
    assert "authorization" not in server.requests[0].headers


def test_post_without_open_is_not_sent(server: PushServer, ca_bundle: str) -> None:
    assert isinstance(exchange("nonsense://localhost", ca_bundle), NotSent)

"""The guarded fetch against a real TLS server: what comes back, and what never leaves."""

import dataclasses
import socket

import pytest
import trustme

from campaigns.domain.addresses import parse
from campaigns.outbound import fetch as outbound_fetch
from campaigns.outbound import public_hosts
from campaigns.outbound.fetch import MAX_BYTES, BadAnswer, NotTrusted, fetch
from campaigns.outbound.public_hosts import Network, NotPublic, Unreachable
from tests import image_files
from tests.domain.samples import said
from tests.outbound.conftest import HOST, PUBLIC, URL, Internet, served
from tests.provider import misbehaving
from tests.push_server import PushServer

ADDRESS = parse(URL)


def test_image_comes_as_it_is(server: PushServer, network: Network) -> None:
    found = fetch(ADDRESS, network)
    assert (found.body, found.complete, found.size) == (image_files.png(), True, 100)
    assert server.requests[0].line == "GET /a.png HTTP/1.1"


def test_request_says_nothing_about_us(
    server: PushServer, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    server.reply = served(b"x", headers="Set-Cookie: a=b\r\n")
    for _ in range(2):
        fetch(ADDRESS, network)
    expected = {name.lower(): value for name, value in outbound_fetch.HEADERS.items()}
    assert [request.headers for request in server.requests] == [{"host": HOST, **expected}] * 2


def test_name_is_resolved_once_and_its_own_address_dialled(
    internet: Internet, network: Network
) -> None:
    fetch(ADDRESS, network)
    assert (internet.resolved, internet.dialled) == ([HOST], [PUBLIC])


@pytest.mark.parametrize(
    "answer",
    [
        [],
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        [PUBLIC, "10.0.0.1"],
        ["fd00::1", PUBLIC],
    ],
)
def test_name_with_any_address_inside_is_not_dialled(
    server: PushServer, network: Network, answer: list[str]
) -> None:
    inside = Internet(server.port, answer)
    with pytest.raises(NotPublic):
        fetch(ADDRESS, dataclasses.replace(network, resolve=inside.resolve, dial=inside.dial))
    assert inside.dialled == []


def test_rebinding_name_never_leads_inside(server: PushServer, network: Network) -> None:
    rebinding = Internet(server.port, [PUBLIC], ["127.0.0.1"])
    there = dataclasses.replace(network, resolve=rebinding.resolve, dial=rebinding.dial)
    fetch(ADDRESS, there)
    with pytest.raises(NotPublic):
        fetch(ADDRESS, there)
    assert rebinding.dialled == [PUBLIC]


def test_unknown_name_and_name_inside_look_the_same(network: Network) -> None:
    def unknown(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def inside(host: str) -> list[str]:
        return ["10.0.0.1"]

    texts = set()
    for resolve in (unknown, inside):
        with pytest.raises(NotPublic) as refusal:
            fetch(ADDRESS, dataclasses.replace(network, resolve=resolve))
        texts.add(said(refusal.value.text))
    assert len(texts) == 1


def test_real_resolver_and_guard_refuse_this_machine() -> None:
    with pytest.raises(NotPublic):
        fetch(dataclasses.replace(ADDRESS, host="localhost"), public_hosts.INTERNET)


def test_next_address_is_tried_where_one_does_not_answer(
    server: PushServer, network: Network
) -> None:
    internet = Internet(server.port, ["2606:2800:220:1::1", PUBLIC])

    def dial(address: str, timeout: float) -> socket.socket:
        if ":" in address:
            raise OSError("Network is unreachable")
        return internet.dial(address, timeout)

    fetch(ADDRESS, dataclasses.replace(network, resolve=internet.resolve, dial=dial))
    assert internet.dialled == [PUBLIC]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_redirect_is_not_followed(
    server: PushServer, internet: Internet, network: Network, status: str
) -> None:
    server.reply = served(b"", status=status, headers="Location: https://169.254.169.254/\r\n")
    with pytest.raises(BadAnswer) as refusal:
        fetch(ADDRESS, network)
    assert status[:3] in said(refusal.value.text)
    assert internet.dialled == [PUBLIC]
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content", "206 Partial"])
def test_other_answers_than_200_are_no_image(
    server: PushServer, network: Network, status: str
) -> None:
    server.reply = served(b"", status=status)
    with pytest.raises(BadAnswer, match="answers with"):
        fetch(ADDRESS, network)


@pytest.mark.parametrize("size", [600 * 1024, MAX_BYTES])
def test_up_to_a_mebibyte_is_read_whole(server: PushServer, network: Network, size: int) -> None:
    server.reply = served(image_files.png(size=size))
    found = fetch(ADDRESS, network)
    assert (len(found.body), found.complete, found.size) == (size, True, size)


def test_no_more_than_a_mebibyte_is_read(server: PushServer, network: Network) -> None:
    server.behave = misbehaving.endless
    found = fetch(ADDRESS, network)
    assert (len(found.body), found.complete, found.size) == (MAX_BYTES, False, 64 * 2**20)


def test_endless_answer_without_a_length_is_cut(server: PushServer, network: Network) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n" % (b"9" * 400)
    server.behave = misbehaving.says(head.replace(b"Content-Length", b"X"), bytes(2 * MAX_BYTES))
    found = fetch(ADDRESS, network)
    assert (len(found.body), found.complete, found.size) == (MAX_BYTES, False, MAX_BYTES + 1)


def test_server_that_is_not_there_is_said(network: Network, internet: Internet) -> None:
    with PushServer() as gone:
        internet.port = gone.port
    with pytest.raises(Unreachable):
        fetch(ADDRESS, network)


@pytest.mark.parametrize(
    "behave", [misbehaving.reset, misbehaving.says(), misbehaving.corrupt_record]
)
def test_broken_answers_are_said(
    server: PushServer, network: Network, behave: misbehaving.Behaviour
) -> None:
    server.behave = behave
    with pytest.raises((Unreachable, NotTrusted)):
        fetch(ADDRESS, network)


def test_stranger_and_other_name_are_not_trusted(
    ca: trustme.CA, internet: Internet, network: Network
) -> None:
    strangers = (
        misbehaving.server_context(trustme.CA(), HOST),
        misbehaving.server_context(ca, "other.example.com"),
    )
    for tls in strangers:
        with PushServer(tls=tls) as stranger:
            internet.port = stranger.port
            with pytest.raises(NotTrusted):
                fetch(ADDRESS, network)
        assert stranger.requests == []

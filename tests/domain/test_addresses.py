"""Only public HTTPS addresses by name are fetched."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.domain.addresses import BadAddress, is_public, parse
from tests.domain.samples import said


@pytest.mark.parametrize(
    ("url", "fetched", "host"),
    [
        ("https://example.com/a.png", "https://example.com/a.png", "example.com"),
        ("HTTPS://Example.COM:443/A.png", "https://example.com/A.png", "example.com"),
        ("https://example.com?x=1#y", "https://example.com/?x=1", "example.com"),
        ("https://example.com./a", "https://example.com/a", "example.com"),
        ("https://bücher.test/ü.png", "https://xn--bcher-kva.test/ü.png", "xn--bcher-kva.test"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/", "xn--r8jz45g.xn--zckzah"),
        ("https://a_b.r3---sn.test/", "https://a_b.r3---sn.test/", "a_b.r3---sn.test"),
        ("https://example.com//evil.test/@x", "https://example.com//evil.test/@x", "example.com"),
    ],
)  # fmt: skip
def test_public_names_are_taken(url: str, fetched: str, host: str) -> None:
    assert (parse(url).url, parse(url).host) == (fetched, host)


REFUSED = {
    "http://example.com/a.png": "begins with https://",
    "javascript:alert(1)": "begins with https://",
    "file:///etc/passwd": "begins with https://",
    "data:image/png;base64,AAAA": "begins with https://",
    "//example.com/a.png": "begins with https://",
    "": "begins with https://",
    "https://169.254.169.254/latest/meta-data/": "an IP address",
    "https://[::ffff:127.0.0.1]/": "an IP address",
    "https://[::1]": "an IP address",
    "https://2130706433/": "an IP address",
    "https://0x7f000001/": "an IP address",
    "https://0x7f.0.0.0x1/": "an IP address",
    "https://017700000001/": "an IP address",
    "https://127.1/": "an IP address",
    "https://example.0x/": "an IP address",
    "https://１６９．２５４．１６９．２５４/": "an IP address",
    "https://①②⑦.⓪.⓪.①/": "an IP address",
    "https://[fe80::1%25eth0]/": "an IP address",
    "https://93.184.216.34/": "an IP address",
    "https://user@example.com/": "user name",
    "https://user:secret@example.com/": "user name",
    "https://@example.com/": "user name",
    "https://example.com:8443/": "Remove the port",
    "https://example.com:0/": "Remove the port",
    "https://example.com:99999/": "cannot be read",
    "https://[::1/": "cannot be read",
    "https://example.com℀evil.test/": "cannot be read",
    "https://localhost/": "Mend the host name",
    "https:///a.png": "Mend the host name",
    "https:example.com": "Mend the host name",
    "https://a..example.com/": "Mend the host name",
    "https://-a.example.com/": "Mend the host name",
    "https://exa%6dple.com/": "Mend the host name",
    "https://" + "a" * 64 + ".example/": "Mend the host name",
    "https://☃\u0301\u200d.example/": "Mend the host name",
    "https://example.com\\@evil.test/": "backslashes",
    " https://example.com/": "Remove spaces",
    "https://example.com/a b": "Remove spaces",
    "https://example.com/\r\nHost: evil": "Remove spaces",
    "https://example.com/" + "a" * 2048: "it has 2068 characters",
}


@pytest.mark.parametrize(("url", "reason"), REFUSED.items())
def test_anything_else_is_refused(url: str, reason: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        parse(url)
    assert reason in said(refusal.value.text)


@given(st.one_of(st.text(), st.text().map("https://{}".format)))
@example("https://example.com/a.png")
def test_any_text_is_taken_or_refused(url: str) -> None:
    try:
        found = parse(url)
    except BadAddress:
        return
    assert found.url.startswith(f"https://{found.host}/")
    assert parse(found.url).host == found.host


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"]
)
def test_hosts_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
        "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "ff0e::1",
        "2001:db8::1", "2001::1", "2001:0:4136:e378::1", "2002:7f00:1::", "2002:808:808::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "5f00::1",
        "", "example.com", "127.1", "2130706433",
    ],
)  # fmt: skip
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)

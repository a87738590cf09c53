"""Spellings of one host compare equal; the provider's hosts are known in each of them."""

import pytest

from campaigns.domain.provider.data_centres import BUILT_IN, parse_extra
from campaigns.domain.provider.hosts import host_of, is_providers

REAL = "https://api.rong-api.com"
SPELLINGS = [
    REAL,
    f"{REAL}.",
    f"{REAL}..",
    f"{REAL}/",
    f"{REAL}:443",
    f"{REAL}.:8443/",
    f"  {REAL}",
    "http://api.rong-api.com",
    "HTTPS://API.Rong-Api.COM",
    "https://user:password@api.rong-api.com",
    "https://evil.example@api.rong-api.com.:443",
    "https://api%2erong-api.com",
    "https://api.rong%2Dapi.com%2E",
    "https://api。rong-api．com｡",
    "https://\uff41\uff50\uff49.rong-api.com",
    "https://api.ro\u00adng-api.com",
    "https://api.rong-\tapi.com",
    "https://api.rong-api.com\\.example.com",
    "https://api.rong-api.com?x",
    "https://api.rong-api.com#x",
]
OTHERS = [
    "http://127.0.0.1:8000",
    "http://[::1]:8000",
    "http://localhost:8000",
    "http://push_console:8000",
    "https://rong-api.com.example.com",
    "https://notrong-api.com",
    "https://example.com/api.rong-api.com",
    "https://api.rong-api.com@example.com",
    "https://münchen.example",
    "",
    "nonsense",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_every_spelling_is_the_same_host(url: str) -> None:
    assert host_of(url) == "api.rong-api.com"
    assert is_providers(url)


@pytest.mark.parametrize("url", OTHERS)
def test_other_hosts_are_others(url: str) -> None:
    assert not is_providers(url)
    assert not is_providers(url, ["", "https://push.private.example"])


@pytest.mark.parametrize("name", ["api2", "api-c", "a.b"])
def test_what_is_below_a_domain_of_the_provider_is_its_own(name: str) -> None:
    assert is_providers(f"https://{name}.rong-api.com")
    assert is_providers(f"https://{name}.ronghub.com")


def test_every_built_in_data_centre_is_known() -> None:
    for centre in BUILT_IN.values():
        assert is_providers(centre.primary)
        assert is_providers(centre.backup)


@pytest.mark.parametrize(
    "url",
    ["https://push.münchen.example", "http://PUSH.xn--mnchen-3ya.example.:8080", "https://second"],
)
def test_hosts_of_private_clouds_are_compared_likewise(url: str) -> None:
    (cloud,) = parse_extra("own=https://push.xn--mnchen-3ya.example|https://second.").values()
    assert is_providers(url, [cloud.primary, cloud.backup])


def test_an_ipv6_address_is_a_host() -> None:
    assert host_of("http://[::1]:8000") == "::1"
    assert is_providers("http://[::1]:9", ["https://[::1]"])

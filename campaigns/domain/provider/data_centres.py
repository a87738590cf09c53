"""The provider's data centres: the built-in ones, and those that an installation adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from campaigns.domain.translatable import Text, translatable

from .hosts import is_plain

SANDBOX = "sandbox"
"""The code of the sandbox, the only data centre that may be reached over plain http."""

PUSH_PATH = "/push.json"
"""The path of a push, appended to a data centre's base URL. Source: the provider's push page,
2026-11."""

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class DataCentre:
    """`primary` and `backup` are base URLs without path; `backup` is "" if there is none."""

    code: str
    label: Text
    primary: str
    backup: str = ""


def _built_in(code: str, label: Text, domain: str) -> DataCentre:
    return DataCentre(code, label, f"https://api.{domain}", f"https://api-b.{domain}")


BUILT_IN: dict[str, DataCentre] = {
    centre.code: centre
    for centre in (
        _built_in("beijing", translatable("Beijing"), "rong-api.com"),
        _built_in("singapore", translatable("Singapore"), "sg-light-api.com"),
        _built_in("singapore-b", translatable("Singapore B"), "sg-b-light-api.com"),
        _built_in("north-america", translatable("North America"), "us-light-api.com"),
        _built_in("saudi-arabia", translatable("Saudi Arabia"), "sau-light-api.com"),
    )
}
"""Source: the provider's page of data centres and API domains, 2026-11."""


def centres_by_code(extra: Mapping[str, DataCentre], sandbox_url: str) -> dict[str, DataCentre]:
    """Every data centre by its code; with `sandbox_url` "" there is no sandbox."""
    centres = {**BUILT_IN, **extra}
    if sandbox_url:
        centres[SANDBOX] = DataCentre(SANDBOX, translatable("Sandbox"), sandbox_url.rstrip("/"))
    return centres


def parse_extra(text: str) -> dict[str, DataCentre]:
    """Read "code=https://host[|https://backup],...". Raises ValueError with a sentence."""
    centres: dict[str, DataCentre] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        centre = _parse_entry(entry)
        if centre.code in centres or centre.code in BUILT_IN or centre.code == SANDBOX:
            raise ValueError(f"the data centre code {centre.code!r} is taken; choose another one")
        centres[centre.code] = centre
    return centres


def _parse_entry(entry: str) -> DataCentre:
    code, _, hosts = entry.partition("=")
    primary, _, backup = hosts.partition("|")
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is not a code of lower-case letters, digits and hyphens")
    for url in (primary, backup) if "|" in hosts else (primary,):
        if not _is_base_url(url):
            raise ValueError(f"{url!r} of {code!r} is not an https base URL without path")
    label = translatable("%(code)s (this installation)", code=code)
    return DataCentre(code, label, primary.rstrip("/"), backup.rstrip("/"))


def _is_base_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    return parts.scheme == "https" and bool(parts.hostname) and bare and is_plain(url)

"""Which devices an audience reaches, as the sandbox plays the provider; one function per kind.

Source: the provider's page, rows `audience.*`. Decided here, where the page is silent: `tag` and
`tag_or` together are AND; a package name is that of the device, not of any device of its user.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .shape import Audience


@dataclass(frozen=True)
class Recipient:
    """A device: its user's id and tags, and the package name of the app on it."""

    user_id: str
    tags: frozenset[str]
    package: str


IsReached = Callable[[Recipient], bool]


def everyone(audience: Audience) -> IsReached:
    return lambda recipient: True


def by_user_id(audience: Audience) -> IsReached:
    user_ids = frozenset(audience.userid or ())
    return lambda recipient: recipient.user_id in user_ids


def by_tags_and_package(audience: Audience) -> IsReached:
    """All of `tag`, one of `tag_or`, and the package; what is not set excludes nobody."""
    all_of, any_of = frozenset(audience.tag or ()), frozenset(audience.tag_or or ())
    package = audience.packageName

    def reaches(recipient: Recipient) -> bool:
        return (
            all_of <= recipient.tags
            and (not any_of or bool(any_of & recipient.tags))
            and (not package or recipient.package == package)
        )

    return reaches

"""Tags as chips: what the application knows of each, and what it does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import KnownTag


@dataclass(frozen=True)
class Chip:
    """`said`: its users and their age, "" where nobody has noted any. `is_unknown`: it is not
    among the application's tags, though there are some."""

    name: str
    said: str
    note: str
    is_unknown: bool


@dataclass(frozen=True)
class TagList:
    """The tags of one field; `joint` is the word between two of them."""

    field: str
    joint: str
    chips: list[Chip]


def chips(names: Sequence[str], known: Mapping[str, KnownTag], today: date) -> list[Chip]:
    return [_chip(name, known, today) for name in names]


def _chip(name: str, known: Mapping[str, KnownTag], today: date) -> Chip:
    tag = known.get(name)
    if tag is None:
        return Chip(name, "", "", bool(known))
    return Chip(name, users(tag, today), tag.note, is_unknown=False)


def options(known: Mapping[str, KnownTag], today: date) -> list[tuple[str, str]]:
    """Name and explanation of each known tag, to choose from. The explanation begins with the
    name: some browsers show nothing else."""
    return [
        (tag.name, ", ".join(filter(None, (tag.name, users(tag, today), tag.note))))
        for tag in known.values()
    ]


def users(tag: KnownTag, today: date) -> str:
    """`48 users, 3 days ago`."""
    if tag.users is None:
        return ""
    number = ngettext("%(n)d user", "%(n)d users", tag.users) % {"n": tag.users}
    if tag.as_of is None:
        return number
    days = (today - tag.as_of).days
    if days <= 0:
        return _("%(users)s, today") % {"users": number}
    ago = ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    return f"{number}, {ago}"

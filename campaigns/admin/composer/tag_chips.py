"""Chips of tags, with the number of users and the note that the application keeps of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import KnownTag


@dataclass(frozen=True)
class Chip:
    """`said`: the number of users and its age, "" if no number is noted. `is_unknown`: the
    application has known tags, and this is none of them."""

    name: str
    said: str
    note: str
    is_unknown: bool


@dataclass(frozen=True)
class TagList:
    """The chips of one field; `joint` is the word between two of them."""

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
    """Name and explanation of each known tag, for a datalist. The explanation begins with the name,
    because some browsers show only the explanation."""
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

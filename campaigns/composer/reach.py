"""Estimate how many users a campaign reaches, for whoever writes it.

The provider has no such query. Numbers come from the list of user ids, from the application's known
tags, or, for an application on the sandbox, from the sandbox's registry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from campaigns.domain.message.audience import effective, in_force
from campaigns.domain.message.shape import Audience, Message
from campaigns.domain.provider import data_centres
from campaigns.domain.translatable import Text, listed, quote, translatable, translatable_plural
from campaigns.models import Application, KnownTag
from campaigns.sandbox import reach


class Source(StrEnum):
    NOBODY = "nobody"
    """Nobody is addressed yet."""
    IDS = "ids"
    TAGS = "tags"
    SANDBOX = "sandbox"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Estimate:
    """`users` is None for unknown, which is not 0. From the sandbox it is exact, with `phones`;
    from any other source it is an upper bound. `as_of`: the oldest date of the numbers used, None
    if one has no date. `uncounted`: tags without a noted number of users."""

    source: Source
    users: int | None = None
    phones: int | None = None
    as_of: date | None = None
    today: date | None = None
    uncounted: tuple[str, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """It is certain that nobody would receive it."""
        return self.users == 0

    @property
    def is_unknown(self) -> bool:
        return self.source is Source.UNKNOWN

    @property
    def text(self) -> Text:
        match self.source:
            case Source.NOBODY:
                return translatable("Choose who receives it to see how many they are.")
            case Source.UNKNOWN:
                return self._unknown()
            case Source.SANDBOX:
                return self._counted()
        if self.source is Source.IDS:
            return translatable_plural(
                "At most %(count)d user.", "At most %(count)d users.", self.users or 0
            )
        return self._at_most()

    def _unknown(self) -> Text:
        if not self.uncounted:
            return translatable("Unknown: nobody has noted how many users the app has.")
        return translatable(
            "Unknown: nobody has noted how many users carry %(tags)s.",
            tags=listed([quote(tag) for tag in self.uncounted]),
        )

    def _counted(self) -> Text:
        if not self.users:
            return translatable("0 users: nobody in the sandbox would receive it.")
        phones = translatable_plural("%(count)d phone", "%(count)d phones", self.phones or 0)
        return translatable_plural(
            "%(count)d user with %(phones)s, counted in the sandbox just now.",
            "%(count)d users with %(phones)s, counted in the sandbox just now.",
            self.users,
            phones=phones,
        )

    def _at_most(self) -> Text:
        if not self.users:
            return translatable("0 users by the known tags, %(age)s.", age=self._age())
        return translatable_plural(
            "At most %(count)d user by the known tags, %(age)s.",
            "At most %(count)d users by the known tags, %(age)s.",
            self.users,
            age=self._age(),
        )

    def _age(self) -> Text:
        if self.as_of is None or self.today is None:
            return translatable("of which one has no date")
        if self.as_of >= self.today:
            return translatable("noted today")
        return translatable_plural(
            "noted %(count)d day ago (%(day)s)",
            "noted %(count)d days ago (%(day)s)",
            (self.today - self.as_of).days,
            day=self.as_of.isoformat(),
        )


def estimate(application: Application, message: Message, now: datetime) -> Estimate:
    """Estimate the condition in force, which is what the provider obeys."""
    if in_force(message.audience) is None:
        return Estimate(Source.NOBODY)
    if application.data_centre == data_centres.SANDBOX:
        counted = reach.count_addressed(application.app_key, _body(message), now)
        if counted is not None:
            return Estimate(Source.SANDBOX, *counted)
    audience = effective(message).audience
    if audience.userid:
        return Estimate(Source.IDS, len(set(audience.userid)))
    if audience.tag or audience.tag_or:
        today = now.astimezone(ZoneInfo(application.time_zone)).date()
        return by_tags(audience, known_tags(application), today)
    return Estimate(Source.UNKNOWN)


def known_tags(application: Application) -> dict[str, KnownTag]:
    return {tag.name: tag for tag in application.known_tags.all()}


def by_tags(audience: Audience, known: Mapping[str, KnownTag], today: date) -> Estimate:
    """Upper bounds: users with all of some tags are at most as many as the rarest tag has; users
    with any of some tags, at most the sum."""
    groups = [_rarest(audience.tag or (), known), _together(audience.tag_or or (), known)]
    bounds = [group for group in groups if group]
    if not bounds:
        asked = (*(audience.tag or ()), *(audience.tag_or or ()))
        uncounted = dict.fromkeys(tag for tag in asked if _users(known.get(tag)) is None)
        return Estimate(Source.UNKNOWN, uncounted=tuple(uncounted))
    least = min(bounds, key=lambda tags: sum(_users(tag) or 0 for tag in tags))
    dates = [tag.as_of for tag in least]
    as_of = min((day for day in dates if day), default=None) if all(dates) else None
    return Estimate(Source.TAGS, sum(_users(tag) or 0 for tag in least), as_of=as_of, today=today)


def _users(tag: KnownTag | None) -> int | None:
    return tag.users if tag else None


def _rarest(names: Iterable[str], known: Mapping[str, KnownTag]) -> list[KnownTag]:
    counted = [known[name] for name in names if _users(known.get(name)) is not None]
    return [min(counted, key=lambda tag: tag.users or 0)] if counted else []


def _together(names: Iterable[str], known: Mapping[str, KnownTag]) -> list[KnownTag]:
    """Empty if one of them is not counted: it may have any number of users."""
    tags = [known.get(name) for name in dict.fromkeys(names)]
    counted = [tag for tag in tags if tag is not None and tag.users is not None]
    return counted if len(counted) == len(tags) else []


def _body(message: Message) -> dict[str, object]:
    body = message.wire()
    return {**body, "platform": body.get("platform") or []}

"""Advice on the audience: tags and package."""

from collections.abc import Iterator

from campaigns.domain.message.audience import effective
from campaigns.domain.provider.limits import PAGE
from campaigns.domain.translatable import quote, translatable

from .context import Advice, Advised

LIST = "this application's list"
"""The source of advice about tags and packages that are not listed."""


def both_tag_lists(advised: Advised) -> Iterator[Advice]:
    audience = effective(advised.message).audience
    if audience.tag and audience.tag_or:
        text = translatable(
            "Check the two tag lists: the provider's page does not say how they combine, we read"
            " AND."
        )
        yield Advice("audience.tag_or", text, PAGE)


def unknown_tags(advised: Advised) -> Iterator[Advice]:
    audience, known = advised.message.audience, advised.plan.known_tags
    if not known:
        return
    for path, tags in (("audience.tag", audience.tag), ("audience.tag_or", audience.tag_or)):
        for tag in tags or []:
            if tag not in known:
                text = translatable(
                    'Check the tag "%(tag)s": it is none of the %(n)d known ones.',
                    tag=quote(tag),
                    n=len(known),
                )
                yield Advice(path, text, LIST)


def unknown_package(advised: Advised) -> Iterator[Advice]:
    package, known = advised.message.audience.packageName, advised.plan.known_packages
    if package and known and package not in known:
        text = translatable(
            'Check the package "%(package)s": it is none of the %(n)d known ones.',
            package=quote(package),
            n=len(known),
        )
        yield Advice("audience.packageName", text, LIST)


LINES = (both_tag_lists, unknown_tags, unknown_package)

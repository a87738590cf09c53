"""Advice on vendors' parameters: images, message classes, daily caps and night hours."""

from collections.abc import Iterator

from campaigns.domain.message.precedence import text_at
from campaigns.domain.translatable import listed, quote, translatable
from campaigns.domain.vendors.facts import DailyCap, MessageClass
from campaigns.domain.vendors.images import wanted_image
from campaigns.domain.vendors.vendor import Vendor

from .context import Advice, Advised

SEND_AT = "send_at"


def own(advised: Advised) -> Iterator[Advice]:
    """What each vendor's own file advises."""
    for vendor in advised.vendors():
        yield from vendor.advice(advised.body)


def insecure_images(advised: Advised) -> Iterator[Advice]:
    """Skips vendors that require https: validation reports those as problems."""
    for vendor in advised.vendors():
        url, rules = wanted_image(advised.body, vendor), vendor.image
        if rules and not rules.https_only and url.lower().startswith("http://"):
            text = translatable("Use https for this address: phones may not load http.")
            yield Advice(rules.path, text, "Tencent Cloud 269/138170")


def marketing_classes(advised: Advised) -> Iterator[Advice]:
    """One line per vendor where marketing was chosen, one line for all where nothing was."""
    unset: list[tuple[Vendor, MessageClass]] = []
    for vendor in advised.vendors():
        known = vendor.message_class
        value = text_at(advised.body, known.path) if known else ""
        if known and known.silences and not value:
            unset.append((vendor, known))
        elif known and value in known.marketing:
            yield _marketing(vendor, known)
    if unset:
        first = unset[0][1]
        text = translatable(
            "Set a category or importance for %(brands)s, or it may arrive silent as marketing.",
            brands=listed([vendor.brand for vendor, _known in unset]),
        )
        yield Advice(first.path, text, first.source, first.as_of)


def _marketing(vendor: Vendor, known: MessageClass) -> Advice:
    silently = translatable(
        "%(brand)s shows marketing silently, in the list only.", brand=vendor.brand
    )
    source = vendor.cap.source if vendor.cap else known.source
    return Advice(known.path, known.advice or silently, source, known.as_of)


def unlisted(advised: Advised) -> Iterator[Advice]:
    """Advises on categories that the vendor does not list. Other classes are fixed choices."""
    for vendor in advised.vendors():
        known = vendor.message_class
        if known is None or known.path != vendor.category_path:
            continue
        category = text_at(advised.body, known.path)
        if category and category not in known.service | known.marketing:
            text = translatable(
                'Check "%(category)s": %(brand)s does not list this category.',
                category=quote(category),
                brand=vendor.brand,
            )
            yield Advice(known.path, text, known.source, known.as_of)


def caps(advised: Advised) -> Iterator[Advice]:
    """One line for all vendors with the same limit."""
    number = advised.plan.sent_today + 1
    over: dict[int, list[tuple[Vendor, DailyCap]]] = {}
    for vendor in advised.vendors():
        cap = vendor.daily_cap(advised.body)
        if cap and number > cap.a_day and vendor.is_marketing(advised.body):
            over.setdefault(cap.a_day, []).append((vendor, cap))
    for limit, capped in over.items():
        text = translatable(
            "Send it another day: of marketing %(brands)s likely show %(limit)d a day on a device,"
            " and this is number %(number)d.",
            brands=listed([vendor.brand for vendor, _cap in capped]),
            limit=limit,
            number=number,
        )
        _vendor, first = capped[0]
        yield Advice(SEND_AT, text, first.source, first.as_of)


def nights(advised: Advised) -> Iterator[Advice]:
    clock = advised.plan.clock()
    for vendor in advised.vendors():
        night = vendor.night
        if clock is None or night is None or not night.holds(clock):
            continue
        if vendor.is_marketing(advised.body) or not night.marketing_only:
            yield Advice(SEND_AT, night.advice, night.source, night.as_of)


LINES = (own, insecure_images, marketing_classes, unlisted, caps, nights)

"""Checks, on request and in the worker, that the image of a campaign can be fetched and fits."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.contrib.auth.models import User
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.domain import addresses, image_header
from campaigns.domain.advice.context import Advice
from campaigns.domain.advice.images import image_advice
from campaigns.domain.translatable import Text, translatable
from campaigns.lib import database_clock
from campaigns.locks import refusing_when_busy
from campaigns.models import Allowance, CheckStatus, ImageCheck, image_key
from campaigns.outbound.fetch import Fetched, fetch
from campaigns.outbound.public_hosts import INTERNET, Network, NotFetched

from .bulkhead import Bulkhead, Full

log = logging.getLogger(__name__)

TASK = "campaigns.check_image"
PER_MINUTE = 20
"""Checks that one person may request in a minute."""
AGAIN_AFTER = timedelta(seconds=10)
"""The least time between two fetches of one address."""
MAX_ROWS = 500
"""Rows that are stored, the newest: at most so many MiB of copies."""
SOURCE = "image check"
PLACES = Bulkhead()
"""Of this worker process."""


@refusing_when_busy()
@transaction.atomic
def request_check(url: str, actor: Actor) -> ImageCheck:
    """The row of this address, which waits for a worker or was fetched a moment ago. Raises
    NotAllowed for an address that may not be fetched, too many checks in a minute, or a person who
    neither composes nor reviews."""
    user = _require_checker(actor)
    try:
        addresses.parse(url)
    except addresses.BadAddress as error:
        raise NotAllowed(error.text) from error
    now = database_clock.now()
    rows = ImageCheck.objects.defer("data")
    recent = rows.filter(pk=image_key(url), requested_at__gt=now - AGAIN_AFTER).first()
    if recent is not None:
        return recent
    _require_below_limit(user)
    asked = {"status": CheckStatus.PENDING, "requested_at": now, "requested_by": user}
    row, _ = rows.update_or_create(pk=image_key(url), defaults={"url": url, **asked})
    transaction.on_commit(lambda: enqueue(row.pk))
    return row


def check(key: str, network: Network = INTERNET) -> None:
    """Fetch and judge the image of a pending row; does nothing if another worker has done it."""
    pending = ImageCheck.objects.filter(pk=key, status=CheckStatus.PENDING)
    row = pending.values_list("url", "requested_by_id").first()
    if row is None:
        return
    url, person = row
    try:
        with PLACES.place(str(person), urlsplit(url).hostname or ""):
            _finish(key, _result_columns(url, network))
    except Full:
        _finish(
            key,
            _failed_columns(
                translatable("Check the image again in a moment: others are in front.")
            ),
        )
        return
    old = ImageCheck.objects.order_by("-requested_at").values_list("pk", flat=True)[MAX_ROWS:]
    ImageCheck.objects.filter(pk__in=list(old)).delete()


def checks_by_url(urls: Iterable[str]) -> dict[str, ImageCheck]:
    """URL -> check, for those of `urls` that have one; without the copies."""
    rows = ImageCheck.objects.defer("data").filter(pk__in={image_key(url) for url in urls if url})
    return {row.url: row for row in rows}


def check_advice(path: str, row: ImageCheck, now: datetime) -> list[Advice]:
    """Advice for the parameter `path`, whose image `row` is of; none while the check is pending."""
    if row.is_waiting(now):
        return []
    if row.status == CheckStatus.OK:
        image = image_header.Image(
            image_header.ImageType(row.content_type), row.width or 0, row.height or 0
        )
        return image_advice(path, image, row.size or 0)
    text = row.reason if row.error else _LOST
    return [Advice(path, text, SOURCE, f"{row.requested_at:%Y-%m-%d}")]


def _require_checker(actor: Actor) -> User:
    user = actor.user
    if user is None or not (user.has_perm(access.COMPOSE) or user.has_perm(access.REVIEW)):
        raise Denied(translatable("Ask a marketer or a reviewer to check the image."), actor)
    return user


def _require_below_limit(user: User) -> None:
    """Counts requests, not rows: one address may be fetched every AGAIN_AFTER."""
    if Allowance.objects.take(f"image-check:{user.pk}", PER_MINUTE, timedelta(minutes=1)):
        raise NotAllowed(
            translatable(
                "Wait a minute: %(limit)d images were checked in the last one.", limit=PER_MINUTE
            )
        )


def enqueue(key: str) -> None:
    """By the task's name: only the worker imports the tasks. The message never expires: one that
    comes late, or again, finds the row done."""
    try:
        current_app.send_task(TASK, (key,), retry=False)
    except OperationalError:
        log.exception("An image check could not be handed to a worker")
        _finish(key, _failed_columns(_LOST))


def _result_columns(url: str, network: Network) -> dict[str, Any]:
    """Fetches the image; returns the columns that tell the result."""
    try:
        fetched = fetch(addresses.parse(url), network)
        return _ok_columns(image_header.inspect(fetched.body), fetched)
    except (addresses.BadAddress, NotFetched, image_header.NotAnImage) as error:
        return _failed_columns(error.text)


def _ok_columns(image: image_header.Image, fetched: Fetched) -> dict[str, Any]:
    return {
        **_BLANK,
        "status": CheckStatus.OK,
        "content_type": image.type,
        "width": image.width,
        "height": image.height,
        "size": fetched.size,
        "copied": fetched.complete,
        "data": fetched.body if fetched.complete else b"",
    }


def _failed_columns(text: Text) -> dict[str, Any]:
    return {
        **_BLANK,
        "status": CheckStatus.FAILED,
        "error": text.msgid,
        "error_params": dict(text.params),
    }


def _finish(key: str, columns: dict[str, Any]) -> None:
    pending = ImageCheck.objects.filter(pk=key, status=CheckStatus.PENDING)
    pending.update(checked_at=database_clock.now(), **columns)


_LOST = translatable("Check the image again: nobody looked at it in time.")
_BLANK: dict[str, Any] = {
    "content_type": "",
    "width": None,
    "height": None,
    "size": None,
    "error": "",
    "error_params": {},
    "copied": False,
    "data": b"",
}

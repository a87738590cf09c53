"""The images of a draft and the results of their checks."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.access import NotAllowed
from campaigns.admin.base import actor, has_permission
from campaigns.audit import request_denials
from campaigns.composer import message_columns
from campaigns.domain.advice.context import Advice
from campaigns.domain.message.precedence import text_at
from campaigns.domain.message.shape import Message
from campaigns.domain.vendors.registry import image_rules
from campaigns.images import checks
from campaigns.lib import database_clock, i18n
from campaigns.models import ImageCheck

FIELDS = {message_columns.field_of(path): path for path in image_rules()}
"""Form fields that hold the URL of an image -> their wire paths."""


@dataclass(frozen=True)
class ImageState:
    """The check of the image in field `name`; `row` is None if nobody asked for one."""

    name: str
    row: ImageCheck | None
    now: datetime
    refused: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.row is not None and self.row.is_waiting(self.now)


@dataclass(frozen=True)
class FormImages:
    """`rows`: form field -> result of the check of its URL."""

    rows: dict[str, ImageCheck]
    now: datetime

    def of(self, name: str) -> ImageState | None:
        """None if the field holds no image."""
        return ImageState(name, self.rows.get(name), self.now) if name in FIELDS else None

    @property
    def copies(self) -> dict[str, str]:
        """URL of an image -> URL of our copy of it."""
        return {row.url: _copy(row) for row in self.rows.values() if row.copied}

    @property
    def advice(self) -> list[Advice]:
        advice = []
        for name, row in self.rows.items():
            advice += checks.check_advice(FIELDS[name], row, self.now)
        return advice


def form_images(message: Message, now: datetime) -> FormImages:
    body = message.wire()
    urls = {name: url for name, path in FIELDS.items() if (url := text_at(body, path))}
    known = checks.checks_by_url(urls.values()) if urls else {}
    return FormImages({name: known[url] for name, url in urls.items() if url in known}, now)


@require_POST
def image_check(request: HttpRequest, name: str) -> HttpResponse:
    """Asks a worker to check the URL in field `name`; with `?wait` only looks for the result."""
    if name not in FIELDS:
        raise Http404
    if not has_permission(request, access.COMPOSE):
        raise PermissionDenied
    now, url, refused = database_clock.now(), request.POST.get(name, "").strip(), ""
    try:
        if "wait" not in request.GET:
            checks.request_check(url, actor(request))
    except NotAllowed as error:
        request_denials.record(request, error)
        refused = i18n.render(error.text)
    seen = ImageState(name, checks.checks_by_url([url]).get(url), now, refused)
    answer = render(request, "campaigns/composer/_image_said.html", {"image": seen})
    if not seen.is_waiting:
        answer["HX-Trigger"] = "imageChecked"
    return answer


def _copy(row: ImageCheck) -> str:
    """URL of our copy. It holds the time of the check, so that a browser fetches a newer copy."""
    version = f"{row.checked_at:%Y%m%d%H%M%S}" if row.checked_at else "0"
    return f"{reverse('admin:campaigns_campaign_picture', args=[row.pk])}?{version}"

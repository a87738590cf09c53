"""Serves our copies of images, as files in which nothing can run."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns import access
from campaigns.domain.image_header import ImageType
from campaigns.models import ImageCheck

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}
"""Nothing in the bytes runs, whatever a browser takes them for. max-age is in seconds; pages add
the time of the copy to its URL, so that a newer copy is fetched."""


@require_safe
def image_copy(request: HttpRequest, pk: str) -> HttpResponse:
    """The copy of the image of ImageCheck `pk`, with the type that its first bytes have."""
    if not (request.user.is_staff and request.user.has_perm(access.VIEW)):
        raise PermissionDenied
    row = get_object_or_404(ImageCheck, pk=pk, copied=True)
    kind = ImageType(row.content_type)
    return HttpResponse(bytes(row.data), content_type=kind.value, headers=HEADERS)

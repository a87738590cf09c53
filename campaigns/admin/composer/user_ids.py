"""User ids from a paste or a file: parsed, cleaned, put into the form, and reported."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from campaigns import access
from campaigns.admin.base import has_permission
from campaigns.composer import splits
from campaigns.domain.provider.limits import USERS
from campaigns.domain.translatable import PROBLEMS_TOLD, Unreadable
from campaigns.domain.user_ids.parse import MAX_BYTES, PastedIds, read_ids
from campaigns.lib import i18n

FILE, FIELD = "ids_file", "audience_userid"
BAD_SHOWN = PROBLEMS_TOLD
FORM_BYTES = 512 * 1024
"""Bytes that the rest of the form may add to a file."""


class InMemoryUpload(MemoryFileUploadHandler):
    """Never writes a list of people to disk, however long it is."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


@dataclass(frozen=True)
class UserIdReport:
    """`lines`: what was read. `bad`: what was left out. `refused`: why nothing was read."""

    lines: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    more_bad: int = 0
    refused: tuple[str, ...] = ()


@csrf_exempt
@require_POST
def user_ids_clean(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The cleaned ids for the field, and a report. CSRF is checked in `_clean`: the upload handler
    must be set before anything reads the body."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    is_file = request.content_type == "multipart/form-data"
    limit = MAX_BYTES + FORM_BYTES if is_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if size > limit:
        text = _("Split the list: it has %(n)d bytes, the limit is %(limit)d.")
        return render_report(request, UserIdReport(refused=(text % {"n": size, "limit": limit},)))
    request.upload_handlers = [InMemoryUpload(request)]
    return _clean(request)


@csrf_protect
def _clean(request: HttpRequest) -> HttpResponse:
    if not has_permission(request, access.COMPOSE):
        raise PermissionDenied
    file, typed = request.FILES.get(FILE), request.POST.get(FIELD, "")
    try:
        pasted = read_ids(file.read() if file else typed)
    except Unreadable as error:
        refused = tuple(i18n.render(problem.text) for problem in error.problems)
        return render_report(request, UserIdReport(refused=refused))
    if splits.parts_needed(pasted.count) > splits.MAX_PARTS:
        return render_report(request, UserIdReport(refused=(_too_many(pasted.count),)))
    replaced = sum(1 for line in typed.splitlines() if line.strip()) if file else 0
    report = _report(pasted, (file.name or "") if file else "", replaced)
    return render_report(request, report, pasted.ids)


def _too_many(ids: int) -> str:
    return _("Use a tag: %(n)d user IDs would cost %(sends)d sends, at %(limit)d in each.") % {
        "n": ids,
        "sends": splits.parts_needed(ids),
        "limit": USERS,
    }


def _report(pasted: PastedIds, file: str, replaced: int) -> UserIdReport:
    bad = [
        _("Line %(line)d: %(text)s") % {"line": row.line, "text": i18n.render(row.text)}
        for row in pasted.bad[:BAD_SHOWN]
    ]
    lines = tuple(_lines(pasted, file, replaced))
    return UserIdReport(lines, tuple(bad), pasted.more_bad + max(0, len(pasted.bad) - BAD_SHOWN))


def _lines(pasted: PastedIds, file: str, replaced: int) -> Iterator[str]:
    if file:
        text = ngettext(
            "%(n)d user ID read from “%(file)s”.",
            "%(n)d user IDs read from “%(file)s”.",
            pasted.count,
        )
        yield text % {"n": pasted.count, "file": file[:100]}
    else:
        yield ngettext("%(n)d user ID.", "%(n)d user IDs.", pasted.count) % {"n": pasted.count}
    if replaced:
        text = ngettext(
            "They take the place of %(n)d line that stood here.",
            "They take the place of %(n)d lines that stood here.",
            replaced,
        )
        yield text % {"n": replaced}
    if pasted.duplicates:
        text = ngettext("%(n)d duplicate removed.", "%(n)d duplicates removed.", pasted.duplicates)
        yield text % {"n": pasted.duplicates}
    yield from map(i18n.render, pasted.notices)


def render_report(
    request: HttpRequest, report: UserIdReport, ids: tuple[str, ...] | None = None
) -> HttpResponse:
    """`ids` None leaves the field as it is."""
    context = {"report": report, "has_ids": ids is not None, "ids": "\n".join(ids or ())}
    return render(request, "campaigns/composer/_user_ids.html", context)

"""What a person sees of an error: no values, and a sentence where the database made them wait."""

import sys
from collections.abc import ItemsView
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.debug import SafeExceptionReporterFilter
from django.views.defaults import server_error as django_server_error

from campaigns.lib import contention

RETRY_AFTER = 5
"""Seconds. Ours: a lock that did not come in LOCK_TIMEOUT is mostly free by then."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's page for an error, called where the exception is handled. A lock that did not come
    and a database that does not answer are no errors of the console: 503, try again."""
    error = sys.exception()
    if not isinstance(error, OperationalError | InterfaceError):
        return django_server_error(request)
    page = loader.render_to_string("503.html", {"is_locked": contention.is_locked(error)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


class NoValues(SafeExceptionReporterFilter):
    """Traceback pages and mails show only lines of code. Django hides values by their names, and
    only while DEBUG is off: a secret of another name would show."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        return {}.items()

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        posted = request.POST if request is not None else {}
        return dict.fromkeys(posted, self.cleansed_substitute)

"""Records every refusal that the console gives to a signed-in user."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from campaigns.access import NotAllowed

from . import request_denials, told


class RefusalMiddleware:
    """Records every answer 403, whoever gave it (a view, the permission of an admin page, the CSRF
    check), every 404 for another team's row, and a Denied that no view caught. A view that catches
    a Denied records it itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with told.by_services():
            response = self.get_response(request)
        request_denials.record_answer(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, NotAllowed):
            request_denials.record(request, exception)

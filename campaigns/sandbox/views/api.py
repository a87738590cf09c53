"""The views of the provider's API.

They are exempt from CSRF protection: no session is involved, and a forged form cannot send the
signature headers. They are exempt from ATOMIC_REQUESTS: a call must be stored before a late or cut
answer.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from campaigns.sandbox import push_endpoint, tag_endpoints
from campaigns.sandbox.answers import respond
from campaigns.sandbox.endpoint import CarryOut, answer
from campaigns.sandbox.received_request import ReceivedRequest


def _endpoint(carry_out: CarryOut) -> Callable[[HttpRequest], HttpResponseBase]:
    @csrf_exempt
    @transaction.non_atomic_requests
    def view(request: HttpRequest) -> HttpResponseBase:
        return respond(answer(ReceivedRequest.of(request), carry_out))

    return view


push = _endpoint(push_endpoint.push)
set_tags = _endpoint(tag_endpoints.set_tags)
batch_set_tags = _endpoint(tag_endpoints.batch_set_tags)
get_tags = _endpoint(tag_endpoints.get_tags)

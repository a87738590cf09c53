"""The provider's addresses.

CSRF protection is lifted because no browser and no session is involved: the caller proves itself by
the signature headers, which a forged form cannot send. No ATOMIC_REQUESTS either: the record of
a call must stand before a late or cut answer.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from campaigns.sandbox import pushing, tagging
from campaigns.sandbox.answering import CarryOut, answer
from campaigns.sandbox.answers import respond
from campaigns.sandbox.received import Received


def _endpoint(carry_out: CarryOut) -> Callable[[HttpRequest], HttpResponseBase]:
    @csrf_exempt
    @transaction.non_atomic_requests
    def view(request: HttpRequest) -> HttpResponseBase:
        return respond(answer(Received.of(request), carry_out))

    return view


push = _endpoint(pushing.push)
set_tags = _endpoint(tagging.set_tags)
batch_set_tags = _endpoint(tagging.batch_set_tags)
get_tags = _endpoint(tagging.get_tags)

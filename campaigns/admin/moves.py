"""The POST doors of the campaign page: each calls the verb of its name and reports what it says."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from .. import decisions, reviewing
from ..access import Actor, NotAllowed
from ..domain.workflow import Move
from ..models import Campaign
from . import page
from .base import actor, refuse
from .composing import found

Verb = Callable[[int, Actor, QueryDict], Campaign]


def _comment(post: QueryDict) -> str:
    return _typed(post, "comment")


def _typed(post: QueryDict, name: str) -> str:
    """What a person typed; a NUL, which only a forged request holds, goes."""
    return post.get(name, "").replace("\0", "").strip()


VERBS: dict[str, Verb] = {
    Move.SUBMIT: lambda pk, by, post: decisions.submit(pk, by, confirm=post.get("confirm", "")),
    Move.WITHDRAW: lambda pk, by, post: decisions.withdraw(pk, by, comment=_comment(post)),
    Move.UNSCHEDULE: lambda pk, by, post: decisions.unschedule(pk, by, comment=_comment(post)),
    Move.REVISE: lambda pk, by, post: decisions.revise(pk, by, comment=_comment(post)),
    Move.ARCHIVE: lambda pk, by, post: decisions.archive(pk, by, comment=_comment(post)),
    Move.APPROVE: lambda pk, by, post: reviewing.approve(
        pk, by, digest=post.get("digest", ""), comment=_comment(post)
    ),
    Move.REQUEST_CHANGES: lambda pk, by, post: reviewing.request_changes(
        pk, by, digest=post.get("digest", ""), comment=_comment(post)
    ),
    Move.RESOLVE: lambda pk, by, post: reviewing.resolve(
        pk,
        by,
        arrived=_arrived(post),
        push_id=_typed(post, "push_id"),
        comment=_comment(post),
    ),
}

DONE = {
    Move.SUBMIT: _("Submitted: the reviewers see it now."),
    Move.WITHDRAW: _("Withdrawn: it is a draft again."),
    Move.UNSCHEDULE: _("Unscheduled: nothing will be sent, it is a draft again."),
    Move.REVISE: _("It is a draft again."),
    Move.ARCHIVE: _("Archived."),
    Move.APPROVE: _("Your approval is recorded."),
    Move.REQUEST_CHANGES: _("It is back with its author, with your reason."),
    Move.RESOLVE: _("Your decision is recorded."),
}


def _arrived(post: QueryDict) -> bool:
    """Neither yes nor no is no decision: nobody clicked one of the two buttons."""
    if post.get("arrived") not in {"yes", "no"}:
        raise Http404
    return post["arrived"] == "yes"


@require_POST
def make(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make the move, or say why not; an approval of something that changed answers 409."""
    shown = request.POST.get("digest", "")
    campaign = found(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](campaign.pk, actor(request), request.POST)
    except NotAllowed as error:
        refuse(request, error)
        if verb == Move.APPROVE and _is_stale(pk, shown):
            return page.show(request, pk, status=409)
    else:
        messages.success(request, str(DONE[Move(verb)]))
    return redirect("admin:campaigns_campaign_page", pk)


def _is_stale(pk: int, shown: str) -> bool:
    submission = Campaign.objects.select_related("submission").get(pk=pk).submission
    return submission is None or submission.digest != shown

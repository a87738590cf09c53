"""The POST requests of the campaign page: each runs the action named by its verb and reports the
result."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import Actor, NotAllowed
from campaigns.admin import once
from campaigns.admin.base import actor, campaign_or_404, report_refusal, signed_in_user
from campaigns.audit import request_denials
from campaigns.composer import lifecycle
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.workflow import Move
from campaigns.models import Campaign
from campaigns.review import actions
from campaigns.sending import resolution

from . import standing_moves, views

Action = Callable[[int, Actor, QueryDict], Campaign]


def _comment(post: QueryDict) -> str:
    return _typed(post, "comment")


def _typed(post: QueryDict, name: str) -> str:
    """What a person typed, without NUL, which only a forged request contains."""
    return post.get(name, "").replace("\0", "").strip()


ACTIONS: dict[str, Action] = {
    Move.SUBMIT: lambda pk, by, post: lifecycle.submit(pk, by, confirm=post.get("confirm", "")),
    Move.WITHDRAW: lambda pk, by, post: lifecycle.withdraw(pk, by, comment=_comment(post)),
    Move.UNSCHEDULE: lambda pk, by, post: lifecycle.unschedule(pk, by, comment=_comment(post)),
    Move.REVISE: lambda pk, by, post: lifecycle.revise(pk, by, comment=_comment(post)),
    Move.ARCHIVE: lambda pk, by, post: lifecycle.archive(pk, by, comment=_comment(post)),
    Move.APPROVE: lambda pk, by, post: actions.approve(
        pk,
        by,
        digest=post.get("digest", ""),
        checked=post.getlist("checked"),
        comment=_comment(post),
    ),
    Move.REQUEST_CHANGES: lambda pk, by, post: actions.request_changes(
        pk, by, digest=post.get("digest", ""), comment=_comment(post)
    ),
    Move.RESOLVE: lambda pk, by, post: resolution.resolve(
        pk,
        by,
        arrived=_arrived(post),
        push_id=_typed(post, "push_id"),
        comment=_comment(post),
    ),
    Verb.COMMENT: lambda pk, by, post: actions.comment(pk, by, _comment(post)),
}

DONE_TEXTS: dict[str, Any] = {
    Move.SUBMIT: gettext_lazy("Submitted: the reviewers see it now."),
    Move.WITHDRAW: gettext_lazy("Withdrawn: it is a draft again."),
    Move.UNSCHEDULE: gettext_lazy("Unscheduled: nothing will be sent, it is a draft again."),
    Move.REVISE: gettext_lazy("It is a draft again."),
    Move.ARCHIVE: gettext_lazy("Archived."),
    Move.APPROVE: gettext_lazy("Your approval is recorded."),
    Move.REQUEST_CHANGES: gettext_lazy("It is back with its author, with your reason."),
    Move.RESOLVE: gettext_lazy("Your decision is recorded."),
    Verb.COMMENT: gettext_lazy("Your comment stands in the timeline."),
}
VOTES = (Move.APPROVE, Move.REQUEST_CHANGES)
"""Moves that count only for the version that was shown."""


def _arrived(post: QueryDict) -> bool:
    """Raises Http404 for anything but yes or no: then nobody clicked one of the two buttons."""
    if post.get("arrived") not in {"yes", "no"}:
        raise Http404
    return post["arrived"] == "yes"


def campaign_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Runs the action, or says why it was refused and keeps what was typed. A vote on something
    that has changed answers 409 and shows the new version. A form that comes again after others
    have moved the campaign on does nothing, and says that."""
    campaign = campaign_or_404(request, pk)
    if verb not in ACTIONS:
        raise Http404
    if request.method != "POST":
        return _by_its_button(request, pk)
    again = once.earlier_result(request) is not None
    if again and not standing_moves.stands(campaign.pk, signed_in_user(request), verb):
        return _refused(request, pk, verb, NotAllowed(standing_moves.MOVED_ON))
    try:
        once.act_once(request, lambda: ACTIONS[verb](campaign.pk, actor(request), request.POST))
    except NotAllowed as error:
        return _refused(request, pk, verb, error)
    messages.success(request, str(DONE_TEXTS[verb]))
    return redirect("admin:campaigns_campaign_page", pk)


def _by_its_button(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET of the URL changes nothing and shows the page with the buttons."""
    messages.warning(request, _("Nothing was changed: use the buttons on this page."))
    answer = views.render_campaign_page(request, pk, status=405)
    answer["Allow"] = "POST"
    return answer


def _refused(request: HttpRequest, pk: int, verb: str, error: NotAllowed) -> HttpResponse:
    is_changed = verb in VOTES and _is_stale(pk, request.POST.get("digest", ""))
    if is_changed:
        request_denials.record(request, error)
    else:
        report_refusal(request, error)
    return views.render_campaign_page(
        request,
        pk,
        status=409 if is_changed else 200,
        verb=verb,
        typed=request.POST,
        is_changed=is_changed,
    )


def _is_stale(pk: int, shown: str) -> bool:
    campaign = Campaign.objects.select_related("submission", "application").get(pk=pk)
    submission = campaign.submission
    return submission is None or submission.digest_now(campaign.application) != shown

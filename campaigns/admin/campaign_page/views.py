"""The page of one campaign: what a reviewer decides on, and its history."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.admin import base, kept
from campaigns.admin.base import campaign_or_404, signed_in_user
from campaigns.admin.components.viewer import Viewer
from campaigns.composer import message_columns, sizes
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.review import checklist
from campaigns.domain.workflow import Move
from campaigns.lib import database_clock, i18n
from campaigns.models import Campaign
from campaigns.review import actions
from campaigns.workflow import comments

from . import buttons, locks, more_actions, poll
from .context import ReviewPacket


@require_safe
def campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    content = kept.shown(request)
    if content is None or kept.page(content)[1].get("pk") != pk:
        return render_campaign_page(request, pk)
    return render_campaign_page(request, pk, verb=kept.verb(content), typed=content.data)


def render_campaign_page(
    request: HttpRequest,
    pk: int,
    *,
    status: int = 200,
    verb: str = "",
    typed: QueryDict | None = None,
    is_changed: bool = False,
) -> HttpResponse:
    """Changes nothing, whatever the method. `verb` and `typed`: the action that was refused and
    what was typed for it. `is_changed`: this version is another than the one that was shown."""
    campaign, now = campaign_or_404(request, pk), database_clock.now()
    zone, viewer = campaign.application.time_zone, Viewer(signed_in_user(request), campaign)
    context = {
        "title": campaign.name,
        "campaign": campaign,
        "standing": poll.poll_state(campaign),  # before the rest: what comes later is news
        "is_changed": is_changed,
        "comment_typed": typed.get("comment", "") if typed and verb == Verb.COMMENT else "",
    }
    with timezone.override(zone):
        packet = ReviewPacket(viewer, now, sizes.cut_if_too_large(campaign))
        offers = buttons.offers(viewer, problems=bool(packet.problems))
        if typed is not None:
            offers = [offer.with_typed(typed) if offer.verb == verb else offer for offer in offers]
        context |= _what_to_do(viewer, packet, offers, now)
        context["checks"] = _checks(offers, typed, is_changed=is_changed)
    return base.render_page(
        request, "campaigns/campaign_page/page.html", context, zone=zone, status=status
    )


def _what_to_do(
    viewer: Viewer, packet: ReviewPacket, offers: list[buttons.Offer], now: datetime
) -> dict[str, Any]:
    return {
        "packet": packet,
        "offers": offers,
        "locks": locks.campaign_locks(viewer, problems=len(packet.problems)),
        "cancel": next((offer for offer in offers if offer.is_cancel), None),
        "cooling": poll.countdown(viewer.campaign, now),
        "comment_verb": Verb.COMMENT,
        "comment_characters": comments.CHARACTERS,
        "may_comment": actions.may_comment(viewer.user, viewer.campaign),
        "more": more_actions.more_actions(viewer, packet.ledger, now),
    }


def _checks(
    offers: list[buttons.Offer], typed: QueryDict | None, *, is_changed: bool
) -> dict[str, tuple[str, bool]]:
    """Section of the checklist -> its sentence, and whether it is ticked. Empty if this person
    cannot vote. Ticks for another version are dropped."""
    if Move.APPROVE not in [offer.verb for offer in offers]:
        return {}
    ticked = set() if is_changed or typed is None else set(typed.getlist("checked"))
    return {
        section.value: (i18n.render(checklist.STATEMENTS[section]), section.value in ticked)
        for section in checklist.ChecklistSection
    }


@require_safe
def campaign_payload(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact bytes that would be or were sent, as a download, so that no browser runs them."""
    campaign: Campaign = campaign_or_404(request, pk)
    return HttpResponse(
        message_columns.body(campaign),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="campaign-{campaign.pk}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )

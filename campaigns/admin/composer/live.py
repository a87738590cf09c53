"""The compose form as it stands in the browser, not saved: the start of every live response."""

from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from campaigns import access
from campaigns.admin import kept
from campaigns.admin.base import campaign_or_404, has_permission, signed_in_user
from campaigns.composer import message_columns
from campaigns.domain.message.audience_kinds import KINDS, AudienceKind
from campaigns.domain.message.shape import Message
from campaigns.domain.translatable import Unreadable
from campaigns.models import Application, Campaign

from . import edit_conflict
from .forms import CampaignForm


def unsaved(request: HttpRequest, pk: int | None) -> CampaignForm:
    """The posted form; `pk` None means a new draft. Raises PermissionDenied and Http404."""
    if not has_permission(request, access.COMPOSE):
        raise PermissionDenied
    return form_of(request, campaign_or_404(request, pk) if pk else Campaign())


def form_of(request: HttpRequest, campaign: Campaign) -> CampaignForm:
    """The form, bound if anything was posted, or kept of an ended session: only a POST saves."""
    user, typed = signed_in_user(request), kept.posted(request)
    if typed is None:
        return CampaignForm(instance=campaign, user=user)
    posted = edit_conflict.without_given_up(typed, campaign, user)
    return CampaignForm(posted, instance=campaign, user=user)


def application(form: CampaignForm) -> Application | None:
    """The chosen application, if this person may use it."""
    if form.is_bound:
        return None if "application" in form.errors else form.cleaned_data["application"]
    if form.instance.application_id:
        return form.instance.application
    choice = form.fields["application"].queryset  # type: ignore[attr-defined]
    return choice.filter(pk=form.initial.get("application")).first()


def kind(form: CampaignForm) -> AudienceKind | None:
    """The chosen audience kind, if it is a known one."""
    return KINDS.get(str(form["audience_kind"].value() or ""))


def message(campaign: Campaign) -> Message | None:
    """The message of the draft; None while an entry cannot be read."""
    try:
        return message_columns.to_message(campaign)
    except Unreadable:
        return None


def zone(application: Application | None) -> ZoneInfo:
    """The time zone of the page."""
    return ZoneInfo(application.time_zone if application else timezone.get_default_timezone_name())

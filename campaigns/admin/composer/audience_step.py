"""The audience of a draft while it is written: who it is in words, how many, and what is filled in
without having an effect."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.admin.components import quota_bar
from campaigns.composer import mapping, reach, splits
from campaigns.domain.message.audience import Kind, ignored, in_force, sentence
from campaigns.domain.message.shape import Audience, Message
from campaigns.domain.provider.limits import USERS
from campaigns.lib import i18n
from campaigns.models import Application, KnownTag
from campaigns.scheduling import quota
from campaigns.sending import holds
from campaigns.workflow.idempotency import new_token

from . import live, tag_chips
from .forms import CampaignForm

CONDITIONS = ("tag", "tag_or", "userid", "packageName")
SPLIT_SHOWING = "split_token"
"""Name of a hidden input; what was posted in it comes back, so that two clicks say the same."""


@dataclass(frozen=True)
class Leftover:
    """A field that is filled in and has no effect with the chosen audience."""

    field: str
    label: str
    values: int


@dataclass(frozen=True)
class Split:
    """More user ids than one push takes. `sends`: what numbered campaigns would cost; 0 where
    they would be too many to make; `token`: names this showing of the form for `once`."""

    ids: int
    sends: int
    limit: int
    budget: str
    token: str


@dataclass
class Step:
    form: CampaignForm
    application: Application | None
    kind: Kind | None
    message: Message | None
    now: datetime

    @property
    def url(self) -> str:
        return self._url("audience")

    @property
    def ids_url(self) -> str:
        return self._url("user-ids")

    @property
    def split_url(self) -> str:
        return self._url("split")

    def _url(self, name: str) -> str:
        pk = self.form.instance.pk
        return reverse(f"admin:campaigns_campaign_{name}", args=[pk] if pk else [])

    @property
    def audience(self) -> Audience:
        return self.message.audience if self.message else Audience(is_to_all=False)

    @cached_property
    def known(self) -> dict[str, KnownTag]:
        return reach.known_tags(self.application) if self.application else {}

    @property
    def today(self) -> date:
        return self.now.astimezone(live.zone(self.application)).date()

    @property
    def tag_options(self) -> list[tuple[str, str]]:
        return tag_chips.options(self.known, self.today)

    @property
    def packages(self) -> list[str]:
        return self.application.package_names if self.application else []

    @property
    def all_of(self) -> tag_chips.TagList:
        found = tag_chips.chips(self.audience.tag or (), self.known, self.today)
        return tag_chips.TagList("audience_tag", _("and"), found)

    @property
    def any_of(self) -> tag_chips.TagList:
        found = tag_chips.chips(self.audience.tag_or or (), self.known, self.today)
        return tag_chips.TagList("audience_tag_or", _("or"), found)

    @property
    def leftovers(self) -> list[Leftover]:
        """Beside the chosen audience; everything while none is chosen."""
        if self.kind is None:
            names = tuple(name for name in CONDITIONS if getattr(self.audience, name))
        else:
            names = ignored(self.audience, self.kind)
        return [self._leftover(name) for name in names]

    def _leftover(self, name: str) -> Leftover:
        column, value = mapping.COLUMNS[f"audience.{name}"], getattr(self.audience, name)
        number = len(value) if isinstance(value, list) else 1
        return Leftover(column, str(self.form[column].label), number)

    @property
    def sentence(self) -> str:
        if self.message is None:
            return _("Correct the marked entries to see who receives it.")
        return i18n.render(sentence(self.message))

    @property
    def is_grave(self) -> bool:
        kind = in_force(self.audience)
        return kind is not None and kind.is_everyone

    @cached_property
    def estimate(self) -> reach.Estimate | None:
        if self.application is None or self.message is None:
            return None
        return reach.estimate(self.application, self.message, self.now)

    @property
    def estimate_said(self) -> str:
        return i18n.render(self.estimate.text) if self.estimate else ""

    @property
    def split(self) -> Split | None:
        """None where the ids fit into one push, or another audience is chosen."""
        ids = len(self.audience.userid or ())
        if ids <= USERS or self.kind is not Kind.USERS or self.application is None:
            return None
        parts = splits.parts_needed(ids)
        plan = quota.ledger(self.application, self.now)
        pause = next(holds.pauses(self.application, self.now), None)
        with timezone.override(live.zone(self.application)):
            said = quota_bar.quota_text(plan, self.now, pause)
        token = self.form.data.get(SPLIT_SHOWING) or new_token()
        return Split(ids, parts if parts <= splits.MAX_PARTS else 0, USERS, said, token)


def step(form: CampaignForm, now: datetime) -> Step:
    """Of the form as it stands, posted or not."""
    _ = form.errors  # read, if that has not happened yet
    form.fields["audience_packageName"].widget.attrs["list"] = "known-packages"
    return Step(form, live.application(form), live.kind(form), live.message(form.instance), now)


@require_POST
def show(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What follows the typing; writes nothing."""
    seen = step(live.unsaved(request, pk), timezone.now())
    context = {"audience": seen, "oob": True}
    return render(request, "campaigns/composer/_audience_live.html", context)

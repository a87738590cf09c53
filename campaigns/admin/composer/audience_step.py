"""The audience step of the composer: the fields of the chosen audience, who it is in words, how
many they are, and what is filled in without an effect."""

from collections.abc import Iterable
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
from campaigns.composer import message_columns, reach, splits
from campaigns.domain.message.audience import ignored, in_force, sentence
from campaigns.domain.message.audience_kinds import AudienceKind
from campaigns.domain.message.shape import Audience, Message
from campaigns.domain.provider.limits import USERS
from campaigns.lib import database_clock, i18n
from campaigns.lib.form_tokens import new_token
from campaigns.models import Application, KnownTag
from campaigns.scheduling import quota
from campaigns.sending import holds

from . import live, tag_chips
from .forms import CampaignForm
from .fragments import FormLine, FormSection

SPLIT_SHOWING = "split_token"
"""Name of a hidden input; the form returns its value, so that two clicks carry the same token."""


@dataclass(frozen=True)
class AudienceLine:
    """A line of the form. `kinds`: keys of the audience kinds that it belongs to, divided by
    blanks; `is_hidden`: the chosen audience is none of them."""

    line: FormLine
    kinds: str
    is_hidden: bool


@dataclass(frozen=True)
class Leftover:
    """A field that is filled in and has no effect with the chosen audience."""

    field: str
    label: str
    values: int


@dataclass(frozen=True)
class Split:
    """More user ids than one push takes. `sends`: what numbered campaigns would cost, 0 where
    they would be too many; `token`: names this page view for `workflow.idempotency`."""

    ids: int
    sends: int
    limit: int
    budget: str
    token: str


@dataclass
class AudienceStep:
    """What the step shows; `kind` is the chosen audience, `message` None while an entry cannot be
    read."""

    form: CampaignForm
    application: Application | None
    kind: AudienceKind | None
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
        chips = tag_chips.chips(self.audience.tag or (), self.known, self.today)
        return tag_chips.TagList("audience_tag", _("and"), chips)

    @property
    def any_of(self) -> tag_chips.TagList:
        chips = tag_chips.chips(self.audience.tag_or or (), self.known, self.today)
        return tag_chips.TagList("audience_tag_or", _("or"), chips)

    @property
    def leftovers(self) -> list[Leftover]:
        """Beside the chosen audience; everything while none is chosen."""
        return [self._leftover(name) for name in ignored(self.audience, self.kind)]

    def _leftover(self, name: str) -> Leftover:
        column, value = message_columns.COLUMNS[f"audience.{name}"], getattr(self.audience, name)
        number = len(value) if isinstance(value, list) else 1
        return Leftover(column, str(self.form[column].label), number)

    @property
    def sentence(self) -> str:
        if self.message is None:
            return _("Correct the marked entries to see who receives it.")
        return i18n.render(sentence(self.message))

    @property
    def is_grave(self) -> bool:
        """By what the sentence says, whatever is chosen."""
        kind = in_force(self.audience)
        return kind is not None and kind.is_everyone

    @cached_property
    def estimate(self) -> reach.Estimate | None:
        if self.application is None or self.message is None:
            return None
        return reach.estimate(self.application, self.message, self.now)

    @property
    def estimate_text(self) -> str:
        return i18n.render(self.estimate.text) if self.estimate else ""

    @property
    def split(self) -> Split | None:
        """None where the ids fit into one push, or the chosen audience takes no ids."""
        ids = len(self.audience.userid or ())
        if ids <= USERS or self.kind is None or self.application is None:
            return None
        if "userid" not in self.kind.conditions:
            return None
        parts = splits.parts_needed(ids)
        plan = quota.ledger(self.application, self.now)
        pause = next(holds.pauses(self.application, self.now), None)
        with timezone.override(live.zone(self.application)):
            budget = quota_bar.quota_text(plan, self.now, pause)
        token = self.form.data.get(SPLIT_SHOWING) or new_token()
        return Split(ids, parts if parts <= splits.MAX_PARTS else 0, USERS, budget, token)


def step(form: CampaignForm, now: datetime) -> AudienceStep:
    """The step of this form as it stands, posted or not."""
    form.is_valid()  # fills form.instance with what was posted
    form.fields["audience_packageName"].widget.attrs["list"] = "known-packages"
    application, message = live.application(form), live.message(form.instance)
    return AudienceStep(form, application, live.kind(form), message, now)


def lines(form: CampaignForm, parts: Iterable[FormSection]) -> list[AudienceLine]:
    """The lines of this step, each with the audiences that it belongs to."""
    own = [part for part in parts if part.section.step == "audience"]
    return [_line(line, live.kind(form)) for part in own for line in part.lines]


def _line(line: FormLine, chosen: AudienceKind | None) -> AudienceLine:
    kinds = message_columns.kinds_of(line.field.name)
    return AudienceLine(line, " ".join(kind.key for kind in kinds), chosen not in kinds)


@require_POST
def audience_preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What changes with the typing; writes nothing."""
    context = {"audience": step(live.unsaved(request, pk), database_clock.now()), "oob": True}
    return render(request, "campaigns/composer/_audience_live.html", context)

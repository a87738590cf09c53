"""What the compose page says of a form as it stands, saved or not. Nothing is written here."""

import json
import shlex
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from campaigns.admin.campaign_page import context
from campaigns.admin.components import image_panel, send_windows
from campaigns.applications import data_centres
from campaigns.composer import mapping, readiness
from campaigns.domain.advice.advise import Advice, Plan, advice
from campaigns.domain.display import counters as display_counters
from campaigns.domain.message import invisible_characters, payload, shape
from campaigns.domain.message.audience import sentence
from campaigns.domain.message.shape import Message
from campaigns.domain.provider import signature
from campaigns.domain.provider.data_centres import PUSH_PATH
from campaigns.domain.translatable import Problem
from campaigns.lib import i18n
from campaigns.models import Application, Campaign
from campaigns.preview import phones as preview_phones
from campaigns.scheduling import quota

from . import findings, live, steps
from .findings import Finding
from .forms import CampaignForm

BODY_FIELDS = frozenset(mapping.FIELDS.values())
NOTHING = shape.build({"audience.is_to_all": False})


@dataclass(frozen=True)
class Live:
    """`is_current` is False while an entry cannot be read: what was drawn last then stays."""

    form: CampaignForm
    application: Application | None
    message: Message
    is_current: bool
    problems: list[Finding]
    advice: list[Finding]
    checks: image_panel.Checks
    now: datetime

    @property
    def campaign(self) -> Campaign:
        return self.form.instance

    @cached_property
    def steps(self) -> list[steps.Step]:
        return steps.steps(self.campaign, [problem.field for problem in self.problems])

    @property
    def audience(self) -> str:
        return i18n.render(sentence(self.message))

    @property
    def is_grave(self) -> bool:
        return self.campaign.is_grave

    @property
    def window(self) -> list[tuple[str, str]]:
        return send_windows.window(self.campaign, None, self.now) if self.application else []

    @cached_property
    def body(self) -> bytes:
        return payload.body(self.message)

    @property
    def phones(self) -> list[preview_phones.PreviewPhone]:
        name = self.application.name if self.application else ""
        return preview_phones.draw_phones(json.loads(self.body), name, self.checks.copies)

    @property
    def counters(self) -> dict[str, display_counters.Counter]:
        """By the form's name of the field."""
        found = display_counters.counters(json.loads(self.body))
        return {mapping.field_of(counter.path): counter for counter in found}

    @property
    def json(self) -> str:
        return context.pretty(self.body)

    @property
    def curl(self) -> str:
        if self.application is None:
            return ""
        return command(self.application, invisible_characters.escape(self.body.decode()))


def look(form: CampaignForm, now: datetime) -> Live:
    """Of an unbound form: at what is stored."""
    campaign, application = form.instance, live.application(form)
    if application is not None:
        campaign.application = application
    read = live.message(campaign)
    checks = image_panel.checks(read or NOTHING, now)
    found, noted = _inspected(campaign, application, now) if read else ([], [])
    return Live(
        form=form,
        application=application,
        message=read or NOTHING,
        is_current=read is not None and not BODY_FIELDS & set(form.errors),
        problems=findings.problems(form, found),
        advice=findings.advice(form, [*noted, *checks.advice]),
        checks=checks,
        now=now,
    )


def _inspected(
    campaign: Campaign, application: Application | None, now: datetime
) -> tuple[list[Problem], list[Advice]]:
    if application is None:
        return readiness.body_problems(campaign), advice(mapping.to_message(campaign), Plan())
    plan = quota.ledger(application, now, campaign.kind)
    return readiness.problems(campaign, now, plan), readiness.advise(campaign, now, plan)


MASK = "••••••••"


def command(application: Application, body: str) -> str:
    """The push as a curl command for bash. It makes nonce, timestamp and signature when it runs;
    whoever has the secret fills it in."""
    centre = data_centres.known().get(application.data_centre)
    url = f"{centre.primary if centre else ''}{PUSH_PATH}"
    signed = signature.signed_text("$SECRET", "$NONCE", "$TIMESTAMP")
    digest = f"openssl {signature.DIGEST} -r | cut -c1-{len(signature.sign('', '', ''))}"
    app_key = f"{signature.APP_KEY}: {application.app_key}"
    made = {
        signature.NONCE: "$NONCE",
        signature.TIMESTAMP: "$TIMESTAMP",
        signature.SIGNATURE: "$SIGNATURE",
    }
    return "\n".join(
        (
            f"SECRET='{MASK}'; NONCE=$RANDOM$RANDOM; TIMESTAMP=$(date +%s)000",
            f'SIGNATURE=$(printf %s "{signed}" | {digest})',
            f"curl {shlex.quote(url)} \\",
            f"  -H {shlex.quote(app_key)} \\",
            "  " + " ".join(f'-H "{name}: {value}"' for name, value in made.items()) + " \\",
            "  -H 'Content-Type: application/json' \\",
            f"  --data-binary {shlex.quote(body)}",
        )
    )

"""Everything that the compose page shows about the form as it stands, saved or not. Writes
nothing."""

import json
import shlex
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from campaigns.admin.components import image_panel, send_windows
from campaigns.admin.components.body_json import pretty_json
from campaigns.applications import data_centres
from campaigns.composer import message_columns, readiness
from campaigns.domain.advice.advise import Advice, Plan, advice
from campaigns.domain.display import counters
from campaigns.domain.message import invisible_characters, payload, shape
from campaigns.domain.message.audience import sentence
from campaigns.domain.message.shape import Message
from campaigns.domain.provider import signature
from campaigns.domain.provider.data_centres import PUSH_PATH
from campaigns.domain.translatable import Problem
from campaigns.lib import i18n
from campaigns.models import Application, Campaign
from campaigns.preview import phones
from campaigns.scheduling import quota

from . import findings, live, steps
from .findings import Finding
from .forms import CampaignForm

BODY_FIELDS = frozenset(message_columns.FIELDS.values())
EMPTY_MESSAGE = shape.build({"audience.is_to_all": False})


@dataclass(frozen=True)
class LiveForm:
    """`is_current` is False while an entry cannot be read; the page then keeps the last preview."""

    form: CampaignForm
    application: Application | None
    message: Message
    is_current: bool
    problems: list[Finding]
    advice: list[Finding]
    checks: image_panel.FormImages
    now: datetime

    @property
    def campaign(self) -> Campaign:
        return self.form.instance

    @cached_property
    def steps(self) -> list[steps.ComposerStep]:
        return steps.composer_steps(self.campaign, [problem.field for problem in self.problems])

    @property
    def audience(self) -> str:
        return i18n.render(sentence(self.message))

    @property
    def is_grave(self) -> bool:
        return self.campaign.is_grave

    @property
    def window(self) -> list[tuple[str, str]]:
        return send_windows.window_texts(self.campaign, None, self.now) if self.application else []

    @cached_property
    def body(self) -> bytes:
        return payload.body(self.message)

    @property
    def phones(self) -> list[phones.PreviewPhone]:
        name = self.application.name if self.application else ""
        return phones.draw_phones(json.loads(self.body), name, self.checks.copies)

    @property
    def counters(self) -> dict[str, counters.Counter]:
        """Form field -> counter."""
        shown = counters.counters(json.loads(self.body))
        return {message_columns.field_of(counter.path): counter for counter in shown}

    @property
    def json(self) -> str:
        return pretty_json(self.body)

    @property
    def curl(self) -> str:
        if self.application is None:
            return ""
        return curl_text(self.application, invisible_characters.escape(self.body.decode()))


def live_form(form: CampaignForm, now: datetime) -> LiveForm:
    """What the page shows for the form; for an unbound form, for the stored draft."""
    campaign, application = form.instance, live.application(form)
    if application is not None:
        campaign.application = application
    message = live.message(campaign)
    checks = image_panel.form_images(message or EMPTY_MESSAGE, now)
    problems, advices = _inspected(campaign, application, now) if message else ([], [])
    return LiveForm(
        form=form,
        application=application,
        message=message or EMPTY_MESSAGE,
        is_current=message is not None and not BODY_FIELDS & set(form.errors),
        problems=findings.problem_findings(form, problems),
        advice=findings.advice_findings(form, [*advices, *checks.advice]),
        checks=checks,
        now=now,
    )


def _inspected(
    campaign: Campaign, application: Application | None, now: datetime
) -> tuple[list[Problem], list[Advice]]:
    if application is None:
        return readiness.body_problems(campaign), advice(
            message_columns.to_message(campaign), Plan()
        )
    plan = quota.ledger(application, now, campaign.kind)
    return readiness.problems(campaign, now, plan), readiness.advise(campaign, now, plan)


MASK = "••••••••"


def curl_text(application: Application, body: str) -> str:
    """A bash command. It makes nonce, timestamp and signature when it runs, by the rule of
    `domain.provider.signature`; the person fills in the secret."""
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

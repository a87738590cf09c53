"""Every path by which an approved campaign could be changed."""

import io
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.access import Actor, NotAllowed
from campaigns.admin.composer.forms import CampaignForm
from campaigns.applications import actions
from campaigns.composer import copies, drafts, splits, templates
from campaigns.management.base import REFUSED
from campaigns.models import Application, Campaign, Submission
from tests.flushing import unguarded

IMAGE = "https://img.example.com/one.png"
EDITS: tuple[dict[str, Any], ...] = (
    {"title": "Free"},
    {"alert": "Everything is free"},
    {"alert": 'Two\nlines "quoted"'},
    {"audience_kind": "everyone"},
    {"audience_kind": "users", "audience_userid": ["u1", "u2"], "audience_tag": []},
    {"audience_kind": "tags", "audience_tag": ["gold"], "audience_userid": []},
    {"platform": ["android"]},
    {"ios_alert": "For iPhones", "ios_badge": 0},
    {"ios_extras": {"link": "app://sale"}},
    {"android_extras": {"link": "app://sale"}},
    {"android_hw_image": IMAGE, "android_fcm_imageUrl": IMAGE},
    {"harmonyOS_alert": "For HarmonyOS"},
    {"forceShowPushContent": 1},
    {"labels": ["spring"]},
)
"""Columns of a campaign and what somebody makes of them."""
TEMPLATE = "Hello {{name}}"


def person(name: str) -> Actor:
    return Actor(User.objects.get(username=name))


def by_form(client: Client, campaign: Campaign, user: User, columns: dict[str, Any]) -> bool:
    """Whether the composer stored it."""
    form = CampaignForm(instance=campaign, user=user)
    shown = {field.html_name: field.value() for field in form}
    typed = {name: _typed(value) for name, value in (shown | columns).items() if value is not None}
    url = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    answer = client.post(url, typed)
    assert answer.status_code in (200, 302, 403, 404, 409), answer.status_code
    return bool(answer.status_code == 302)


def _typed(value: Any) -> Any:
    """As a browser posts it."""
    if isinstance(value, dict):
        return json.dumps(value) if value else ""
    if isinstance(value, list) and not set(value) <= {"ios", "android"}:
        return "\r\n".join(value)
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def by_service(campaign: Campaign, actor: Actor, columns: dict[str, Any]) -> bool:
    with suppress(NotAllowed):
        drafts.edit(campaign, actor, columns)
        return True
    return False


def by_shell(campaign: Campaign, columns: dict[str, Any]) -> None:
    """`manage.py shell`: whatever the state, past every rule but the database's."""
    with suppress(DatabaseError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**columns)


def by_import(application: Application, name: str, body: dict[str, Any]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "body.json"
        file.write_text(json.dumps(body), encoding="utf-8")
        return by_command("import", str(file), "--application", application.app_key, "--as", name)


def by_command(*words: object) -> bool:
    """`manage.py campaign`: whether it was done."""
    try:
        call_command("campaign", *map(str, words), stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as end:
        if end.code != REFUSED:
            raise
        return False
    return True


def by_post(client: Client, verb: str, campaign: Campaign, **typed: str) -> None:
    url = reverse("admin:campaigns_campaign_move", args=[campaign.pk, verb])
    assert client.post(url, typed).status_code in (200, 302, 403, 404, 409)


COPIES: dict[str, Callable[[Campaign, Actor], object]] = {
    "duplicate": copies.duplicate,
    "test": copies.test_on_phones,
    "template": lambda source, by: _template(source, by),
    "split": lambda source, by: _split(source, by),
    "delete": drafts.delete,
}
"""What else a marketer does with a campaign."""


def _template(source: Campaign, by: Actor) -> None:
    kept = templates.save(source, by, name=f"Template {timezone.now():%f}")
    templates.use(kept, by, name="From a template", values={"name": "you"})


def _split(source: Campaign, by: Actor) -> None:
    ids = [f"u{n}" for n in range(1001)]
    columns = {"name": source.name, "audience_kind": "users", "audience_userid": ids}
    splits.split(source.application, by, columns, source)


def label_all(by: Actor) -> None:
    """In bulk, and past the drafts' own door."""
    for campaign in Campaign.objects.select_related("application"):
        drafts.keep_labels(campaign.pk, campaign.application, ["bulk"])
    Campaign.objects.update(labels=["bulk"])


RULES: tuple[dict[str, Any], ...] = (
    {"app_key": "another-key"},
    {"data_centre": "private"},
    {"data_centre": "sandbox"},
    {"votes_needed": 2, "votes_needed_tags": 2},
    {"votes_needed": 1, "votes_needed_tags": 1},
    {"votes_needed_everyone": 1},
    {"per_hour": 1},
    {"per_hour": 99},
    {"default_channels": {"android_hw_channelId": "loud"}},
    {"name": "Renamed"},
)
"""Columns of an application and what somebody makes of them."""


def rules_by_service(columns: dict[str, Any], *, secret: str | None) -> None:
    with suppress(NotAllowed):
        actions.set_application(_application().pk, person("olga"), columns, secret=secret)


def rules_by_shell(columns: dict[str, Any]) -> None:
    with suppress(DatabaseError), transaction.atomic():
        Application.objects.update(**columns)


def _application() -> Application:
    return Application.objects.get()


FROZEN: tuple[dict[str, Any], ...] = (
    {"body": b'{"audience":{"is_to_all":true},"platform":["ios"]}'},
    {"app_key": "another-key"},
    {"data_centre": "private"},
    {"send_before": timedelta(days=2)},
    {"send_at": timedelta(minutes=-5)},
    {"votes_needed": 1},
)
"""Columns of a submission, which nothing in the product ever changes; moments are from now."""


def tamper(campaign: Campaign, columns: dict[str, Any], *, with_digest: bool) -> None:
    """By the owner of the database, past its triggers; `with_digest` by somebody who knows how it
    is made."""
    now = timezone.now()
    values = {k: now + v if isinstance(v, timedelta) else v for k, v in columns.items()}
    with suppress(DatabaseError), transaction.atomic(), unguarded():
        for frozen in Submission.objects.filter(pk=campaign.submission_id or 0):
            Submission.objects.filter(pk=frozen.pk).update(**values)
            if not with_digest:
                continue
            frozen.refresh_from_db()
            digest = frozen.digest_now(campaign.application)
            Submission.objects.filter(pk=frozen.pk).update(digest=digest)

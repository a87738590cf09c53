"""Adds sample people, applications, phones and campaigns; resets nothing that exists."""

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles, users
from campaigns.applications.actions import add_application
from campaigns.composer import drafts, lifecycle, templates
from campaigns.domain.provider.data_centres import SANDBOX
from campaigns.domain.provider.failure import Failure
from campaigns.domain.provider.outcome import Outcome, Verdict
from campaigns.domain.review.checklist import ChecklistSection
from campaigns.lib import database_clock
from campaigns.models import Application, Attempt, Campaign, KnownTag
from campaigns.review import actions
from campaigns.sandbox.population import PACKAGE, seed_app, tag_counts
from campaigns.sending import claim, record

PEOPLE = {
    "mia": roles.MARKETER,
    "rui": roles.REVIEWER,
    "rosa": roles.REVIEWER,
    "otto": roles.OPERATOR,
    "ada": roles.AUDITOR,
}
SHOP, REAL_LIMITS = "Demo shop", "Demo shop, real limits"
APPLICATIONS = {
    SHOP: ("demo-shop", {"per_hour": 20, "per_day": 50}),
    REAL_LIMITS: ("demo-shop-real-limits", {"per_hour": 2, "per_day": 3}),
}
OPERATOR = Actor(os_user="demo")
APPROVED_FOR = timedelta(minutes=2)
COUNTED_FOR = timedelta(hours=20)
"""Time until a push to everyone leaves: long enough to find the button that stops it."""

CONTENT: dict[str, Any] = {
    "platform": ["ios", "android"],
    "audience_kind": "tags",
    "android_honor_importance": "LOW",
    "android_hw_category": "MARKETING",
    "android_hw_importance": "LOW",
    "android_oppo_category": "MARKETING",
    "android_oppo_notify_level": 1,
    "android_vivo_classification": "0",
    "android_vivo_category": "MARKETING",
}
DRAFT = {
    "name": "Weekend picks",
    "labels": ["weekend"],
    "audience_tag": ["vip"],
    "title": "Picked for your weekend",
    "alert": "Five quiet places within an hour of the city.",
}
IN_REVIEW = {
    "name": "Autumn sale",
    "labels": ["sale", "autumn"],
    "audience_tag": ["female", "young"],
    "audience_tag_or": ["Beijing", "Shanghai"],
    "title": "Autumn sale",
    "alert": "Coats and boots at half price.",
    "ios_thread_id": "sale",
    "ios_badge": 1,
}
UNTIL = "until Sunday."
APPROVED = {
    "name": "新品上架",
    "audience_tag": ["vip"],
    "title": "新品上架",
    "alert": "今晚八点，会员先逛一小时。",
    "ios_alert": "今晚八点，会员先逛一小时 🛍️",
}
TO_EVERYONE = {
    "name": "Ten years",
    "audience_kind": "everyone",
    "title": "Ten years",
    "alert": "Ten years, ten gifts: one of them is yours today.",
}

UNANSWERED = {
    "name": "Umbrellas",
    "audience_tag": ["young"],
    "title": "Rain",
    "alert": "At half price.",
}

OFFER = {
    "name": "Flash sale",
    "labels": ["sale"],
    "audience_tag": ["vip"],
    "title": "{{percent}} % off {{what}}",
    "alert": "Only until {{until}}: {{what}} for less, in every shop.",
}
"""Saved as a template: whoever uses it fills in what is in braces."""


def seed() -> list[tuple[str, str, str]]:
    """Add what is missing; returns (name, role, password) of who can sign in."""
    password = settings.DEMO_PASSWORD
    for name, role in PEOPLE.items():
        if not User.objects.filter(username=name).exists():
            users.add_user(OPERATOR, name, role=role, password=password)
    applications = [_application(name) for name in APPLICATIONS]
    if not Campaign.objects.exists():
        _add_campaigns(*applications)
    return [(name, role, password) for name, role in PEOPLE.items()]


def _application(name: str) -> Application:
    """The application, with its counterpart in the sandbox, of the same secret and limits."""
    app_key, limits = APPLICATIONS[name]
    application = Application.objects.filter(app_key=app_key).first()
    app_secret = application.app_secret if application else secrets.token_hex(12)
    seed_app(name, app_key, app_secret, **limits)
    return application or _new_application(name, app_key, app_secret, limits)


def _new_application(
    name: str, app_key: str, app_secret: str, limits: dict[str, int]
) -> Application:
    columns = {
        "name": name,
        "app_key": app_key,
        "data_centre": SANDBOX,
        "package_names": [PACKAGE],
        "test_user_ids": ["u0001", "u0002"],
        "sandbox_application": _rehearsed_on(name),
        **limits,
    }
    application = add_application(OPERATOR, columns, secret=app_secret)
    today: date = timezone.localdate(timezone=ZoneInfo(application.time_zone))
    KnownTag.objects.bulk_create(
        KnownTag(application=application, name=tag, users=users, as_of=today)
        for tag, users in tag_counts(app_key).items()
    )
    return application


def _rehearsed_on(name: str) -> Application | None:
    """The application with real limits rehearses on the phones of the other one."""
    shop_key, _limits = APPLICATIONS[SHOP]
    if name == SHOP:
        return None
    return Application.objects.filter(app_key=shop_key).first()


def _add_campaigns(shop: Application, real: Application) -> None:
    marketer, rui, rosa = (
        Actor(User.objects.get(username=name)) for name in ("mia", "rui", "rosa")
    )
    drafts.create(shop, marketer, {**CONTENT, **DRAFT})
    drafts.create(real, marketer, {**CONTENT, **DRAFT})
    offer = drafts.create(shop, marketer, {**CONTENT, **OFFER})
    templates.save(offer, marketer, name=offer.name)
    _send_back_once(drafts.create(shop, marketer, {**CONTENT, **IN_REVIEW}), marketer, rosa)
    now = database_clock.now().replace(microsecond=0)
    _approved(shop, marketer, {**APPROVED, "send_at": now + APPROVED_FOR}, rui)
    _approved(shop, marketer, {**TO_EVERYONE, "send_at": now + COUNTED_FOR}, rui, rosa)
    _lose_answer(_approved(shop, marketer, {**CONTENT, **UNANSWERED}, rui))


def _lose_answer(campaign: Campaign) -> None:
    """Leave the campaign with an unknown outcome, as if its answer had never come."""
    claimed = claim.claim(campaign.pk, request_id=uuid4().hex, host=settings.SANDBOX_URL)
    if claimed is not None:
        Attempt.objects.filter(pk=claimed.attempt.pk).update(first_byte_left=True)
        verdict = Verdict(Outcome.UNKNOWN, error="Read timed out.", failure=Failure.NO_ANSWER)
        record.record_verdict(claimed.attempt, verdict)


def _send_back_once(campaign: Campaign, marketer: Actor, reviewer: Actor) -> None:
    """Bring the campaign into review for the second time, so that a change is there to see."""
    lifecycle.submit(campaign.pk, marketer)
    actions.request_changes(campaign.pk, reviewer, comment="Say until when.")
    latest = Campaign.objects.get(pk=campaign.pk)
    drafts.edit(latest, marketer, {"alert": f"{latest.alert.removesuffix('.')} {UNTIL}"})
    lifecycle.submit(campaign.pk, marketer)


def _approved(
    shop: Application, marketer: Actor, columns: dict[str, Any], *reviewers: Actor
) -> Campaign:
    campaign = drafts.create(shop, marketer, {**CONTENT, **columns})
    submitted = lifecycle.submit(campaign.pk, marketer, confirm=shop.name).submission
    for reviewer in reviewers:
        actions.approve(
            campaign.pk,
            reviewer,
            digest=submitted.digest if submitted else "",
            checked=list(ChecklistSection),
        )
    return campaign

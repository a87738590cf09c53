"""What a browser would post at each door, so that a refusal is not for what was typed."""

from typing import Any

from campaigns.domain.review.checklist import ChecklistSection
from tests.security.world import World


def nothing(world: World) -> dict[str, Any]:
    return {}


def draft(world: World) -> dict[str, Any]:
    draft = world.ours.campaigns["draft"]
    return {"application": draft.application_id, "name": "Typed", "version": draft.version}


def vote(world: World) -> dict[str, Any]:
    submission = world.ours.campaigns["in_review"].submission
    assert submission is not None
    return {"digest": submission.digest, "comment": "why", "checked": [*ChecklistSection]}


def application(world: World) -> dict[str, Any]:
    return {"reason": "why", "active": "no", "at": "2026-01-02 03:04", "note": "by hand"}


def new_application(world: World) -> dict[str, Any]:
    return {
        "name": "New",
        "app_key": "key-new",
        "app_secret": "word",
        "data_centre": "beijing",
        "per_hour": 2,
        "per_day": 3,
        "day_zones": "UTC",
        "time_zone": "UTC",
        "votes_needed": 1,
        "votes_needed_tags": 1,
        "votes_needed_everyone": 2,
        "cool_down_minutes": 0,
        "everyone_per_day": 1,
    }


def own_application(world: World) -> dict[str, Any]:
    own = world.ours.application
    return {**new_application(world), "name": own.name, "app_key": own.app_key, "per_day": 9}


def person(world: World) -> dict[str, Any]:
    return {
        "username": "new",
        "role": "reviewer",
        "roles": ["reviewer"],
        "all_applications": "on",
        "active": "no",
        "password": "correct horse battery",
    }


TOKEN = {"token": "abcdefghijklmnopqrstuv"}


def named(world: World) -> dict[str, Any]:
    return {**TOKEN, "name": "New"}


def imported(world: World) -> dict[str, Any]:
    raw = '{"platform":["ios"],"audience":{"is_to_all":true},"notification":{"alert":"Hi"}}'
    return {**TOKEN, "application": world.ours.application.pk, "name": "Imported", "body": raw}


def sandbox_app(world: World) -> dict[str, Any]:
    return {
        "name": "Typed",
        "app_key": "typed",
        "per_hour": 2,
        "per_day": 3,
        "hour_reading": "rolling",
        "day_zone": "UTC",
        "fault_seconds": 10,
        "service_enabled": "on",
    }


def sandbox_user(world: World) -> dict[str, Any]:
    assert world.ours.app is not None
    forms = {"devices-TOTAL_FORMS": 0, "devices-INITIAL_FORMS": 0}
    return {"app": world.ours.app.pk, "user_id": "typed", "tags": "[]", **forms}

"""A simulated population, for demos and rehearsals: the same users and phones every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from campaigns.domain.vendors.registry import VENDORS

from .models import Device, SandboxApp, SandboxUser

PACKAGE, LITE_PACKAGE = "com.example.app", "com.example.app.lite"
CITIES = ("Beijing", "Shanghai", "Guangzhou", "Shenzhen", "Chengdu")
TAG_EVERY = {"young": 3, "vip": 10, "new": 7, "reads-news": 4, "tester": 50}
"""Tag -> n: every nth user has it."""
STALE = timedelta(days=31)
STALE_EVERY, SILENT_EVERY, LITE_EVERY, SECOND_PHONE_EVERY = 17, 13, 9, 3


@transaction.atomic
def seed_app(
    name: str, app_key: str, secret: str, per_hour: int, per_day: int, users: int = 300
) -> SandboxApp:
    """Create or update an app with users u0001, u0002, ... On an existing app it adds what is
    missing, lets every phone connect again (or all would be past the 30 days) and keeps tags."""
    app, _created = SandboxApp.objects.update_or_create(
        app_key=app_key,
        defaults={"name": name, "secret": secret, "per_hour": per_hour, "per_day": per_day},
    )
    numbers = {f"u{i:04}": i for i in range(1, users + 1)}
    SandboxUser.objects.bulk_create(
        [SandboxUser(app=app, user_id=user_id, tags=_tags(i)) for user_id, i in numbers.items()],
        ignore_conflicts=True,
    )
    _seed_devices(app, numbers, timezone.now())
    return app


def _seed_devices(app: SandboxApp, numbers: dict[str, int], now: datetime) -> None:
    Device.objects.bulk_create(
        [
            device
            for user in SandboxUser.objects.filter(app=app)
            if user.user_id in numbers
            for device in _devices(user, numbers[user.user_id], now)
        ],
        update_conflicts=True,
        unique_fields=["user", "label"],
        update_fields=["last_seen"],
    )


def _tags(i: int) -> list[str]:
    """The tags of user i; every seventh user has no city."""
    tags = [
        "female" if i % 2 else "male",
        *(tag for tag, step in TAG_EVERY.items() if i % step == 0),
    ]
    return tags if i % 7 == 3 else [*tags, CITIES[i % len(CITIES)]]


def _devices(user: SandboxUser, i: int, now: datetime) -> Iterator[Device]:
    kinds = tuple(VENDORS)
    for n in range(2 if i % SECOND_PHONE_EVERY == 0 else 1):
        number = 2 * i + n
        kind = kinds[(i // 2 + 3 * n) % len(kinds)]
        age = STALE if number % STALE_EVERY == 0 else timedelta(hours=number % 200)
        yield Device(
            user=user,
            label=f"{user.user_id}-{n + 1}",
            kind=kind,
            package_name=LITE_PACKAGE if i % LITE_EVERY == 0 else PACKAGE,
            last_seen=now - age,
            push_allowed=number % SILENT_EVERY != 0,
        )


def tag_counts(app_key: str) -> dict[str, int]:
    """Tag -> number of its users, for estimates; empty for an unknown app key."""
    lists = SandboxUser.objects.filter(app__app_key=app_key).values_list("tags", flat=True)
    return dict(sorted(Counter(tag for tags in lists for tag in set(tags)).items()))

"""The made-up population."""

import pytest

from campaigns.domain.vendors.registry import VENDORS
from campaigns.sandbox.models import Device, SandboxApp, SandboxUser
from campaigns.sandbox.population import seed_app, tag_counts
from tests.sandbox.calling import push, reached


@pytest.fixture
def demo(db: None) -> SandboxApp:
    return seed_app("Demo", "demo-key", "demo-secret", 20, 50)


def test_every_kind_and_every_state(demo: SandboxApp) -> None:
    assert set(Device.objects.values_list("kind", flat=True)) == set(VENDORS)
    assert SandboxUser.objects.count() == 300
    assert Device.objects.filter(push_allowed=False).exists()
    push(demo, notification={"alert": "a", "harmonyOS": {"alert": "b"}})
    assert Device.objects.count() * 0.8 < len(reached(demo)) < Device.objects.count()


def test_again_changes_nothing_but_fills_in(demo: SandboxApp) -> None:
    SandboxUser.objects.filter(user_id="u0001").update(tags=["mine"])
    before = list(Device.objects.order_by("id").values_list("id", "label", "kind"))
    again = seed_app("Demo 2", "demo-key", "demo-secret", 2, 3)
    assert (again.pk, again.name, again.per_hour) == (demo.pk, "Demo 2", 2)
    assert list(Device.objects.order_by("id").values_list("id", "label", "kind")) == before
    assert SandboxUser.objects.get(user_id="u0001").tags == ["mine"]


def test_counts(demo: SandboxApp) -> None:
    tags = tag_counts("demo-key")
    assert (tags["female"], tags["male"], tags["vip"]) == (150, 150, 30)
    assert {"young", "Beijing", "Shanghai"} <= set(tags)
    assert tag_counts("unknown") == {}

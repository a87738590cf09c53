import pytest

from campaigns.sandbox.models import Device, SandboxApp, SandboxUser


@pytest.fixture
def app(db: None) -> SandboxApp:
    return SandboxApp.objects.create(
        app_key="uwd1c0sxdlx2", secret="Y1W2MeFwwwRxa0", name="Tiny", per_hour=100, per_day=100
    )


PHONES = (
    ("ann", ["female", "young", "Beijing"], "iphone", "com.example.app"),
    ("bob", ["male", "young", "Shanghai"], "huawei", "com.example.app"),
    ("cat", ["female", "young", "Shanghai"], "xiaomi", "com.example.lite"),
    ("dan", ["male", "Chengdu"], "vivo", "com.example.app"),
    ("eve", ["female", "Beijing"], "harmony", "com.example.app"),
)
"""user (and label of the phone), tags, kind, package."""


@pytest.fixture
def registry(app: SandboxApp) -> SandboxApp:
    for name, tags, kind, package in PHONES:
        user = SandboxUser.objects.create(app=app, user_id=name, tags=tags)
        Device.objects.create(user=user, label=name, kind=kind, package_name=package)
    second = SandboxUser.objects.get(user_id="ann")
    Device.objects.create(user=second, label="ann-2", kind="fcm", package_name="com.example.lite")
    return app

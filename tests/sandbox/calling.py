"""A caller of the stand-in, as an SDK would be."""

import json
from typing import Any

from django.test import Client

from campaigns.domain.provider.signature import sign
from campaigns.sandbox.models import Call, SandboxApp

NONCE, TIMESTAMP = "14314", "1585127132438"


def headers(app: SandboxApp, timestamp: str = TIMESTAMP, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}App-Key": app.app_key,
        f"{prefix}Nonce": NONCE,
        f"{prefix}Timestamp": timestamp,
        f"{prefix}Signature": sign(app.secret, NONCE, timestamp),
    }


def post(
    app: SandboxApp,
    body: Any,
    path: str = "/push.json",
    content_type: str = "application/json",
    **changed: str,
) -> Any:
    """`body`: bytes and text as they are, anything else as JSON; `changed` headers by name."""
    raw = body if isinstance(body, bytes | str) else json.dumps(body, ensure_ascii=False)
    sent = headers(app) | changed
    return Client().post(path, raw, content_type=content_type, headers=sent)


def push(app: SandboxApp, **changed: Any) -> Any:
    """A push to everyone, with parts of the body replaced."""
    return post(app, body(**changed))


def body(**changed: Any) -> dict[str, Any]:
    return {
        "platform": ["ios", "android"],
        "audience": {"is_to_all": True},
        "notification": {"title": "Title", "alert": "this is a push"},
    } | changed


def reached(app: SandboxApp) -> set[str]:
    """The labels of the phones that the last call reached."""
    call = Call.objects.filter(app=app).latest("id")
    return set(call.deliveries.values_list("device__label", flat=True))

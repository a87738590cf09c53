"""Campaign <-> Message, both ways, parameter by parameter; nothing is decided here."""

from typing import Any, cast

from django.db.models import Field

from campaigns.domain.message import payload
from campaigns.domain.message import shape as wire
from campaigns.domain.message.audience import ANDROID, IOS, Kind, in_force
from campaigns.domain.message.shape import Message
from campaigns.models import Campaign

IS_TO_ALL = "audience.is_to_all"
"""The one parameter without a column: the audience kind says it."""

COLUMNS = {leaf.path: leaf.field for leaf in wire.leaves() if leaf.path != IS_TO_ALL}
"""Wire path -> column of Campaign. `title` is filled before `alert`, in the page's order."""

FIELDS = {**COLUMNS, IS_TO_ALL: "audience_kind", "audience": "audience_kind"}


def field_of(path: str) -> str:
    """The form's field for a problem's path: `notification.ios.extras.id` is `ios_extras`'."""
    while path not in FIELDS and "." in path:
        path = path.rpartition(".")[0]
    return FIELDS.get(path, path)


def to_message(campaign: Campaign) -> Message:
    """What the campaign says, contradictions included; what is empty is not set."""
    values: dict[str, Any] = {path: getattr(campaign, name) for path, name in COLUMNS.items()}
    values[IS_TO_ALL] = campaign.audience_kind == Kind.EVERYONE
    if campaign.audience_kind == Kind.USERS:
        values["platform"] = [IOS, ANDROID]
    return wire.build(values)


def to_columns(message: Message) -> dict[str, Any]:
    """Column values of the message: every column, empty where the message sets nothing."""
    body = message.wire()
    columns = {name: _at(body, path, empty(name)) for path, name in COLUMNS.items()}
    return {**columns, "audience_kind": in_force(message.audience) or ""}


def empty(column: str) -> Any:
    return cast("Field[Any, Any]", Campaign._meta.get_field(column)).get_default()


def _at(body: dict[str, Any], path: str, otherwise: Any) -> Any:
    node: Any = body
    for key in path.split("."):
        if key not in node:
            return otherwise
        node = node[key]
    return node


def body(campaign: Campaign) -> bytes:
    """Exactly the bytes that were or will be POSTed; of a draft, those that would be."""
    if campaign.submission is not None:
        return campaign.submission.body_bytes
    return payload.body(to_message(campaign))

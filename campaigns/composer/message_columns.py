"""Campaign columns <-> domain Message, parameter by parameter. Decides nothing."""

from typing import Any, cast

from django.db.models import Field

from campaigns.domain.message import payload
from campaigns.domain.message import shape as wire
from campaigns.domain.message.audience import ANDROID, IOS, in_force
from campaigns.domain.message.audience_kinds import KINDS, AudienceKind
from campaigns.domain.message.shape import Message
from campaigns.models import Campaign

IS_TO_ALL = "audience.is_to_all"
"""The one parameter without a column: the audience kind sets it."""

COLUMNS = {leaf.path: leaf.field for leaf in wire.leaves() if leaf.path != IS_TO_ALL}
"""Wire path -> column of Campaign, in the page's order."""

FIELDS = {**COLUMNS, IS_TO_ALL: "audience_kind", "audience": "audience_kind"}


def field_of(path: str) -> str:
    """The column that a wire path belongs to: `ios_extras` for `notification.ios.extras.id`. A path
    without a column comes back as its first key."""
    while path not in FIELDS and "." in path:
        path = path.rpartition(".")[0]
    return FIELDS.get(path, path)


def to_message(campaign: Campaign) -> Message:
    """The message of these columns, contradictions included; an empty column is not set. Raises
    Unreadable."""
    values: dict[str, Any] = {path: getattr(campaign, name) for path, name in COLUMNS.items()}
    kind = campaign.kind
    values[IS_TO_ALL] = kind is not None and kind.is_to_all
    if kind is not None and kind.reaches_all_devices:
        values["platform"] = [IOS, ANDROID]
    return wire.build(values)


def to_columns(message: Message) -> dict[str, Any]:
    """Column values of the message: every column, empty where the message sets nothing."""
    body, kind = message.wire(), in_force(message.audience)
    columns = {name: _at(body, path, empty_value(name)) for path, name in COLUMNS.items()}
    return {**columns, "audience_kind": kind.key if kind else ""}


def columns_of(kind: AudienceKind) -> tuple[str, ...]:
    """The columns to fill in for this kind: its conditions, and the platforms where they matter."""
    conditions = tuple(COLUMNS[f"audience.{name}"] for name in kind.conditions)
    return conditions if kind.reaches_all_devices else ("platform", *conditions)


def kinds_of(column: str) -> tuple[AudienceKind, ...]:
    """The kinds of audience that have this column to fill in."""
    return tuple(kind for kind in KINDS.values() if column in columns_of(kind))


def empty_value(column: str) -> Any:
    """What the column holds where the message does not set its parameter."""
    return cast("Field[Any, Any]", Campaign._meta.get_field(column)).get_default()


def _at(body: dict[str, Any], path: str, otherwise: Any) -> Any:
    node: Any = body
    for key in path.split("."):
        if key not in node:
            return otherwise
        node = node[key]
    return node


def body(campaign: Campaign) -> bytes:
    """The exact bytes that were or will be POSTed; for a draft, those that would be now. Raises
    Unreadable and UnicodeEncodeError for a draft that cannot be written as a body."""
    if campaign.submission is not None:
        return campaign.submission.body_bytes
    return payload.body(to_message(campaign))

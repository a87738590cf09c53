"""The audience of each campaign of a list: kept in its row, so that no list reads the content.

`drafts` writes it with every version. A row without one of its version was written by an earlier
release, past the console or before there were any; for those, one query reads what it needs.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Func, IntegerField, Q, Value, When

from campaigns.domain.message.audience_summary import Summary, summarise, summary_sentence
from campaigns.domain.translatable import Text
from campaigns.models import Campaign

from .message_columns import COLUMNS, empty_value

VERSION = "version"
READ = ("audience_kind", "platform", "audience_tag", "audience_tag_or", "audience_packageName")
HARMONY_PATHS = "notification.harmonyOS."
HARMONY = tuple(name for path, name in COLUMNS.items() if path.startswith(HARMONY_PATHS))
"""What makes a campaign one for HarmonyOS, which no platform names."""


class _Length(Func):
    """The number of items of a JSON list, without reading them into this program."""

    output_field = IntegerField()
    function = "json_array_length"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_array_length", **more)


def summary_of(columns: dict[str, Any], version: int) -> Summary:
    """Of all columns of a campaign of this version, as `drafts` stores them."""
    ids, harmony = columns.get("audience_userid", ()), map(columns.get, HARMONY)
    return _summary(columns, version, len(ids), has_harmony=any(harmony))


def _summary(read: dict[str, Any], version: int, ids: int, *, has_harmony: bool) -> Summary:
    summary = summarise(
        read.get("audience_kind", ""),
        platform=read.get("platform", ()),
        tag=read.get("audience_tag", ()),
        tag_or=read.get("audience_tag_or", ()),
        package=read.get("audience_packageName", ""),
        ids=ids,
        has_harmony=has_harmony,
    )
    return {**summary, VERSION: version}


def complete(campaigns: Iterable[Campaign]) -> None:
    """Give each of these rows of a list the summary that it lacks, in one query for all."""
    lacking = {campaign.pk: campaign for campaign in campaigns if not is_fresh(campaign)}
    if not lacking:
        return
    none = Q(**{name: empty_value(name) for name in HARMONY})
    rows = Campaign.objects.filter(pk__in=lacking).values("pk", "version", *READ)
    for row in rows.annotate(
        ids=_Length("audience_userid"),
        has_harmony=Case(
            When(none, then=Value(False)),
            default=Value(True),
            output_field=BooleanField(),
        ),
    ):
        campaign = lacking[row["pk"]]
        campaign.audience_summary = _summary(
            row, campaign.version, row["ids"], has_harmony=row["has_harmony"]
        )


def is_fresh(campaign: Campaign) -> bool:
    return (campaign.audience_summary or {}).get(VERSION) == campaign.version


def sentence(campaign: Campaign) -> Text:
    """Of a row that is fresh or was completed."""
    if not is_fresh(campaign):
        complete([campaign])
    return summary_sentence(campaign.audience_summary or {})

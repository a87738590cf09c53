"""Whether this program is of an older release than the database's schema: then it claims nothing,
for it may lack a rule that the schema belongs to."""

from pkgutil import iter_modules

from django.db.migrations.recorder import MigrationRecorder

from campaigns import migrations
from campaigns.domain.translatable import Text, translatable
from campaigns.lib.prepared_queries import Prepared

APP = "campaigns"
KNOWN = frozenset(module.name for module in iter_modules(migrations.__path__))
"""Migrations of this release."""

_APPLIED = Prepared(
    lambda: (
        MigrationRecorder.Migration.objects.filter(app=APP)
        .order_by("-pk")
        .values_list("name", flat=True)[:1]
    )
)


def fault() -> Text | None:
    """Why this program must claim nothing; None if it knows the schema's newest migration."""
    newest = _APPLIED.first()
    if newest is None or newest in KNOWN:
        return None
    return translatable(
        "Restart this machine's programs with the new release: the database has been migrated to"
        " %(migration)s, which they do not know.",
        migration=newest,
    )

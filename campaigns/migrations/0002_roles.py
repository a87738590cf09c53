"""The roles as groups. Django makes permissions only after all migrations, so they are made here."""

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SEEN = {
    "campaigns.view_application",
    "campaigns.view_attempt",
    "campaigns.view_campaign",
    "campaigns.view_event",
    "campaigns.view_outsidesend",
    "campaigns.view_review",
    "campaigns.view_submission",
}
SANDBOX = {
    "sandbox.add_call",
    "sandbox.add_device",
    "sandbox.add_sandboxapp",
    "sandbox.add_sandboxuser",
    "sandbox.change_call",
    "sandbox.change_device",
    "sandbox.change_sandboxapp",
    "sandbox.change_sandboxuser",
    "sandbox.delete_call",
    "sandbox.delete_device",
    "sandbox.delete_sandboxapp",
    "sandbox.delete_sandboxuser",
    "sandbox.view_call",
    "sandbox.view_device",
    "sandbox.view_sandboxapp",
    "sandbox.view_sandboxuser",
}
ROLES = {
    "marketer": SEEN | {"campaigns.compose_campaign", "campaigns.push_to_everyone"},
    "reviewer": SEEN
    | {
        "campaigns.pause_application",
        "campaigns.resolve_campaign",
        "campaigns.review_campaign",
    },
    "operator": SEEN
    | SANDBOX
    | {
        "campaigns.operate_application",
        "campaigns.pause_application",
        "campaigns.resolve_campaign",
    },
    "auditor": SEEN,
}
"""Role -> permissions, as they were when this migration was written."""


def make_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    for label in ("campaigns", "sandbox"):
        app = apps.get_app_config(label)
        app.models_module = True  # without one, create_permissions takes the app for empty
        create_permissions(app, verbosity=0, using=database, apps=apps)
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    known = permission_model.objects.using(database).select_related("content_type")
    for name, wanted in ROLES.items():
        group, _ = group_model.objects.using(database).get_or_create(name=name)
        group.permissions.set(
            [one for one in known if f"{one.content_type.app_label}.{one.codename}" in wanted]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("sandbox", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]

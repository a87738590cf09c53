"""The roles as groups. Django makes permissions only after all migrations, so they are made here."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from campaigns.accounts.roles import ROLES


def make_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    for app in ("campaigns", "sandbox"):
        create_permissions(current_apps.get_app_config(app), verbosity=0, using=database)
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

from binascii import hexlify, unhexlify

import django.db.models.deletion
from django.db import migrations, models

from campaigns.lib import encryption

SEALED = "sealed"


def owner(device):
    return f"authenticator {device.pk} of user {device.user_id}"


def seal(apps, schema_editor):
    """Move every key to its sealed row. A web process of the release before refuses codes from here
    on, with an error, until it is stopped: it would read the key in clear."""
    alias = schema_editor.connection.alias
    keys = apps.get_model("campaigns", "TotpKey").objects.using(alias)
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.using(alias).order_by("pk"):
        clear = hexlify(unhexlify(device.key)).decode()
        sealed = encryption.seal(clear, owner=owner(device))
        keys.update_or_create(pk=device.pk, defaults={"sealed": sealed})
        device.key = SEALED
        device.save(update_fields=["key"])


def unseal(apps, schema_editor):
    alias = schema_editor.connection.alias
    devices = apps.get_model("otp_totp", "TOTPDevice").objects.using(alias)
    for row in apps.get_model("campaigns", "TotpKey").objects.using(alias).order_by("pk"):
        for device in devices.filter(pk=row.pk, key=SEALED):
            device.key = encryption.unseal(row.sealed, owner=owner(device))
            device.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0016_allowance"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="TotpKey",
            fields=[
                (
                    "device",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sealed_key",
                        serialize=False,
                        to="otp_totp.totpdevice",
                    ),
                ),
                ("sealed", models.TextField()),
            ],
            options={
                "verbose_name": "authenticator key",
                "verbose_name_plural": "authenticator keys",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AuthenticatorApp",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(seal, unseal),
    ]

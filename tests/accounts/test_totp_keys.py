"""Keys of authenticator apps are sealed under SECRETS_KEYS: a stolen database makes no codes."""

import logging
from base64 import b32encode
from binascii import hexlify, unhexlify
from importlib import import_module
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.db import connection
from django_otp.oath import totp as code_of
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from campaigns.access import Actor, NotAllowed
from campaigns.accounts import totp
from campaigns.applications import secret_rotation
from campaigns.lib.encryption import WrongKey
from campaigns.models import AuthenticatorApp, Event, TotpKey
from tests.accounts.conftest import CODE, INDEX, App, browser, enrolled, enter, verified

pytestmark = pytest.mark.django_db
HAND = Actor(os_user="root")
OLD_KEY = "3132333435363738393031323334353637383930"


def stored() -> str:
    """All that a dump of the database shows of authenticators."""
    return str([*TOTPDevice.objects.values(), *TotpKey.objects.values()])


def found() -> set[str | None]:
    return {message.id for message in run_checks(databases=["default"])}


def of_the_release_before(user: User) -> App:
    """As it enrols somebody, or had enrolled them before the migration."""
    device = TOTPDevice.objects.create(user=user, name="app", confirmed=True, key=OLD_KEY)
    return App(AuthenticatorApp.objects.get(pk=device.pk))


def test_no_key_stands_in_the_database(rita: User) -> None:
    device = totp.create_pending_device(rita)
    key = device.bin_key
    assert len(key) == totp.KEY_BYTES
    for shape in (hexlify(key).decode(), b32encode(key).decode(), totp.key_to_type(device)):
        assert shape not in stored()
    assert b32encode(key).decode() in device.config_url
    _client, _app = verified(rita)
    device = AuthenticatorApp.objects.get()
    assert hexlify(device.bin_key).decode() not in stored()
    assert device.key == "sealed"


def test_a_key_opens_for_its_own_device_and_user_only(rita: User, olga: User) -> None:
    mine, theirs = enrolled(rita)[0], enrolled(olga)[0]
    rows = {row.pk: row.sealed for row in TotpKey.objects.all()}
    TotpKey.objects.filter(pk=mine.device.pk).update(sealed=rows[theirs.device.pk])
    with pytest.raises(WrongKey):
        _ = AuthenticatorApp.objects.get(pk=mine.device.pk).bin_key
    assert enter(browser("rita"), theirs.code()).status_code == 200
    AuthenticatorApp.objects.filter(pk=theirs.device.pk).update(user=rita)
    with pytest.raises(WrongKey):
        _ = AuthenticatorApp.objects.get(pk=theirs.device.pk).bin_key


def test_without_its_row_nothing_opens(rita: User, caplog: pytest.LogCaptureFixture) -> None:
    """A code of an empty key neither, nor of the word in its place."""
    enrolled(rita)
    TotpKey.objects.all().delete()
    client = browser("rita")
    with caplog.at_level(logging.ERROR):
        assert enter(client, f"{code_of(b''):06}").status_code == 200
    assert client.get(INDEX)["Location"].startswith(CODE)
    assert "does not open" in caplog.text
    assert "campaigns.W033" in found()


def test_a_web_process_of_the_release_before_takes_no_code(rita: User) -> None:
    enrolled(rita)
    device = TOTPDevice.objects.get()
    with pytest.raises(ValueError, match="hexadecimal|Odd-length"):
        device.verify_token(f"{code_of(b''):06}")


def test_a_key_in_clear_is_read_and_sealed_with_its_first_code(rita: User) -> None:
    app = of_the_release_before(rita)
    assert "campaigns.W034" in found()
    assert enter(browser("rita"), app.code())["Location"] == INDEX
    assert OLD_KEY not in stored()
    assert AuthenticatorApp.objects.get().bin_key == unhexlify(OLD_KEY)
    assert not {"campaigns.W033", "campaigns.W034"} & found()
    assert enter(browser("rita"), app.code())["Location"] == INDEX


def test_the_release_before_deletes_a_device(rita: User) -> None:
    """It knows no row beside it: a constraint would end in an error."""
    enrolled(rita)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM otp_totp_totpdevice")
    connection.check_constraints(["otp_totp_totpdevice"])
    assert not totp.has_device(rita)
    assert enrolled(rita)[0].device.bin_key


def test_the_migration_moves_every_key_and_back(rita: User, olga: User) -> None:
    migration = import_module("campaigns.migrations.0017_totp_keys")
    of_the_release_before(rita)
    TOTPDevice.objects.create(user=olga, name="app", confirmed=False, key=OLD_KEY.upper())
    editor = SimpleNamespace(connection=connection)
    migration.seal(apps, editor)
    assert OLD_KEY not in stored().lower()
    keys = [device.bin_key for device in AuthenticatorApp.objects.all()]
    assert keys == [unhexlify(OLD_KEY)] * 2
    migration.unseal(apps, editor)
    assert [device.key for device in TOTPDevice.objects.order_by("pk")] == [OLD_KEY] * 2


def test_rotation_seals_them_anew_and_those_in_clear(
    rita: User, olga: User, settings: Settings
) -> None:
    app, _codes = enrolled(rita)
    key = app.device.bin_key
    of_the_release_before(olga)
    old, new = settings.SECRETS_KEYS, Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *old]
    assert secret_rotation.rotate_secrets(HAND) == 2
    settings.SECRETS_KEYS = [new]
    keys = [device.bin_key for device in AuthenticatorApp.objects.order_by("pk")]
    assert keys == [key, unhexlify(OLD_KEY)]
    assert OLD_KEY not in stored()
    assert Event.objects.get(verb="rotate-secrets").comment == "2 secrets"
    settings.SECRETS_KEYS = old
    assert "campaigns.W033" in found()


def test_rotation_that_cannot_open_an_app_changes_nothing(
    rita: User, olga: User, settings: Settings
) -> None:
    enrolled(rita)
    kept = settings.SECRETS_KEYS
    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]
    enrolled(olga)
    settings.SECRETS_KEYS = [Fernet.generate_key().decode(), *kept]
    before = stored()
    with pytest.raises(NotAllowed, match="authenticator app"):
        secret_rotation.rotate_secrets(HAND)
    assert stored() == before

"""Key rotation of stored secrets: put the new key first in SECRETS_KEYS, rotate, remove the old."""

from django.db import transaction

from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.lib.encryption import WrongKey
from campaigns.models import Application, AuthenticatorApp

from .actions import locked_application


@transaction.atomic
def rotate_secrets(actor: Actor) -> int:
    """Encrypt every stored secret under the first key, all or none: the secrets of applications and
    the keys of authenticator apps. Returns the number of secrets.

    Raises NotAllowed if no key decrypts one of them.
    """
    count = _rotate_applications() + _rotate_authenticators()
    events.record(Verb.ROTATE_SECRETS, actor, comment=f"{count} secrets")
    return count


def _rotate_applications() -> int:
    keys = Application.objects.order_by("pk").values_list("pk", flat=True)
    for pk in keys:
        with locked_application(pk) as application:
            try:
                application.app_secret = application.app_secret
            except WrongKey as error:
                text = translatable(
                    "Add to SECRETS_KEYS the key that sealed the secret of “%(name)s”.",
                    name=application.name,
                )
                raise NotAllowed(text) from error
            application.save(update_fields=["app_secret_sealed"])
    return len(keys)


def _rotate_authenticators() -> int:
    """Also seals a key that the release before stored in clear."""
    devices = AuthenticatorApp.objects.select_for_update(of=("self",)).select_related("user")
    rows = list(devices.order_by("pk"))
    for device in rows:
        try:
            device.seal_key(device.bin_key)
        except WrongKey as error:
            text = translatable(
                "Add to SECRETS_KEYS the key that sealed the authenticator app of “%(name)s”, or"
                " reset the app.",
                name=device.user.username,
            )
            raise NotAllowed(text) from error
    return len(rows)

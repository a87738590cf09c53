"""Key rotation of stored secrets: put the new key first in SECRETS_KEYS, rotate, remove the old."""

from django.db import transaction

from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.lib.encryption import WrongKey
from campaigns.models import Application

from .actions import locked_application


@transaction.atomic
def rotate_secrets(actor: Actor) -> int:
    """Encrypt every stored secret under the first key, all or none; returns the number of secrets.

    Raises NotAllowed if no key decrypts one of them.
    """
    keys = Application.objects.order_by("pk").values_list("pk", flat=True)
    for pk in keys:
        with locked_application(pk) as application:
            try:
                application.app_secret = application.app_secret
            except WrongKey as error:
                raise NotAllowed(
                    translatable(
                        "Add to SECRETS_KEYS the key that sealed the secret of “%(name)s”.",
                        name=application.name,
                    )
                ) from error
            application.save(update_fields=["app_secret_sealed"])
    events.record(Verb.ROTATE_SECRETS, actor, comment=f"{len(keys)} secrets")
    return len(keys)

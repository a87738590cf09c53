"""A new key for stored secrets: put it first in SECRETS_KEYS, rotate, then take the old one out."""

from django.db import transaction

from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import translatable
from campaigns.lib.encryption import WrongKey
from campaigns.models import Application

from . import actions


@transaction.atomic
def rotate_secrets(actor: Actor) -> int:
    """Seal every stored secret anew under the newest key, all or none; returns how many there are.

    Raises NotAllowed where one does not open with any key.
    """
    keys = Application.objects.order_by("pk").values_list("pk", flat=True)
    for pk in keys:
        with actions.locked_application(pk) as application:
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

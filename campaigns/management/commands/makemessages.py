"""`manage.py makemessages`: also extracts the sentences that the domain marks as translatable."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=translatable",
        "--keyword=translatable_plural:1,2",
    ]

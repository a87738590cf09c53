"""`manage.py makemessages`, which also finds the sentences of the domain."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=translatable",
        "--keyword=translatable_plural:1,2",
    ]

"""`manage.py rotate_secrets`: encrypts every stored secret under the first of SECRETS_KEYS."""

from typing import Any

from django.core.management.base import CommandParser

from campaigns.applications import secret_rotation
from campaigns.management.base import CommandLine, shell_actor


class Command(CommandLine):
    help = "Seal every stored secret under the first of SECRETS_KEYS; the others can go then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.set_defaults(run=self.rotate)

    def rotate(self, **options: Any) -> None:
        self.print({"rotated": secret_rotation.rotate_secrets(shell_actor())})

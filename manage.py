#!/usr/bin/env python3
"""The command line of the console; `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pushconsole.settings")
    from django.core.management import execute_from_command_line

    from pushconsole.environment import load_or_exit

    load_or_exit()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

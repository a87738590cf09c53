"""The default admin site."""

import subprocess
import sys

import pytest

SCREENS = """
import django
django.setup()
from django.contrib import admin
admin.site.name
from campaigns.models import Campaign
print(admin.site.is_registered(Campaign))
"""


@pytest.mark.parametrize("first", ["", "import campaigns.admin\n"])
def test_console_has_its_screens_whoever_reads_it_first(first: str) -> None:
    program = SCREENS.replace("from django.contrib", f"{first}from django.contrib", 1)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")

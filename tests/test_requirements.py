"""What is imported is named, and so pinned: not left to what another package happens to need."""

import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.source_tree import ROOT, TOPS, modules

OURS = {*TOPS, "manage"}


def named(file: str) -> set[str]:
    """The packages that a requirements.in names, in lower case."""
    lines = (ROOT / file).read_text().splitlines()
    return {re.split(r"[\[=]", line)[0].lower() for line in lines if line[:1] not in ("", "#", "-")}


def imported(*tops: str) -> set[str]:
    """The packages, in lower case, of what these modules import."""
    first = {
        found.module.partition(".")[0] for module in modules(*tops) for found in module.imports
    }
    own = packages_distributions()
    return {
        min(own.get(name, [name]), key=len).lower()
        for name in first - OURS - sys.stdlib_module_names - {"", "__future__"}
    }


def test_the_console_names_what_it_imports() -> None:
    assert imported("campaigns", "pushconsole") - named("requirements.in") == set()


def test_the_tests_name_what_they_import() -> None:
    known = named("requirements.in") | named("tests/requirements.in")
    assert imported("tests") - known == set()


@pytest.mark.parametrize("folder", ["", "tests/"])
def test_every_named_package_is_in_the_file_that_pip_reads(folder: str) -> None:
    lines = (ROOT / f"{folder}requirements.in").read_text().splitlines()
    wanted = {re.sub(r"\[.*\]", "", line).lower() for line in lines if "==" in line}
    found = (ROOT / f"{folder}requirements.txt").read_text().lower()
    assert wanted - set(re.findall(r"^\S+==[\w.]+", found, re.MULTILINE)) == set()


def test_both_files_hold_the_same_versions() -> None:
    """`make test` installs both, one after the other, with --require-hashes."""
    console, tests = (
        dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "tests/requirements.txt")
    )
    assert console.items() <= tests.items()

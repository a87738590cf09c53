"""Every regular expression of the product takes linear time for any text."""

import re
import sys
import types
from collections.abc import Callable
from typing import Any

import pytest

from pushconsole import redaction
from tests import growth

from . import patterns
from .worst_words import Worst, worst_words

pytestmark = pytest.mark.slow

BUILT_AT_RUN_TIME = {
    "f'[{re.escape(self.separators)}]'": "one class of a field's separators",
    "regex.compile": "grapheme clusters; tests/domain/test_text_width.py measures their growth",
}
"""Expressions that the walk cannot read, and why each is linear all the same."""


@pytest.fixture
def found(db: None) -> patterns.Found:
    """One module asks the database when it is imported."""
    return patterns.every()


def test_every_pattern_can_be_read(found: patterns.Found) -> None:
    assert found.unread.keys() - BUILT_AT_RUN_TIME.keys() == set(), found.unread


def test_no_reason_outlives_its_pattern(found: patterns.Found) -> None:
    assert BUILT_AT_RUN_TIME.keys() - found.unread.keys() == set()


def test_walk_finds_the_patterns_of_the_redaction(found: patterns.Found) -> None:
    known = vars(redaction).values()
    compiled = [value for value in known if isinstance(value, re.Pattern)]
    assert len(compiled) >= 1
    assert set(compiled) <= set(found.uses)


def test_every_pattern_is_linear(found: patterns.Found) -> None:
    assert slow(found) == {}


def slow(found: patterns.Found) -> dict[str, tuple[str, Worst]]:
    """Where each pattern stands that is not, how it is used, and a text that shows it."""
    steep = {}
    for pattern, uses in found.uses.items():
        for method in uses:
            worst = steepest(pattern, method)
            if worst is not None:
                steep[found.places[pattern]] = (method, worst)
    return steep


def steepest(pattern: "re.Pattern[Any]", method: str) -> Worst | None:
    """The first text that it takes more than linear time for."""
    use, encode = using(pattern, method), encoding(pattern)
    for worst in worst_words(pattern, anywhere=method == "search"):
        if growth.ratio(lambda text: use(encode(text)), worst.text) >= growth.STEEP:
            return worst
    return None


def using(pattern: "re.Pattern[Any]", method: str) -> Callable[[Any], object]:
    if method == "search":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return getattr(pattern, method)


def encoding(pattern: "re.Pattern[Any]") -> Callable[[str], Any]:
    return (lambda text: text.encode("latin-1")) if isinstance(pattern.pattern, bytes) else str


OLD_SECRET = r"""(?P<name>[\w-]*(?:app-?_?key|secret|nonce)[\w-]*["']?\s*[:=]\s*["']?)
    (?P<value>[^\s"';&}]+)"""
SLOW = [
    (re.compile(OLD_SECRET, re.IGNORECASE | re.VERBOSE), "search"),
    (re.compile(r"(?P<name>\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)(?P<value>[^\s/@]+)(?=@)"), "search"),
    (re.compile(r'(?:(?<=[\t,])|^)\s*"(?:[^"]|"")*"|[\t,]'), "search"),
    (re.compile(r"\s+$"), "search"),
    (re.compile(r"\w+@"), "search"),
    (re.compile(rb"<!--.*?-->", re.DOTALL), "search"),
    (re.compile(r"[a-z]*secret[a-z]*secret[a-z]*="), "search"),
    (re.compile(r"x[ab]*[ac]*y"), "fullmatch"),
    (re.compile(r"(a|b|ab)*c"), "match"),
    (re.compile(r"(?:\d+,?)+"), "fullmatch"),
]
"""Quadratic, cubic and exponential ones."""


@pytest.mark.parametrize(("pattern", "method"), SLOW)
def test_slow_pattern_is_found(pattern: "re.Pattern[Any]", method: str) -> None:
    assert steepest(pattern, method) is not None


@pytest.mark.parametrize(
    ("pattern", "method"), [(r"\w+@", "match"), (r"[a-z]+", "search"), (r"(?:a|b)*c", "match")]
)
def test_linear_pattern_passes(pattern: str, method: str) -> None:
    assert steepest(re.compile(pattern), method) is None


WAYS = {
    "import re\nP = re.compile(r'[a-z]+@', re.ASCII)\nP.sub('', '')": "search",
    "import re as r\nfound = r.search(r'[a-z]+@', '', r.ASCII)": "search",
    "from re import fullmatch as f, A\nfound = f('(?a)[a-z]+@', '')": "fullmatch",
    "import re\nMORE = '[a-z]+'\nP = re.compile(f'{MORE}@', re.A)\nuse = P.match": "match",
    "import re\nLIST = [re.compile('[a-z]+@', flags=re.ASCII)]": "search",
    "import re\ndef make(): return re.compile('(?a)' + '[a-z]+@')\nP = make()": "search",
    "from django.forms import RegexField\nV = RegexField('(?a)[a-z]+@')": "search",
    "class Converter:\n    regex = '(?a)[a-z]+@'": "search",
    "def found(all): return all.filter(name__regex='(?a)[a-z]+@')": "search",
}


@pytest.mark.parametrize("source", WAYS)
def test_walk_finds_a_pattern(source: str, planted: Callable[[str], Any]) -> None:
    (pattern,) = (found := planted(source)).uses
    assert pattern.pattern.removeprefix("(?a)") == "[a-z]+@"
    assert pattern.flags & re.ASCII
    assert WAYS[source] in found.uses[pattern]
    assert found.unread == {}


def test_slow_pattern_in_a_module_is_named(planted: Callable[[str], Any]) -> None:
    found = planted("import re\nGOOD = re.compile('a+')\nBAD = re.compile('a+@')\n")
    assert list(slow(found)) == ["planted:3"]


@pytest.mark.parametrize(
    ("source", "unread"),
    [
        ("import re\ndef use(text): return re.search(f'a{text}', '')", "f'a{text}'"),
        ("import re\ntext = 'a'\ndef use(text): return re.search(text, '')", "text"),
        ("import re\ndef use(more): return re.compile('a', more)", "'a'"),
        ("import re\nuse = [re.compile][0]", "re.compile"),
        ("import re\nuse = re.Scanner", "re.Scanner"),
        ("def use(all, text): return all.filter(name__iregex=text)", "text"),
        ("CONDITION = {'name__regex': 'a'}", "'name__regex'"),
        ("SQL = 'SELECT 1 WHERE name REGEXP ?'", "'SELECT 1 WHERE name REGEXP ?'"),
    ],
)
def test_walk_reports_what_it_cannot_read(
    source: str, unread: str, planted: Callable[[str], Any]
) -> None:
    assert list(planted(source).unread) == [unread]


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], patterns.Found]:
    """What the walk finds in a module with this source."""

    def plant(source: str) -> patterns.Found:
        module = types.ModuleType("planted")
        exec(source, vars(module))  # noqa: S102 (our own)
        monkeypatch.setitem(sys.modules, "planted", module)
        return patterns.read({"planted": source})

    return plant

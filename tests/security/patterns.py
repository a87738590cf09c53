"""Every regular expression of the product, found by walking its code and its modules.

A pattern that the walk cannot read, since it is built while the product runs, is reported by the
source text of its expression.
"""

import ast
import functools
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.programs import ROOT

from .folding import Unknown, folded
from .pattern_uses import Uses, dotted, imported

Key = tuple[str | bytes, int]
FLAGS_AT = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}
FLAGS_AT |= {"split": 3, "sub": 4, "subn": 4}
HARMLESS = {"escape", "Pattern", "Match", "RegexFlag", "error", "purge", *re.RegexFlag.__members__}
TAKERS = {"RegexValidator": 0, "RegexField": 0, "re_path": 0}
"""What else takes a pattern, and at which place."""
KEYWORDS = ("regex", "pattern")
LOOKUP = re.compile(r"__i?regex\Z")
SQL = re.compile(r"\b(?:I?REGEXP|SIMILAR TO|regexp_\w{1,30})\b")


@dataclass
class Found:
    """Patterns, each with how it is used (`search` stands for all that look everywhere) and where
    it stands first; `unread` are expressions, each with its place."""

    uses: dict["re.Pattern[Any]", set[str]] = field(default_factory=dict)
    places: dict["re.Pattern[Any]", str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    def add(self, pattern: "re.Pattern[Any]", uses: set[str], place: str) -> None:
        self.uses.setdefault(pattern, set()).update(uses)
        self.places.setdefault(pattern, place)


@functools.cache
def every() -> Found:
    """In every package beside `tests`, and the programs beside them."""
    paths = [path for each in ROOT.glob("*/__init__.py") for path in each.parent.rglob("*.py")]
    names = [path.relative_to(ROOT).with_suffix("").parts for path in [*ROOT.glob("*.py"), *paths]]
    kept = [parts for parts in names if parts[0] != "tests" and "migrations" not in parts]
    sources = {}
    for parts in sorted(kept):
        name = ".".join(parts).removesuffix(".__init__")
        sources[name] = ROOT.joinpath(*parts).with_suffix(".py").read_text()
    return read(sources)


def read(sources: dict[str, str]) -> Found:
    """`sources`: the text of each module by its name, under which it can be imported too."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    uses, found = Uses(trees.values()), Found()
    for name, tree in trees.items():
        module = importlib.import_module(name)
        _Walk(name, tree, vars(module), uses, found).run()
    for name in trees:
        for attribute, pattern in _compiled(vars(importlib.import_module(name))):
            if pattern not in found.uses:
                found.add(pattern, uses.of(attribute), f"{name}.{attribute}")
    return found


def _compiled(names: dict[str, Any]) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    for name, value in list(names.items()):
        own = isinstance(value, type) and value.__module__ == names["__name__"]
        for each in vars(value).values() if own else [value]:
            for pattern in _flat(each):
                yield name, pattern


def _flat(value: Any) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _flat(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _flat(each)


@dataclass
class _Walk:
    """One module."""

    name: str
    tree: ast.Module
    names: dict[str, Any]
    uses: Uses
    found: Found

    def run(self) -> None:
        self.aliases = imported(self.tree)
        self.called = {id(node.func) for node in ast.walk(self.tree) if isinstance(node, ast.Call)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, ast.Attribute | ast.Name):
                self._mentioned(node)
            elif isinstance(node, ast.Constant):
                self._text(node)
            elif isinstance(node, ast.ClassDef):
                self._class(node)

    def _call(self, node: ast.Call) -> None:
        package, _, function = dotted(node.func, self.aliases).rpartition(".")
        if package == "re" and function in FLAGS_AT:
            self._take(node, 0, FLAGS_AT[function], self.uses.at(node, function))
        elif function in TAKERS:
            self._take(node, TAKERS[function], None, {"search"})
        for keyword in node.keywords:
            name = keyword.arg or ""
            if LOOKUP.search(name) or (name in KEYWORDS and package != "re"):
                self._read(keyword.value, None, {"search"})

    def _take(self, node: ast.Call, at: int, flags_at: int | None, uses: set[str]) -> None:
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        given = dict(enumerate(node.args))
        pattern = given.get(at) or named.get("pattern")
        flags = named.get("flags") or (given.get(flags_at) if flags_at is not None else None)
        if pattern is not None:
            self._read(pattern, flags, uses)

    def _read(self, expression: ast.expr, flags: ast.expr | None, uses: set[str]) -> None:
        place = f"{self.name}:{expression.lineno}"
        try:
            number = folded(flags, self.names, self.tree) if flags is not None else 0
            pattern = re.compile(folded(expression, self.names, self.tree), number)
        except Unknown:
            self.found.unread[ast.unparse(expression)] = place
        else:
            self.found.add(pattern, uses, place)

    def _mentioned(self, node: ast.Attribute | ast.Name) -> None:
        """A function of `re` that is handed on, or one that this walk does not know."""
        package, _, function = dotted(node, self.aliases).rpartition(".")
        known = function in FLAGS_AT and id(node) in self.called
        if (package == "re" and not known and function not in HARMLESS) or package == "regex":
            self.found.unread[ast.unparse(node)] = f"{self.name}:{node.lineno}"

    def _text(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and (LOOKUP.search(node.value) or SQL.search(node.value)):
            self.found.unread[ast.unparse(node)] = f"{self.name}:{node.lineno}"

    def _class(self, node: ast.ClassDef) -> None:
        """`regex = ...` in the body of a validator or a converter of paths."""
        for each in node.body:
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) in KEYWORDS:
                self._read(each.value, None, {"search"})

"""The modules of the repository as syntax trees, and what each of them imports. Nothing is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOPS = ("campaigns", "pushconsole", "tests")


@dataclass(frozen=True)
class Import:
    """`from {module} import {name} as {local}`; `name` is "" for `import {module} as {local}`."""

    module: str
    name: str
    local: str
    line: int

    @property
    def path(self) -> str:
        """The dotted path of what is imported."""
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(frozen=True)
class Module:
    """`name` is dotted; for a package, that of the package."""

    name: str
    file: Path

    @cached_property
    def source(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def is_package(self) -> bool:
        return self.file.name == "__init__.py"

    def is_inside(self, package: str) -> bool:
        return f"{self.name}.".startswith(f"{package}.")

    def at(self, line: int) -> str:
        """The place of a line, as editors and terminals open it."""
        return f"{self.file.relative_to(ROOT)}:{line}"

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of the module, those inside functions too."""
        return [imported for node in self.nodes for imported in self._imports_of(node)]

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                yield Import(alias.name, "", local, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                base = self._absolute(node)
                yield Import(base, alias.name, alias.asname or alias.name, node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        """The module of a `from` import, without leading dots."""
        parts = self.name.split(".")
        up = node.level - self.is_package
        base = parts[: len(parts) - up] if node.level else []
        return ".".join([*base, *filter(None, [node.module])])


@cache
def every_module() -> dict[str, Module]:
    """The modules of the repository by their names, without migrations."""
    files = (file for top in TOPS for file in sorted((ROOT / top).rglob("*.py")))
    return {
        _name(file): Module(_name(file), file) for file in files if "migrations" not in file.parts
    }


def _name(file: Path) -> str:
    """The dotted name of the module in a file; that of the package for `__init__.py`."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(*tops: str) -> list[Module]:
    """The modules below these top folders."""
    return [module for module in every_module().values() if module.name.split(".")[0] in tops]


def module_of(imported: Import) -> str:
    """The name of the module that an import loads: `path` itself, or the module that defines it."""
    return imported.path if imported.path in every_module() else imported.module

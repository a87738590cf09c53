"""How the code uses its compiled patterns, by their names."""

import ast
from collections.abc import Iterable

ONCE = ("match", "fullmatch")
EVERYWHERE = ("search", "sub", "subn", "split", "findall", "finditer")
ALL = {"search", *ONCE}


class Uses:
    """In all modules together: one that hands a pattern to another keeps its name."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self._names: dict[str, set[str]] = {}
        self._compiled: dict[int, set[str]] = {}
        self._named: dict[int, str] = {}
        for tree in trees:
            self._read(tree)

    def _read(self, tree: ast.Module) -> None:
        owners = {
            id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) in owners:
                self._compiled[id(node)] = _method(owners[id(node)])
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
                self._assigned(node)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self._used(node.id, owners.get(id(node)))
            elif isinstance(node, ast.Attribute) and id(node) in owners:
                self._used(node.attr, owners[id(node)])

    def _assigned(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> None:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name) and node.value is not None:
            self._named[id(node.value)] = target.id

    def _used(self, name: str, method: str | None) -> None:
        """Without a method the pattern is handed on, and may be used in any way."""
        self._names.setdefault(name, set()).update(_method(method) if method else ALL)

    def of(self, name: str) -> set[str]:
        return self._names.get(name) or ALL

    def at(self, call: ast.Call, function: str) -> set[str]:
        """Of what a call of `re` compiles, or does at once."""
        if function != "compile":
            return _method(function)
        if id(call) in self._compiled:
            return self._compiled[id(call)]
        return self.of(self._named[id(call)]) if id(call) in self._named else ALL


def _method(name: str) -> set[str]:
    if name in ONCE:
        return {name}
    return {"search"} if name in EVERYWHERE else ALL


def imported(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, with dots; imports within functions too."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module}.{each.name}"
    return found


def dotted(node: ast.expr, aliases: dict[str, str]) -> str:
    """`re.compile` for every way to write it; "" for what is no name."""
    if isinstance(node, ast.Name):
        return aliases.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, aliases)}.{node.attr}"
    return ""

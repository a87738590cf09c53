"""The value of an expression that depends on constants of its module alone."""

import ast
import re
from typing import Any


class Unknown(Exception):
    """It depends on more than that."""


def folded(node: ast.expr, names: dict[str, Any], tree: ast.Module) -> Any:
    """`names` are those of the imported module, `tree` its code. Raises Unknown."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return _named(node, names, tree)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return _flag(names.get(node.value.id), node.attr)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.BitOr):
        left, right = folded(node.left, names, tree), folded(node.right, names, tree)
        return left + right if isinstance(node.op, ast.Add) else left | right
    if isinstance(node, ast.JoinedStr):
        return "".join(folded(each, names, tree) for each in node.values)
    if isinstance(node, ast.FormattedValue) and node.format_spec is None and node.conversion < 0:
        return str(folded(node.value, names, tree))
    raise Unknown(ast.unparse(node))


def _named(node: ast.Name, names: dict[str, Any], tree: ast.Module) -> Any:
    """A constant of the module; an argument or a variable of a function may hide it."""
    hidden = {
        name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for name in _own(each)
    }
    value = names.get(node.id)
    if node.id in hidden or not isinstance(value, str | bytes | int):
        raise Unknown(node.id)
    return value


def _own(function: ast.AST) -> set[str]:
    inside = list(ast.walk(function))
    stored = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in inside if isinstance(n, ast.arg)}


def _flag(module: Any, name: str) -> Any:
    if module is re and name in re.RegexFlag.__members__:
        return getattr(re, name)
    raise Unknown(name)

"""Every program that differs from a module in one place, by the operators in `_changes`.

Texts for people (what `translatable` is given), docstrings, annotations and decorators are left
alone.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

LEFT_ALONE = {"annotation", "returns", "decorator_list", "bases", "ctx"}
PAIRS: list[tuple[type[ast.AST], type[ast.AST]]] = [
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Pow),
]  # fmt: skip
SWAPPED = dict(PAIRS) | {after: before for before, after in PAIRS}
NAMES = {"max": "min", "min": "max", "all": "any", "any": "all", "sorted": "list"}
METHODS = {"astimezone", "replace", "encode", "decode", "date"}
"""Left out, as if they had been forgotten."""
STATEMENTS = (ast.Expr, ast.AugAssign, ast.If, ast.For, ast.While, ast.Break, ast.Continue)


@dataclass(frozen=True)
class Mutant:
    before: str
    after: str
    """The first line that differs, as `ast.unparse` writes it."""
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    original, members, seen = ast.unparse(tree), _members(tree), set[str]()
    for parent, field, index, node in list(_places(tree)):
        for new in _changes(node, field, members):
            _put(parent, field, index, new)
            changed = ast.unparse(ast.fix_missing_locations(tree))
            _put(parent, field, index, node)
            if changed not in seen | {original}:
                seen.add(changed)
                yield Mutant(*_first_difference(original, changed), changed)


def _first_difference(before: str, after: str) -> tuple[str, str]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((old.strip(), new.strip()) for old, new in pairs if old != new)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST | None) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in LEFT_ALONE or _is_text(node):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield node, field, index, child
                yield from _places(child)


def _is_text(node: ast.AST) -> bool:
    """A docstring, or a text for people."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "translatable"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _members(tree: ast.Module) -> dict[str, list[str]]:
    """Enum class -> its members."""
    members: dict[str, list[str]] = {}
    for node in tree.body:
        match node:
            case ast.ClassDef(bases=[ast.Name(id="StrEnum")]):
                assigned = [item for item in node.body if isinstance(item, ast.Assign)]
                members[node.name] = [ast.unparse(item.targets[0]) for item in assigned]
    return members


def _changes(node: ast.AST, field: str, members: dict[str, list[str]]) -> Iterator[ast.AST | None]:
    if field in ("test", "ifs") and not isinstance(node, ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), cast("ast.expr", node))
    if field in ("lower", "upper"):
        yield None
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=str(value)):
            yield ast.Constant(value + "X")
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield ast.Name(NAMES[name], ast.Load())
        case ast.Attribute(value=ast.Name(id=name), attr=member) if member in members.get(name, []):
            other = members[name][members[name].index(member) - 1]
            yield ast.Attribute(node.value, other, ast.Load())
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield from node.values
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in METHODS:
            yield value
        case ast.Set(elts=elements) | ast.Tuple(elts=elements, ctx=ast.Load()):
            if len(elements) > 1 and not any(isinstance(one, ast.Call) for one in elements):
                for gone in elements:
                    fewer = copy.copy(node)
                    fewer.elts = [one for one in elements if one is not gone]
                    yield fewer
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield ast.Return(ast.Constant(None))
        case ast.Assign(targets=[target]) if ast.unparse(target).islower():
            yield ast.Pass()
        case _ if type(node) in SWAPPED:
            yield SWAPPED[type(node)]()
    if isinstance(node, ast.Call) and not _is_text(node):
        yield from _other_arguments(node)
    if isinstance(node, STATEMENTS) and not _is_text(node):
        yield ast.Pass()


def _other_arguments(call: ast.Call) -> Iterator[ast.Call]:
    """Each argument left out; each positional one beside others, None."""
    for n, _ in enumerate(call.args):
        yield ast.Call(call.func, [*call.args[:n], *call.args[n + 1 :]], call.keywords)
        if len(call.args) + len(call.keywords) > 1:
            args = [*call.args[:n], ast.Constant(None), *call.args[n + 1 :]]
            yield ast.Call(call.func, args, call.keywords)
    for n, _ in enumerate(call.keywords):
        yield ast.Call(call.func, call.args, [*call.keywords[:n], *call.keywords[n + 1 :]])

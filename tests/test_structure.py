"""The layout of the repository, kept by rules. Each failure says which file to change, and how."""

import ast
import graphlib
from collections.abc import Iterator

import pytest

from tests.source_tree import ROOT, TOPS, Import, Module, every_module, module_of, modules

PRODUCT = ("campaigns", "pushconsole")
MODULES_AT_TOP = 5
FILE_LINES = 200
FUNCTION_LINES = 30
VAGUE = {"utils", "helpers", "manager", "common", "misc"}
CROSS_CUTTING = {
    "bench", "browser", "faults", "fixtures", "journeys", "model", "mutation", "pushconsole",
    "security", "upgrade",
}  # fmt: skip
"""Folders of tests/ that test no single package of campaigns/."""
DJANGO_NAMES = {"_meta", "_default_manager", "_base_manager"}
"""Django documents these, in spite of their underscore."""
ATTRIBUTE_SETTERS = {"setattr", "delattr", "getattr", "hasattr", "object"}
"""Functions that name an attribute by a string; `object` is that of `mock.patch`."""


def refuse(faults: Iterator[str], remedy: str) -> None:
    """Fail with the remedy and one line for each fault."""
    lines = sorted(set(faults))
    if lines:
        pytest.fail("\n".join([remedy, *lines]), pytrace=False)


def test_few_modules_lie_at_the_top_of_campaigns() -> None:
    names = [
        module.file.name
        for module in modules("campaigns")
        if module.file.parent == ROOT / "campaigns" and not module.is_package
    ]
    assert len(names) <= MODULES_AT_TOP, f"Move a module into a package: {sorted(names)}"


def test_modules_are_named_by_nouns() -> None:
    names = ((module, module.name.rpartition(".")[2]) for module in modules(*PRODUCT))
    refuse(
        (
            module.at(1)
            for module, name in names
            if not module.is_package and (name.endswith("ing") or name in VAGUE)
        ),
        "Name the module by a noun that says what it holds:",
    )


def test_files_are_short() -> None:
    counts = ((m, len(m.source.splitlines())) for m in modules(*PRODUCT))
    refuse(
        (f"{module.at(1)} has {count}" for module, count in counts if count > FILE_LINES),
        f"Divide the file, it may have {FILE_LINES} lines:",
    )


def test_functions_are_short() -> None:
    refuse(
        (fault for module in modules(*PRODUCT) for fault in long_functions(module)),
        f"Divide the function, it may have {FUNCTION_LINES} lines:",
    )


def long_functions(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > FUNCTION_LINES:
                yield f"{module.at(node.lineno)} {node.name} has {count}"


def test_private_names_stay_in_their_module() -> None:
    refuse(
        (fault for module in modules(*TOPS) for fault in foreign_privates(module)),
        "Use a public name of the other module, or take the underscore off:",
    )


def foreign_privates(module: Module) -> Iterator[str]:
    """Private names of other modules: imported, read as an attribute, or named by a string."""
    ours = [found for found in module.imports if found.module.partition(".")[0] in TOPS]
    for imported in ours:
        if any(map(is_private, imported.path.split("."))):
            yield f"{module.at(imported.line)} imports {imported.path}"
    names = {imported.local for imported in ours}
    for node in module.nodes:
        owner, attribute = attribute_of(node)
        if owner in names and is_private(attribute):
            yield f"{module.at(getattr(node, 'lineno', 1))} uses {owner}.{attribute}"


def attribute_of(node: ast.AST) -> tuple[str, str]:
    """(`a`, `b`) for `a.b`, `setattr(a, "b", ...)` and the like; ("", "") for anything else."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return owner, attribute
        case ast.Call(
            func=ast.Name(id=function) | ast.Attribute(attr=function),
            args=[ast.Name(id=owner), ast.Constant(value=str(attribute)), *_],
        ) if function in ATTRIBUTE_SETTERS:
            return owner, attribute
    return "", ""


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in DJANGO_NAMES


def test_test_modules_share_nothing_with_each_other() -> None:
    refuse(
        (
            f"{module.at(imported.line)} imports {imported.path}"
            for module in modules("tests")
            for imported in module.imports
            if module_of(imported).rpartition(".")[2].startswith("test_")
        ),
        "Move what two test modules use into a module without test_:",
    )


def test_every_package_says_what_is_in_it() -> None:
    refuse(
        (
            module.at(1)
            for module in modules("campaigns")
            if module.is_package and not ast.get_docstring(module.tree)
        ),
        "Write a docstring that says what is in the package:",
    )


def test_packages_are_entered_through_their_public_modules() -> None:
    refuse(
        (fault for module in modules(*PRODUCT) for fault in entries_by_the_back(module)),
        "Import a public module of the package, or add it to __all__ of the package:",
    )


def entries_by_the_back(module: Module) -> Iterator[str]:
    for imported in module.imports:
        for package, child in steps(imported):
            public = public_names(package)
            if public is not None and child not in public and not module.is_inside(package):
                yield f"{module.at(imported.line)} imports {child} of {package}"


def steps(imported: Import) -> Iterator[tuple[str, str]]:
    """Each (package, name inside it) on the way to what is imported."""
    parts = imported.path.split(".")
    for depth in range(1, len(parts)):
        yield ".".join(parts[:depth]), parts[depth]


def public_names(package: str) -> set[str] | None:
    """`__all__` of a package of the product; None for a module or a package without it."""
    module = every_module().get(package)
    for node in module.tree.body if module and module.is_package else []:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return set(ast.literal_eval(value))
    return None


def test_tests_mirror_the_packages() -> None:
    folders = {module.file.parent.relative_to(ROOT / "tests") for module in modules("tests")}
    refuse(
        (
            f"tests/{folder}"
            for folder in folders
            if folder.parts
            and folder.parts[0] not in CROSS_CUTTING
            and not (ROOT / "campaigns" / folder / "__init__.py").is_file()
        ),
        "Name the folder of tests as the package that it tests:",
    )


def test_modules_never_import_each_other_in_a_circle() -> None:
    graph = {
        module.name: {module_of(imported) for imported in module.imports}
        for module in modules("campaigns")
    }
    refuse(circles(graph), "Move what these modules need from each other into a third one:")


def circles(graph: dict[str, set[str]]) -> Iterator[str]:
    """The first circle, if there is one."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield " <- ".join(error.args[1])

"""SQL of the triggers that make a table append-only; `append_only` declares the tables."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

PREFIX = "append_only_"


@dataclass(frozen=True)
class Kept:
    """A table of which no row is ever removed. By default no row is changed either. With `state`,
    the name of a column: `steps` maps each value from which a row may still change to the values
    that the column may take, and `columns` names what may change then."""

    model: str
    sentence: str
    """The database's error message."""
    state: str = ""
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    full: str = ""
    """SQL that names NEW: when no row may be added any more. By default one always may."""


@dataclass(frozen=True)
class Trigger:
    """`create` holds the statements that create it; `name` changes with them."""

    name: str
    table: str
    create: tuple[str, ...]


def _refused(kept: Kept, model: type[Model], differ: str) -> str:
    """SQL condition that refuses an UPDATE. `differ` is the database's operator for "differs" that
    compares NULL too."""
    if not kept.state:
        return "1 = 1"
    steps = " OR ".join(
        f"(OLD.{kept.state} = {_quoted(old)} AND NEW.{kept.state} IN ({_listed(new)}))"
        for old, new in sorted(kept.steps.items())
    )
    fields = model._meta.concrete_fields
    frozen = sorted(str(one.column) for one in fields if one.name not in kept.columns)
    return " OR ".join([f"NOT ({steps})", *(f'OLD."{c}" {differ} NEW."{c}"' for c in frozen)])


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(_quoted(value) for value in sorted(values))


def _quoted(text: str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _named(base: str, table: str, *statements: str) -> Trigger:
    """Replaces `{name}` in the statements by the trigger's name."""
    name = f"{base}_{hashlib.sha256(''.join(statements).encode()).hexdigest()[:8]}"
    return Trigger(name, table, tuple(text.replace("{name}", name) for text in statements))


def _sqlite(kept: Kept, model: type[Model]) -> Iterator[Trigger]:
    table, refused = model._meta.db_table, _refused(kept, model, "IS NOT")
    added = " OR ".join(filter(None, (_taken(model), kept.full)))
    for verb, when in (("UPDATE", refused), ("DELETE", "1 = 1"), ("INSERT", added)):
        yield _named(
            f"{PREFIX}{kept.model.lower()}_{verb.lower()}",
            table,
            f'CREATE TRIGGER {{name}} BEFORE {verb} ON "{table}" WHEN {when}'
            f" BEGIN SELECT RAISE(ABORT, {_quoted(kept.sentence)}); END",
        )


def _taken(model: type[Model]) -> str:
    """SQL condition: the new row would replace one. REPLACE fires no trigger of DELETE in a
    connection without recursive_triggers, such as that of SQLite's own shell."""
    meta = model._meta
    keys = [[field.name] for field in meta.concrete_fields if field.unique]
    keys += [list(constraint.fields) for constraint in meta.total_unique_constraints]
    columns = [[str(meta.get_field(name).column) for name in key] for key in keys]  # type: ignore[union-attr]
    same = (" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in columns)
    taken = f'FROM "{meta.db_table}" WHERE {" OR ".join(same)}'
    return f"EXISTS (SELECT 1 {taken})"


def _postgresql(kept: Kept, model: type[Model]) -> Iterator[Trigger]:
    """The function holds the condition, so that it blocks no later change of a column's type."""
    table, refused = model._meta.db_table, _refused(kept, model, "IS DISTINCT FROM")
    changed, added = "UPDATE OR DELETE", ""
    if kept.full:
        changed = f"INSERT OR {changed}"
        added = f" IF TG_OP = 'INSERT' THEN IF NOT ({kept.full}) THEN RETURN NEW; END IF; END IF;"
    function = (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f"{added}"
        f" IF TG_OP = 'UPDATE' THEN IF NOT ({refused}) THEN RETURN NEW; END IF; END IF;"
        f" RAISE EXCEPTION USING MESSAGE = {_quoted(kept.sentence)},"
        " ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for verbs, each in ((changed, "ROW"), ("TRUNCATE", "STATEMENT")):
        yield _named(
            f"{PREFIX}{kept.model.lower()}_{each.lower()}",
            table,
            function,
            f'CREATE TRIGGER {{name}} BEFORE {verbs} ON "{table}"'
            f" FOR EACH {each} EXECUTE FUNCTION {{name}}()",
        )


WRITERS: dict[str, Callable[[Kept, type[Model]], Iterator[Trigger]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}
"""By `connection.vendor`."""

"""Prepared queries: compiled to SQL once, executed often with different values.

Django compiles a query at each execution; during a send that took several times as long as all the
answers. The queries are still written with Django's ORM. This is the only module that uses the
internals of its SQL compiler.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models import sql
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import ROW_COUNT

Row = TypeVar("Row")


class Given(models.Value):
    """A placeholder: `name` is the keyword under which each execution passes the value."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def value_in(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.value], connection)


def key(name: str) -> Given:
    return Given(name, models.BigAutoField())


def moment(name: str) -> Given:
    return Given(name, models.DateTimeField())


def switch(name: str) -> Given:
    return Given(name, models.BooleanField())


def word(name: str) -> Given:
    return Given(name, models.CharField())


class _ThreadValues(threading.local):
    """The values of the execution that this thread is in."""

    values: dict[str, Any]


class _Compiled:
    """A compiler that keeps its SQL and its column converters instead of computing them at each
    execution. All threads share it: `connection` is Django's proxy for each thread's own."""

    def __init__(self, query: sql.Query, asked: Any = None) -> None:
        compiler: SQLCompiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.asked, self.compiler, self.given = asked, compiler, _ThreadValues()
        self._sql, self._params = compiler.as_sql()
        compiler.connection = connection
        compiler.as_sql = self._as_sql  # type: ignore[method-assign]
        if compiler.select:
            converters = compiler.get_converters([column[0] for column in compiler.select])
            compiler.get_converters = lambda expressions: converters  # type: ignore[method-assign]

    def _as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        values = self.given.values
        params = (
            param.value_in(values) if isinstance(param, Given) else param for param in self._params
        )
        return self._sql, tuple(params)


class PreparedStatement(ABC):
    """A statement that one thread compiles for all, at its first execution or before."""

    known: ClassVar[list["PreparedStatement"]] = []
    _lock: ClassVar = threading.Lock()
    _made: _Compiled | None = None

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self.known.append(self)

    @abstractmethod
    def _compile(self) -> _Compiled: ...

    def compiled(self) -> _Compiled:
        """Compiles in a transaction, since Django compiles FOR UPDATE in no other way. The
        transaction comes before the lock of this process, which avoids a deadlock."""
        if self._made is None:
            with transaction.atomic(savepoint=False), self._lock:
                self._made = self._made or self._compile()
        return self._made


def compile_all() -> None:
    """Compile every statement. A program that sends calls it at its start, so that its first send
    is not late."""
    for statement in PreparedStatement.known:
        statement.compiled()


class Prepared(PreparedStatement, Generic[Row]):
    """`build` returns the query, with a Given for each value that an execution passes."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Row]]) -> None:
        super().__init__(build)

    def __call__(self, **values: Any) -> list[Row]:
        """All rows for these values, one for each Given."""
        compiled = self.compiled()
        compiled.given.values = values
        return list(compiled.asked._iterable_class(compiled.asked))

    def first(self, **values: Any) -> Row | None:
        return next(iter(self(**values)), None)

    def _compile(self) -> _Compiled:
        asked: Any = self._build()
        compiled = _Compiled(asked.query, asked)
        asked.query.get_compiler = lambda *_, **__: compiled.compiler
        return compiled


class PreparedUpdate(PreparedStatement):
    """`build` returns the rows to update; `columns` are the values to write."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]], **columns: Any) -> None:
        super().__init__(build)
        self._columns = columns

    def __call__(self, **values: Any) -> int:
        """The number of rows written."""
        self.compiled().given.values = values
        compiler: Any = self.compiled().compiler
        written: int = compiler.execute_sql(ROW_COUNT)
        return written

    def _compile(self) -> _Compiled:
        asked = self._build()
        query: Any = asked.query.chain(sql.UpdateQuery)
        query.add_update_values(self._columns)
        return _Compiled(query)

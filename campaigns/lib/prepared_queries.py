"""Queries that are put into SQL once and asked often, with other values each time.

Django compiles a query anew whenever it is asked: on the way of a send that took several times as
long as all the answers. What a query means is still said in Django's own terms, in one place.
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
    """Stands in a query for the value that is given under this name when it is asked."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def among(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.value], connection)


def key(name: str) -> Given:
    return Given(name, models.BigAutoField())


def moment(name: str) -> Given:
    return Given(name, models.DateTimeField())


def switch(name: str) -> Given:
    return Given(name, models.BooleanField())


def word(name: str) -> Given:
    return Given(name, models.CharField())


class _Given(threading.local):
    """The values of the question that this thread is asking."""

    values: dict[str, Any]


class _Compiled:
    """What a compiler says once, in place of what it would find out again at each execution: the
    SQL, and how the columns of the answer are read. All threads share it: `connection` is Django's
    stand-in for each thread's own."""

    def __init__(self, query: sql.Query, asked: Any = None) -> None:
        compiler: SQLCompiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.asked, self.compiler, self.given = asked, compiler, _Given()
        self._sql, self._params = compiler.as_sql()
        compiler.connection = connection
        compiler.as_sql = self._as_sql  # type: ignore[method-assign]
        if compiler.select:
            converters = compiler.get_converters([column[0] for column in compiler.select])
            compiler.get_converters = lambda expressions: converters  # type: ignore[method-assign]

    def _as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        values = self.given.values
        params = (one.among(values) if isinstance(one, Given) else one for one in self._params)
        return self._sql, tuple(params)


class _Once(ABC):
    """Compiled at the first question, or before; by one thread for all."""

    known: ClassVar[list["_Once"]] = []
    _lock: ClassVar = threading.Lock()
    _made: _Compiled | None = None

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self.known.append(self)

    @abstractmethod
    def _compile(self) -> _Compiled: ...

    def compiled(self) -> _Compiled:
        """In a transaction, without which nothing that locks rows is compiled; it comes before the
        lock of this process, or two threads could each wait for what the other holds."""
        if self._made is None:
            with transaction.atomic(savepoint=False), self._lock:
                self._made = self._made or self._compile()
        return self._made


def compile_all() -> None:
    """At the start of a program that sends: its first send must not be late for it."""
    for one in _Once.known:
        one.compiled()


class Prepared(_Once, Generic[Row]):
    """`build` makes the query, with a Given wherever a value is not known yet."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Row]]) -> None:
        super().__init__(build)

    def __call__(self, **values: Any) -> list[Row]:
        """All rows of the answer to these values, one for each name that is given."""
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


class PreparedUpdate(_Once):
    """`build` says which rows; `columns` what is written into them."""

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]], **columns: Any) -> None:
        super().__init__(build)
        self._columns = columns

    def __call__(self, **values: Any) -> int:
        """How many rows were written."""
        self.compiled().given.values = values
        compiler: Any = self.compiled().compiler
        written: int = compiler.execute_sql(ROW_COUNT)
        return written

    def _compile(self) -> _Compiled:
        asked = self._build()
        query: Any = asked.query.chain(sql.UpdateQuery)
        query.add_update_values(self._columns)
        return _Compiled(query)

"""SQLite whose transactions stop before they begin and before they COMMIT.

What is inside a transaction runs alone, as the lock of the application's row makes it.
"""

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from tests.model.stopping import stop


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        stop("transaction")
        # what Django had set before the stop, others may have changed
        self.needs_rollback, self.commit_on_exit = False, True
        super()._start_transaction_under_autocommit()  # type: ignore[misc]

    def _commit(self) -> None:
        fate = stop("commit", "done", "done, but an error", "not done, and an error", alone=True)
        if fate.startswith("done"):
            super()._commit()  # type: ignore[misc]
        else:
            self._rollback()  # type: ignore[attr-defined]
        if fate != "done":
            raise OperationalError("server closed the connection unexpectedly")

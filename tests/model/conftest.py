"""It is always SQLite in memory that is explored: again on servers would be the same again."""

import os

collect_ignore = ["test_model.py"] if "DATABASE_URL" in os.environ else []

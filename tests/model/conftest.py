"""The model is explored on SQLite in memory only: servers would repeat the same run."""

import os

collect_ignore = ["test_model.py"] if "DATABASE_URL" in os.environ else []

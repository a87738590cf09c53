"""The product's settings in a folder of their own, without what only slows tests down.

On PostgreSQL and Redis when DATABASE_URL and REDIS_URL say so; `tests.services` sets them.
"""

import atexit
import os
import shutil
import tempfile

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="pushconsole-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ["ENV_FILE"] = os.devnull
ON_SERVERS = "DATABASE_URL" in os.environ
if ON_SERVERS:
    from cryptography.fernet import Fernet

    os.environ.setdefault("SECRET_KEY", "only for tests " * 5)
    os.environ.setdefault("SECRETS_KEYS", Fernet.generate_key().decode())
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
    os.environ.setdefault("SANDBOX", "1")
    os.environ.setdefault("CLI_VOTES", "1")
    os.environ.setdefault("REQUIRE_TOTP", "0")

from pushconsole.settings import *  # noqa: E402, F403 (the environment comes first)
from pushconsole.settings import DATABASES, MIDDLEWARE, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

if not ON_SERVERS:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
SENT_LOG = VAR_DIR / f"sent-{os.getpid()}.log"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
MIDDLEWARE = ["tests.canary.Watch", *MIDDLEWARE]
DECISIONS_PER_MINUTE = SUBMITS_PER_HOUR = 100_000  # tests are faster than people; see their own

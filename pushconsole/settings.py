"""All settings, from the environment or from `.env`; .env.example lists the variables."""

import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from campaigns.domain.provider.data_centres import parse_extra

from . import environment, keys, log_settings, stores, waits
from .celery_settings import *  # noqa: F403 (Django reads settings from one module)
from .identity_settings import *  # noqa: F403 (likewise)
from .template_settings import *  # noqa: F403 (likewise)

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(environment.text("ENV_FILE", str(BASE_DIR / ".env")))

PRODUCTION = environment.boolean("PRODUCTION", False) or bool(
    environment.text("DATABASE_URL") or environment.text("REDIS_URL")
)
"""False: everything runs on this machine, for this machine only. True: no secret has a default."""

DEBUG = environment.boolean("DEBUG", False)
VAR_DIR = environment.private_folder(Path(environment.text("VAR_DIR", str(BASE_DIR / "var"))))
PORT = environment.integer("PORT", 8000, high=65535)
SENT_LOG = VAR_DIR / "sent.log"
"""The log of every push that left this machine; a claim compares it with the database."""

# Secrets
PROGRAM = keys.program()
NEEDS_SECRETS_KEYS = PROGRAM in keys.SIGNING
SECRET_KEY = keys.secret_key(PROGRAM, VAR_DIR / "keys", production=PRODUCTION)
SECRETS_KEYS = keys.secrets_keys(PROGRAM, VAR_DIR / "keys", production=PRODUCTION)
"""Fernet keys for app secrets, newest first; the first one encrypts."""
DEMO_PASSWORD = (
    ""
    if PRODUCTION
    else environment.secret("DEMO_PASSWORD", secrets.token_urlsafe(9), VAR_DIR / "keys")
)
"""Password of all users that `manage.py demo` adds; the demo does not run in production."""

# Data centres
SANDBOX = environment.boolean("SANDBOX", not PRODUCTION)
SANDBOX_URL = environment.base_url(
    "SANDBOX_URL", environment.text("SANDBOX_URL", f"http://127.0.0.1:{PORT}")
)
try:
    EXTRA_DATA_CENTRES = parse_extra(environment.text("EXTRA_DATA_CENTRES"))
except ValueError as error:
    raise ImproperlyConfigured(
        f"EXTRA_DATA_CENTRES must be code=https://host[|https://backup],...: {error}."
    ) from None
HARMONYOS_PLATFORM = environment.text("HARMONYOS_PLATFORM")
"""The value for HarmonyOS in `platform`, should the provider have one."""

# Sending, in seconds
START_GUARD = environment.integer("START_GUARD", 20)
POST_DEADLINE = environment.integer("POST_DEADLINE", 40)
REAP_AFTER = environment.integer("REAP_AFTER", 120)
CONNECT_TIMEOUT = environment.integer("CONNECT_TIMEOUT", 5)
READ_TIMEOUT = environment.integer("READ_TIMEOUT", 30)
MAX_CLOCK_SKEW = environment.integer("MAX_CLOCK_SKEW", 30)
CA_BUNDLE = environment.existing_file("CA_BUNDLE")

CLI_VOTES = environment.boolean("CLI_VOTES", not PRODUCTION)
"""Whether `campaign approve` and `campaign resolve` work on the command line."""
SOLO_MODE = environment.boolean("SOLO_MODE", False)
"""Whether authors may vote on their own campaigns, marked solo: for a team of one."""
DECISIONS_PER_MINUTE = environment.integer("DECISIONS_PER_MINUTE", 12)  # a vote takes 5 seconds
SUBMITS_PER_HOUR = environment.integer("SUBMITS_PER_HOUR", 30)  # each keeps its body for good

# Identity; the rest is in identity_settings.py
REQUIRE_TOTP = environment.boolean("REQUIRE_TOTP", PRODUCTION)
"""Whether users who may approve, decide or operate need a one-time code with their password."""
CONFIRM_FOR = environment.integer("CONFIRM_FOR", 300)
"""Seconds for which a sign-in or a confirmation is enough for a grave decision."""
PROXY_COUNT = environment.integer("PROXY_COUNT", 0, low=0, high=10)
"""Proxies in front that each add to X-Forwarded-For; 0 ignores the header."""

# Django
ROOT_URLCONF = "pushconsole.urls"
WSGI_APPLICATION = "pushconsole.wsgi.application"
LOGGING = log_settings.LOGGING
DEFAULT_EXCEPTION_REPORTER_FILTER = "pushconsole.error_pages.NoValues"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES, SESSION_LIMITS = {"default": stores.database(VAR_DIR)}, waits.session_limits()
INSTALLED_APPS = [
    "campaigns",
    "campaigns.sandbox",
    "pushconsole.apps.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
]
MIDDLEWARE = [
    "pushconsole.response_headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "campaigns.audit.middleware.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "campaigns.accounts.middleware.Gate",
    "axes.middleware.AxesMiddleware",
]
# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "campaigns" / "locale"]
TIME_ZONE = "UTC"

# Static files
STATIC_URL = "static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Browser security
ALLOWED_HOSTS = environment.words(
    "ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = environment.boolean("HTTPS", PRODUCTION)
"""Whether browsers reach the console over https; off only for use on this machine."""
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^push\.json$", r"^user/tags?/"] if SANDBOX else []
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if environment.boolean("TRUSTED_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "pushconsole-session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "pushconsole-csrf"

# Celery's other settings are in celery_settings.py
_broker: dict[str, Any] = stores.broker(VAR_DIR)
CELERY_BROKER_URL = _broker["URL"]
CELERY_BROKER_TRANSPORT = _broker.get("TRANSPORT")
CELERY_BROKER_TRANSPORT_OPTIONS = _broker.get("TRANSPORT_OPTIONS", {})
CELERY_BROKER_USE_SSL = _broker.get("USE_SSL", False)
CELERY_TASK_SOFT_TIME_LIMIT = environment.integer("TASK_SOFT_TIME_LIMIT", 150)
CELERY_TASK_TIME_LIMIT = environment.integer("TASK_TIME_LIMIT", 180)

# Uploads: small, in memory only; larger ones are not read
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

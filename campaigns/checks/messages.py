"""The ids of all system checks, and the messages that carry them."""

from enum import StrEnum, unique

from django.core.checks import Error, Warning
from django.utils.functional import Promise


@unique
class CheckId(StrEnum):
    """Every id is used at one place and never given to another check."""

    LATE_ACKNOWLEDGEMENT = "campaigns.E001"
    REJECTION_ON_LOST_WORKER = "campaigns.E002"
    EAGER_TASKS = "campaigns.E003"
    TASK_RESULTS = "campaigns.E004"
    REMAPPED_SIGTERM = "campaigns.E005"
    DEBUG_IN_PRODUCTION = "campaigns.E006"
    ALLOWED_HOSTS = "campaigns.E007"
    NO_SECRETS_KEYS = "campaigns.E008"
    SECRETS_KEY_FORMAT = "campaigns.E009"
    DATA_CENTRE_WITHOUT_TLS = "campaigns.E010"
    TIME_NOT_POSITIVE = "campaigns.E011"
    TIME_ORDER = "campaigns.E012"
    SANDBOX_IS_PROVIDER = "campaigns.E013"
    LOCK_OUTLASTS_STATEMENT = "campaigns.E014"
    STOP_GRACE = "campaigns.E016"
    DATED_MESSAGES = "campaigns.E015"
    DATABASE_VENDOR = "campaigns.E020"
    DATABASE_SILENT = "campaigns.E021"
    SQLITE_TRANSACTION_MODE = "campaigns.E022"
    SQLITE_SYNCHRONOUS = "campaigns.E023"
    POSTGRESQL_SYNCHRONOUS_COMMIT = "campaigns.E024"
    POSTGRESQL_FSYNC = "campaigns.E025"
    NOT_APPEND_ONLY = "campaigns.E026"
    SESSION_WITHOUT_LIMIT = "campaigns.E027"
    SECRET_DOES_NOT_OPEN = "campaigns.E029"  # noqa: S105 (an id)
    SQLITE_FILE_OPEN = "campaigns.E031"
    NO_GATE = "campaigns.E030"
    SOLO_MODE = "campaigns.W001"
    AUTHENTICATOR_DOES_NOT_OPEN = "campaigns.W033"
    AUTHENTICATOR_IN_CLEAR = "campaigns.W034"
    TOTP_OFF = "campaigns.W031"
    HTTPS_OFF = "campaigns.W035"
    PROXY_COUNT = "campaigns.W032"


def error(check: CheckId, text: str | Promise, hint: str | Promise | None = None) -> Error:
    return Error(text, hint=hint, id=check.value)  # type: ignore[arg-type]


def warning(check: CheckId, text: str | Promise, hint: str | Promise | None = None) -> Warning:
    return Warning(text, hint=hint, id=check.value)  # type: ignore[arg-type]

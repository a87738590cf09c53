"""Where log lines go, and which are written."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "pushconsole.redaction.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {
            "class": "pushconsole.log_repeats.SparingHandler",
            "formatter": "line",
            # what stands nowhere else: evidence of a send, of a denial, of an export
            "always": (
                "campaigns.accounts",
                "campaigns.admin.events",
                "campaigns.audit",
                "campaigns.lib.retry",
                "campaigns.sending.noted_answers",
            ),
        },
        "requests": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.request": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
        "django.server": {"handlers": ["requests"], "propagate": False},
        "urllib3.connection": {"level": "ERROR"},
    },
}
"""Logs to standard error. Celery logs from WARNING on: one tick a second would fill the log.
urllib3 from ERROR on: its warning of broken headers quotes them, and they may repeat a signature.
"""

"""Settings of Celery. A message is only a hint, the database decides: a message may be lost but
must not be repeated, so `campaigns.checks` refuses, for example, late acknowledgement."""

import sys

from celery.schedules import schedule

from .steady import steady_now

CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
"""Once more, on a new connection: whoever publishes holds up what comes after it."""
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ROUTES = {
    "campaigns.tick": {"queue": "tick"},
    "campaigns.send": {"queue": "push"},
    "campaigns.note_taken": {"queue": "push"},
    "campaigns.check_image": {"queue": "push"},
    "campaigns.rehearse": {"queue": "push"},
    "campaigns.check_key": {"queue": "push"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BEAT_SCHEDULER = "pushconsole.tick_scheduler:Scheduler"

CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "campaigns.tick",
        "schedule": schedule(1.0, nowfun=steady_now),
        "options": {"queue": "tick"},
    },
}
"""One tick a second. None expires, because an expiry compares the clocks of two machines: the
scheduler adds none while enough wait, and `campaigns.tasks` does their work once."""

CELERY_DB_REUSE_MAX = sys.maxsize
"""Tasks after which Celery closes the database connection: never. Django looks after it before each
task (pushconsole/celery.py); unset, Celery would close it around every task."""

"""Celery only wakes; the database decides. So nothing here makes a message arrive once, and
nothing may make it arrive again: `campaigns.checks` refuses late acknowledgement, for one."""

import sys

from celery.schedules import schedule

from .steady import steady_now

CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ROUTES = {
    "campaigns.tick": {"queue": "tick"},
    "campaigns.send": {"queue": "push"},
    "campaigns.check_image": {"queue": "push"},
    "campaigns.rehearse": {"queue": "push"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
"""It keeps no file: a tick missed while beat was down is not worth making up for."""

CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "campaigns.tick",
        "schedule": schedule(1.0, nowfun=steady_now),
        "options": {"expires": 0.9},
    },
}
"""A tick a second; one that waited longer than 0.9 s is thrown away, the next one does its work."""

CELERY_DB_REUSE_MAX = sys.maxsize
"""Tasks after which Celery closes the database connection: never, for Django sees to it before each
(pushconsole/celery.py). Unset it is closed around every one."""

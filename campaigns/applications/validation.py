"""The rules an application must meet before it is stored, by a screen or by the command line."""

from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from campaigns.domain.translatable import Problem, listed, translatable
from campaigns.lib.model_validation import is_header_word, of_model
from campaigns.models import Application, Submission

from . import data_centres

MAXIMUM = 32_767
"""The largest value of a smallint in PostgreSQL."""
MINIMUMS = {
    "per_hour": 1,
    "per_day": 1,
    "votes_needed": 1,
    "votes_needed_tags": 1,
    "votes_needed_everyone": 1,
    "cool_down_minutes": 0,
    "everyone_per_day": 0,
}
"""Column -> its smallest value."""


def application_problems(application: Application) -> list[Problem]:
    """What is wrong with it, each under the name of its column; empty if it may be stored."""
    own = [
        *_identity_problems(application),
        *_data_centre_problems(application),
        *_time_problems(application),
    ]
    own.extend(_number_problems(application))
    named = {problem.field for problem in own}
    return [*own, *(problem for problem in of_model(application) if problem.field not in named)]


def _identity_problems(application: Application) -> Iterator[Problem]:
    others = Application.objects.exclude(pk=application.pk)
    if not is_header_word(application.app_key):
        text = translatable("Enter the app key as the provider's console shows it, without spaces.")
        yield Problem("app_key", text)
    if others.filter(app_key=application.app_key).exists():
        text = translatable("Enter another app key: %(key)s is in use.", key=application.app_key)
        yield Problem("app_key", text)
    if others.filter(name=application.name).exists():
        text = translatable("Choose another name: %(name)s is taken.", name=application.name)
        yield Problem("name", text)
    yield from _frozen_problems(application)


def _frozen_problems(application: Application) -> Iterator[Problem]:
    """App key and data centre stay once a submission has copied them: an approval is about both."""
    if not Submission.objects.filter(campaign__application_id=application.pk).exists():
        return
    stored = Application.objects.get(pk=application.pk)
    for name in ("app_key", "data_centre"):
        if getattr(stored, name) != getattr(application, name):
            yield Problem(
                name, translatable("Add another application: this one was submitted for.")
            )


def _data_centre_problems(application: Application) -> Iterator[Problem]:
    codes = sorted(data_centres.known())
    if application.data_centre not in codes:
        text = translatable(
            "Choose another data centre than %(code)s: %(codes)s.",
            code=application.data_centre,
            codes=listed(codes, "or"),
        )
        yield Problem("data_centre", text)


def _number_problems(application: Application) -> Iterator[Problem]:
    for field, least in MINIMUMS.items():
        value = getattr(application, field)
        if value is not None and not least <= value <= MAXIMUM:
            text = translatable(
                "Enter a number from %(least)d to %(most)d: %(value)d is outside.",
                least=least,
                most=MAXIMUM,
                value=value,
            )
            yield Problem(field, text)


@cache
def _known_zones() -> set[str]:
    """Cached: it reads a few hundred files."""
    return available_timezones()


def _time_problems(application: Application) -> Iterator[Problem]:
    for field, names in (
        ("time_zone", [application.time_zone]),
        ("day_zones", application.day_zones),
    ):
        for name in names:
            if name not in _known_zones():
                text = translatable("Enter a zone as Asia/Shanghai: %(name)s is none.", name=name)
                yield Problem(field, text)
    if not application.day_zones:
        yield Problem("day_zones", translatable("Enter at least one zone: 0 are given."))
    quiet = application.quiet_hours
    if quiet and quiet.start == quiet.end:
        text = translatable(
            "Choose an end that differs from %(start)s.", start=f"{quiet.start:%H:%M}"
        )
        yield Problem("quiet_to", text)

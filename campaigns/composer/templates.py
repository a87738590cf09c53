"""Templates: saved from the content of a campaign, filled in to create the next one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from campaigns import access
from campaigns.access import Actor, NotAllowed
from campaigns.audit import events
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.translatable import Problem, translatable
from campaigns.domain.validation import placeholders
from campaigns.lib import model_validation
from campaigns.locks import refusing_when_busy
from campaigns.models import Application, Campaign, CampaignTemplate

from . import drafts, message_columns
from .sizes import require_size

KEPT = (
    *(name for name in message_columns.COLUMNS.values() if not name.startswith("audience_")),
    "labels",
)
"""Columns that a template keeps: the content, without audience and times."""
FILLED = tuple(message_columns.field_of(path) for path in placeholders.PATHS)
"""Columns whose placeholders are filled: titles and alerts."""


@refusing_when_busy()
def save(source: Campaign, actor: Actor, *, name: str) -> CampaignTemplate:
    """Save the content of a campaign under this name, with the people who wrote it. Raises
    NotAllowed."""
    author = access.require(actor, access.COMPOSE, source.application)
    columns = {column: getattr(source, column) for column in KEPT}
    require_size(columns)
    template = CampaignTemplate(
        application=source.application,
        name=_name(name),
        columns={column: value for column, value in columns.items() if not _is_empty(value)},
        author=author,
    )
    problems = model_validation.of_model(template)
    if _taken(template):
        text = translatable("Choose another name: %(name)s is taken.", name=template.name)
        problems = [Problem("name", text)]
    if problems:
        raise NotAllowed(problems[0].text, tuple(problems))
    _store(template, source.writers())
    _note(Verb.SAVE_TEMPLATE, template, actor, source)
    return template


def is_there(application: Application, name: str) -> bool:
    """Whether the application has a template that `save` would give this name."""
    return application.templates.filter(name=_name(name)).exists()


def _name(typed: str) -> str:
    return " ".join(typed.replace("\0", " ").split())


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _taken(template: CampaignTemplate) -> bool:
    return template.application.templates.filter(name=template.name).exists()


def _store(template: CampaignTemplate, writers: set[int]) -> None:
    try:
        with transaction.atomic():
            template.save(force_insert=True)
            template.writers.set(writers)
    except IntegrityError as error:
        raise NotAllowed(
            translatable("Choose another name: %(name)s is taken.", name=template.name)
        ) from error


@refusing_when_busy()
def delete(template: CampaignTemplate, actor: Actor) -> None:
    """Delete the template; campaigns that were created from it stay. Raises NotAllowed."""
    access.require(actor, access.COMPOSE, template.application)
    _note(Verb.DELETE_TEMPLATE, template, actor, None)
    template.delete()


def _note(verb: Verb, template: CampaignTemplate, actor: Actor, campaign: Campaign | None) -> None:
    application = template.application
    events.record(verb, actor, campaign=campaign, application=application, comment=template.name)


def placeholder_names(template: CampaignTemplate) -> tuple[str, ...]:
    """The names of its placeholders, in the order of titles and alerts."""
    return placeholders.names(_texts(template))


def _texts(template: CampaignTemplate) -> Iterable[str]:
    return (text for column in FILLED if isinstance(text := template.columns.get(column), str))


def use(
    template: CampaignTemplate, actor: Actor, *, name: str, values: Mapping[str, str]
) -> Campaign:
    """Create a draft with the placeholders filled. A placeholder without a value stays, and blocks
    the submission until it is replaced. Raises NotAllowed."""
    columns: dict[str, Any] = {
        column: value for column, value in template.columns.items() if column in KEPT
    }
    for column in set(FILLED) & set(columns):
        try:
            columns[column] = placeholders.fill(columns[column], values)
        except placeholders.TooLong as error:
            raise NotAllowed(error.text, (Problem(column, error.text),)) from error
    writers = {template.author_id, *template.writers.values_list("pk", flat=True)}
    columns["name"] = name
    return drafts.create(template.application, actor, columns, writers=writers)

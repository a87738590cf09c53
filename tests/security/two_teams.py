"""Two teams with one person of each role and one object of each kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from campaigns.access import Actor
from campaigns.accounts import roles
from campaigns.composer import templates
from campaigns.domain.audit.verbs import Verb
from campaigns.domain.provider.outcome import Outcome
from campaigns.domain.workflow import Status
from campaigns.models import Application, Attempt, Campaign, CampaignTemplate, Event, Rehearsal
from campaigns.sandbox.models import Call, Device, SandboxApp, SandboxUser
from tests.factories import approved, make_application, make_campaign, make_user, submitted

STAFF = "MROCASN"
"""Marketer, reviewer, operator and auditor of our team, operator of everything (C), superuser, and
staff without a role (N)."""
OUTSIDE = "0DX"
"""Nobody signed in, somebody deactivated, somebody who is no staff."""
FOREIGN = "mroa"
"""The other team's marketer, reviewer, operator and auditor."""
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
"""Statements that change nothing; where there were no others, no table needs to be read."""
OTHER_TABLES = (
    *("django_session", "django_content_type", "django_migrations", "auth_permission"),
    "campaigns_allowance",  # counts of refusals, as those of axes are
)


@dataclass
class Team:
    """An application and what belongs to it, by the name that a URL's parameter stands for."""

    application: Application
    marketer: User
    reviewer: User
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    template: CampaignTemplate | None = None
    rehearsal: Rehearsal | None = None
    app: SandboxApp | None = None
    user: SandboxUser | None = None
    call: Call | None = None


@dataclass
class TwoTeams:
    ours: Team
    theirs: Team
    clients: dict[str, Client]
    people: dict[str, User]
    target: User
    before: dict[str, str] = field(default_factory=dict)

    has_written: bool = False

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens in this block is taken back."""
        self.has_written = False
        with transaction.atomic(), connection.execute_wrapper(self._statement):
            yield
            transaction.set_rollback(True)

    def _statement(self, execute: Any, sql: str, *more: Any) -> Any:
        self.has_written |= not sql.lstrip(" (").upper().startswith(HARMLESS)
        return execute(sql, *more)

    def is_changed(self, but: tuple[str, ...] = ()) -> bool:
        """Is anything stored otherwise than at the beginning, but in these tables?"""
        if not self.has_written:
            return False
        now = digest()
        return any(now[table] != self.before[table] for table in now if table not in but)


def digest() -> dict[str, str]:
    """Table -> its content. Sessions are left out, and the notes about refusals."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in OTHER_TABLES or table.startswith("axes_"):
                continue
            name = connection.ops.quote_name(table)
            where = "WHERE verb NOT IN (%s, %s)" if table == Event._meta.db_table else ""
            cursor.execute(
                f"SELECT * FROM {name} {where} ORDER BY 1",  # noqa: S608 (our own tables)
                [Verb.DENIED, Verb.SIGN_IN_FAILED] if where else None,
            )
            found[table] = repr(cursor.fetchall())
    return found


def build() -> TwoTeams:
    ours, theirs = _team("Shop", ""), _team("Elsewhere", "2")
    people = _people(ours, theirs)
    clients = {letter: _signed_in(user) for letter, user in people.items()}
    clients["0"] = Client()
    User.objects.filter(pk=people["D"].pk).update(is_active=False)
    target = make_user("target", roles.AUDITOR, [ours.application])
    teams = TwoTeams(ours, theirs, clients, people, target)
    teams.before = digest()
    return teams


def _people(ours: Team, theirs: Team) -> dict[str, User]:
    own, other = [ours.application], [theirs.application]
    return {
        "M": ours.marketer,
        "R": ours.reviewer,
        "O": make_user("olga", roles.OPERATOR, own),
        "A": make_user("anna", roles.AUDITOR, own),
        "C": make_user("chief", roles.OPERATOR),
        "S": make_user("root", None, is_superuser=True),
        "N": make_user("nora", None, own),
        "D": make_user("gone", roles.MARKETER, own),
        "X": _no_staff(make_user("outsider", roles.MARKETER, own)),
        "m": theirs.marketer,
        "r": theirs.reviewer,
        "o": make_user("olga2", roles.OPERATOR, other),
        "a": make_user("anna2", roles.AUDITOR, other),
    }


def _no_staff(user: User) -> User:
    user.is_staff = False
    user.save()
    return user


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _team(name: str, suffix: str) -> Team:
    application = make_application(
        name, data_centre="sandbox", per_hour=20, per_day=50, test_user_ids=["u1"]
    )
    application.sandbox_application = application
    application.save()
    marketer = make_user(f"maria{suffix}", roles.MARKETER, [application])
    reviewer = make_user(f"rita{suffix}", roles.REVIEWER, [application])
    team = Team(application, marketer, reviewer)
    _campaigns(team)
    draft = team.campaigns["draft"]
    team.template = templates.save(draft, Actor(marketer), name=f"Template {name}")
    team.rehearsal = _rehearsal(team, draft)
    _sandbox(team)
    return team


def _campaigns(team: Team) -> None:
    later = timezone.now() + timedelta(hours=5)

    def draft(name: str, **columns: Any) -> Campaign:
        return make_campaign(team.application, team.marketer, name=name, **columns)

    team.campaigns = {
        "draft": draft("Draft"),
        "in_review": submitted(draft("Waiting")),
        "approved": approved(draft("Ready", send_at=later), team.reviewer),
        "unknown": _ended(approved(draft("Lost"), team.reviewer), Status.UNKNOWN),
        "refused": _ended(approved(draft("Refused"), team.reviewer), Status.REFUSED),
    }


def _ended(campaign: Campaign, status: Status) -> Campaign:
    now = timezone.now()
    assert campaign.submission is not None
    Attempt.objects.create(
        application=campaign.application,
        submission=campaign.submission,
        request_id=f"request-{campaign.pk}",
        number=1,
        started=now,
        finished=now,
        outcome=Outcome.UNKNOWN if status == Status.UNKNOWN else Outcome.REFUSED,
    )
    Campaign.objects.filter(pk=campaign.pk).update(status=status)
    return Campaign.objects.get(pk=campaign.pk)


def _rehearsal(team: Team, campaign: Campaign) -> Rehearsal:
    return Rehearsal.objects.create(
        campaign=campaign,
        application=team.application,
        actor=team.marketer,
        key=f"key-{team.application.name}",
        body=b"{}",
        body_digest="0" * 64,
        requested=timezone.now(),
    )


def _sandbox(team: Team) -> None:
    app = SandboxApp.objects.create(app_key=team.application.app_key, name=team.application.name)
    team.app = app
    team.user = SandboxUser.objects.create(app=app, user_id="u1")
    Device.objects.create(user=team.user, label="u1-1", kind="vivo", package_name="com.example")
    team.call = Call.objects.create(
        app=app, at=timezone.now(), path="/push.json", kind="push-only", status=200
    )

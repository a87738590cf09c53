"""The transitions that writers of a campaign make: one function each checks who may and the rule,
then moves it.

Screens and the command line move campaigns only by these and by `review.actions`. Each raises
NotAllowed; then nothing has changed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User

from campaigns import access
from campaigns.access import Actor, Denied, NotAllowed
from campaigns.audit import kept_rows, pace
from campaigns.domain.message import payload
from campaigns.domain.message.audience_kinds import KINDS
from campaigns.domain.translatable import Problem, translatable
from campaigns.domain.workflow import Move, Status
from campaigns.lib import database_clock
from campaigns.models import Campaign, Submission, SubmissionVoter
from campaigns.workflow.transitions import locked_campaign, move, to_draft

from . import message_columns, readiness


def submit(pk: int, actor: Actor, *, confirm: str = "", comment: str = "") -> Campaign:
    """Freeze the draft and ask for review. `confirm` is the application's name as typed; an
    everyone-push needs it."""
    with locked_campaign(pk) as campaign:
        now = database_clock.now()
        user = access.require(actor, access.COMPOSE, campaign.application)
        if not campaign.is_draft:
            raise NotAllowed(translatable("Reload the page: this campaign was submitted already."))
        problems = readiness.problems(campaign, now)
        if problems:
            raise NotAllowed(
                translatable("Mend what is listed before you submit."), tuple(problems)
            )
        if campaign.is_grave:
            _require_everyone(campaign, actor, confirm)
        _require_pace(actor, now)
        frozen = _freeze(campaign, user)
        move(
            campaign,
            Move.SUBMIT,
            Status.IN_REVIEW,
            actor=actor,
            now=now,
            comment=comment,
            evidence=kept_rows.SUBMISSION.of(frozen),
            submission=frozen,
        )
    return campaign


def _require_pace(actor: Actor, now: datetime) -> None:
    """Raises NotAllowed after SUBMITS_PER_HOUR submits of this person in an hour: each keeps its
    body for good."""
    most: int = settings.SUBMITS_PER_HOUR
    if pace.is_reached(actor, (Move.SUBMIT,), most=most, span=timedelta(hours=1), now=now):
        raise NotAllowed(
            translatable(
                "Wait a while: you have submitted %(most)d times in the last hour.", most=most
            )
        )


def _require_everyone(campaign: Campaign, actor: Actor, confirm: str) -> None:
    access.require(actor, access.PUSH_TO_EVERYONE, campaign.application)
    name = campaign.application.name
    if confirm.strip() != name:
        text = translatable(
            "Type the application's name, %(name)s: this reaches everyone.", name=name
        )
        raise NotAllowed(text, (Problem("confirm", text),))


def _freeze(campaign: Campaign, submitter: User) -> Submission:
    now, application = database_clock.now(), campaign.application
    voters = sorted(application.voters.values_list("pk", flat=True))
    submission = Submission(
        campaign=campaign,
        body=payload.body(message_columns.to_message(campaign)),
        kind=campaign.audience_kind,
        app_key=application.app_key,
        data_centre=application.data_centre,
        send_at=campaign.send_at,
        send_before=readiness.send_before(campaign, now),
        votes_needed=application.votes_for(KINDS[campaign.audience_kind]),
        voters=voters or None,
        submitter=submitter,
        created=now,
    )
    submission.digest = submission.digest_now(application)
    submission.save(force_insert=True)
    SubmissionVoter.objects.bulk_create(
        SubmissionVoter(submission=submission, user_id=voter) for voter in voters
    )
    return submission


def withdraw(pk: int, actor: Actor, *, comment: str = "") -> Campaign:
    """Move it from review back to draft; whoever wrote, edited or submitted it may."""
    with locked_campaign(pk) as campaign:
        if not access.is_writer(campaign, actor):
            text = translatable("Ask its author to withdraw it, or request changes.")
            raise Denied(text, actor, campaign=campaign)
        to_draft(campaign, Move.WITHDRAW, actor=actor, comment=comment)
    return campaign


def unschedule(pk: int, actor: Actor, *, comment: str = "") -> Campaign:
    """Move it from approved back to draft: the approval is void and nothing will be sent."""
    with locked_campaign(pk) as campaign:
        reviewer = access.may(actor.user, access.REVIEW, campaign.application)
        if not reviewer and not access.is_writer(campaign, actor):
            text = translatable("Ask its author or a reviewer to unschedule it.")
            raise Denied(text, actor, campaign=campaign)
        to_draft(campaign, Move.UNSCHEDULE, actor=actor, comment=comment)
    return campaign


def revise(pk: int, actor: Actor, *, comment: str = "") -> Campaign:
    """Move it from refused or missed back to draft; sending it needs a new approval."""
    with locked_campaign(pk) as campaign:
        access.require(actor, access.COMPOSE, campaign.application)
        to_draft(campaign, Move.REVISE, actor=actor, comment=comment)
    return campaign


def archive(pk: int, actor: Actor, *, comment: str = "") -> Campaign:
    """Archive it for good; nothing is deleted."""
    with locked_campaign(pk) as campaign:
        now = database_clock.now()
        access.require(actor, access.COMPOSE, campaign.application)
        move(campaign, Move.ARCHIVE, Status.ARCHIVED, actor=actor, now=now, comment=comment)
    return campaign

"""Everything that the page of one campaign shows, ready to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from campaigns.admin.components import campaign_rows, image_panel, quota_bar, send_windows
from campaigns.admin.components.body_json import pretty_json
from campaigns.admin.components.day_plan import DayPlan, day_plan
from campaigns.admin.components.viewer import Viewer
from campaigns.composer import message_columns, reach, readiness
from campaigns.domain.message.audience import sentence
from campaigns.domain.message.shape import Message, read_json
from campaigns.domain.translatable import Problem
from campaigns.domain.workflow import UNDECIDED, Status
from campaigns.lib import i18n
from campaigns.models import Campaign, Submission
from campaigns.preview import phones
from campaigns.review import comparison
from campaigns.scheduling import quota
from campaigns.sending import holds

from . import differences, evidence, history, next_step
from .evidence import Evidence
from .holds import HoldLine, current_holds, hold_lines
from .next_step import ChangeRequest
from .notes import FieldNote, field_notes


@dataclass
class ReviewPacket:
    """What a reviewer decides on. Each part is made once, when the template first asks for it;
    the time zone of the application must be active then, because sentences name moments."""

    viewer: Viewer
    now: datetime
    too_large: Sequence[Problem] = ()
    """Why only a part of the draft is shown."""

    @property
    def campaign(self) -> Campaign:
        return self.viewer.campaign

    @property
    def submission(self) -> Submission | None:
        return self.viewer.submission

    @cached_property
    def raw(self) -> bytes:
        """The body that was submitted, or that the draft would have."""
        return message_columns.body(self.campaign)

    @cached_property
    def message(self) -> Message:
        return (
            read_json(self.raw)[0] if self.submission else message_columns.to_message(self.campaign)
        )

    @cached_property
    def ledger(self) -> quota.Ledger:
        return quota.ledger(self.campaign.application, self.now, self.campaign.kind)

    @cached_property
    def pauses(self) -> list[holds.Hold]:
        return list(holds.pauses(self.campaign.application, self.now))

    @cached_property
    def holds(self) -> list[holds.Hold]:
        return current_holds(self.viewer, self.pauses, self.now)

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """URL of an image -> URL of our copy of it."""
        return image_panel.form_images(self.message, self.now).copies

    @property
    def is_in_review(self) -> bool:
        return self.campaign.status == Status.IN_REVIEW

    @property
    def is_approved(self) -> bool:
        return self.campaign.status == Status.APPROVED

    @property
    def is_undecided(self) -> bool:
        """False once it has left or will not leave: advice and plans are of no use then."""
        return self.campaign.status in UNDECIDED

    @cached_property
    def next_step(self) -> str:
        return next_step.next_step_text(self.viewer, self.votes, len(self.problems), self.holds)

    @cached_property
    def asked(self) -> ChangeRequest | None:
        return next_step.change_request(self.campaign)

    @cached_property
    def waits(self) -> list[HoldLine]:
        return hold_lines(self.viewer, self.holds)

    @cached_property
    def evidence(self) -> Evidence | None:
        return evidence.campaign_evidence(self.campaign)

    @cached_property
    def audience(self) -> str:
        return i18n.render(sentence(self.message))

    @cached_property
    def estimate(self) -> str:
        return i18n.render(reach.estimate(self.campaign.application, self.message, self.now).text)

    @property
    def is_grave(self) -> bool:
        return self.campaign.is_grave

    @property
    def may_edit(self) -> bool:
        return self.campaign.is_draft and self.viewer.may_compose

    @property
    def may_delete(self) -> bool:
        return self.may_edit and not self.viewer.was_submitted

    @property
    def data_centre(self) -> str:
        return campaign_rows.data_centre_text(self.campaign.application)

    @cached_property
    def window(self) -> list[tuple[str, str]]:
        return send_windows.window_texts(self.campaign, self.submission, self.now)

    @cached_property
    def rules(self) -> list[str]:
        return send_windows.rule_texts(self.campaign.application, is_everyone=self.is_grave)

    @cached_property
    def budget(self) -> str:
        return quota_bar.quota_text(self.ledger, self.now, next(iter(self.pauses), None))

    @cached_property
    def day(self) -> DayPlan | None:
        return day_plan(self.campaign, self.ledger, self.now) if self.is_undecided else None

    @cached_property
    def problems(self) -> list[FieldNote]:
        """What blocks the submission of a draft; in review, what speaks against an approval."""
        if self.campaign.is_draft:
            found = readiness.problems(self.campaign, self.now, self.ledger)
            return field_notes([*self.too_large, *found])
        if self.submission is None or not self.is_in_review:
            return []
        return field_notes(
            readiness.submitted_problems(self.campaign, self.submission, self.now, self.ledger)
        )

    @cached_property
    def advice(self) -> list[FieldNote]:
        if not self.is_undecided:
            return []
        return field_notes(readiness.advise(self.campaign, self.now, self.ledger))

    @property
    def json(self) -> str:
        return pretty_json(self.raw)

    @cached_property
    def previous(self) -> differences.ShownComparison | None:
        """With the version that somebody voted on last; None where nothing is to be decided."""
        if self.submission is None or not self.is_in_review:
            return None
        reviewed = comparison.with_reviewed(self.campaign, self.submission)
        name = self.campaign.application.name
        return differences.shown_comparison(reviewed, name, self.copies, self.submission)

    @cached_property
    def similar(self) -> differences.ShownComparison | None:
        """With the most similar push sent lately; None where nothing is to be decided."""
        if self.submission is None or not self.is_in_review:
            return None
        sent = comparison.with_most_similar(self.campaign, self.submission.body_bytes)
        return differences.shown_comparison(sent, self.campaign.application.name, self.copies)

    @cached_property
    def votes(self) -> history.VoteCount | None:
        return history.vote_count(self.campaign, self.submission)

    @cached_property
    def attempts(self) -> history.AttemptHistory:
        return history.attempt_history(self.campaign)

    @cached_property
    def events(self) -> list[history.EventLine]:
        return history.event_lines(self.campaign)

    @cached_property
    def phones(self) -> list[phones.PreviewPhone]:
        return phones.draw_phones(self.message.wire(), self.campaign.application.name, self.copies)

"""Why no answer came: the code that an attempt keeps, and its sentence for people."""

from enum import StrEnum

from campaigns.domain.translatable import Text, translatable


class Failure(StrEnum):
    """The code that detects the failure sets it. Any answer of the provider, even an error, is
    recorded by its HTTP status, code and sentence instead."""

    NO_REPORT = "no_report"
    STOPPED = "stopped"
    CLAIM_NOT_CONFIRMED = "claim_not_confirmed"
    NO_CONNECTION = "no_connection"
    NO_ANSWER = "no_answer"
    CLOSED = "closed"
    CUT_OFF = "cut_off"
    DEADLINE = "deadline"
    CLOSED_EARLY = "closed_early"
    NOT_HTTP = "not_http"
    CLAIM_TOO_OLD = "claim_too_old"
    WINDOW_OVER = "window_over"
    PAUSED = "paused"


SENTENCES: dict[Failure, Text] = {
    Failure.NO_REPORT: translatable(
        "The sender was gone before it could say what it was answered."
    ),
    Failure.STOPPED: translatable("The sender was stopped while it waited for the answer."),
    Failure.CLAIM_NOT_CONFIRMED: translatable(
        "The database did not confirm that this send was begun."
    ),
    Failure.NO_CONNECTION: translatable("No connection to RongCloud came about."),
    Failure.NO_ANSWER: translatable("No answer came in time."),
    Failure.CLOSED: translatable("The connection was closed before an answer came."),
    Failure.CUT_OFF: translatable("The connection was cut off before an answer came."),
    Failure.DEADLINE: translatable("No whole answer came within the time for one send."),
    Failure.CLOSED_EARLY: translatable(
        "The connection was closed while the request was being sent."
    ),
    Failure.NOT_HTTP: translatable("What came back was no answer that a program can read."),
    Failure.CLAIM_TOO_OLD: translatable("The sender was held up, so nothing was let go any more."),
    Failure.WINDOW_OVER: translatable("Its window was over, so nothing was let go any more."),
    Failure.PAUSED: translatable("Sending was paused at the last moment, so nothing was let go."),
}

"""Who gets what at which door: every URL of the product, for every role, in one table.

The letters stand in `teams`. A number is an HTTP status; 302 of somebody outside leads to the
login. `writes` names whose POST changes something: nobody else's may, whatever it answers. What is
another team's is for m, r, o and a as if it were not there: the same answer as for what nobody has.
"""

from tests.security import bodies
from tests.security.doors import (
    ALL,
    APPLICATION,
    CAMPAIGN,
    COMPOSE,
    EVENT,
    EVERYBODY,
    LOST,
    MANAGE,
    NOT_A_GET,
    OPERATE,
    PERSON,
    SEEN,
    SENT_ON,
    Body,
    Door,
    by,
)


def _move(verb: str, on: str, writes: str, body: Body = lambda teams: {"comment": "why"}) -> Door:
    return Door(
        "campaigns/campaign/<int:pk>/<move:verb>/",
        by(405, N=403),
        by(200, N=403, **{writes: 302}),
        writes,
        body,
        on,
        verb,
    )


MOVES = [
    _move("submit", "draft", "MS"),
    _move("withdraw", "in_review", "M"),
    _move("approve", "in_review", "RS", bodies.vote),
    _move("request-changes", "in_review", "RS", bodies.vote),
    _move("unschedule", "approved", "MRS"),
    _move("resolve", "unknown", "ROCS", lambda teams: {"arrived": "no", "comment": "why"}),
    _move("revise", "refused", "MS"),
    _move("archive", "refused", "MS"),
    _move("comment", "draft", "MROCS"),
]


CAMPAIGNS = [
    Door(CAMPAIGN, SEEN, SEEN),
    Door(f"{CAMPAIGN}desk/", by(403, RS=200), NOT_A_GET),
    Door(f"{CAMPAIGN}unknown/", SEEN, NOT_A_GET),
    Door(f"{CAMPAIGN}import/", COMPOSE, by(403, MS=302), "MS", bodies.imported),
    Door(f"{CAMPAIGN}templates/", COMPOSE, NOT_A_GET),
    Door(f"{CAMPAIGN}templates/<int:pk>/", COMPOSE, by(403, MS=302), "MS", bodies.named),
    Door(f"{CAMPAIGN}templates/<int:pk>/delete/", NOT_A_GET, by(403, MS=302), "MS"),
    Door(f"{CAMPAIGN}<int:pk>/save-template/", NOT_A_GET, by(302, N=403), "MS", bodies.named),
    Door(f"{CAMPAIGN}<int:pk>/duplicate/", NOT_A_GET, by(302, N=403), "MS", bodies.named),
    Door(f"{CAMPAIGN}<int:pk>/test/", NOT_A_GET, by(302, N=403), "MS", bodies.named),
    Door(f"{CAMPAIGN}<int:pk>/rehearse/", NOT_A_GET, by(302, N=403), "MRS", bodies.named),
    Door(f"{CAMPAIGN}<int:pk>/rehearsals/<int:number>/", SEEN, NOT_A_GET),
    Door(f"{CAMPAIGN}add/", COMPOSE, by(403, MS=302), "MS", bodies.draft),
    Door(f"{CAMPAIGN}<path:object_id>/history/", by(302, N=403), by(302, N=403)),
    Door(f"{CAMPAIGN}<path:object_id>/delete/", by(403), by(403), on="in_review"),
    Door(f"{CAMPAIGN}<path:object_id>/change/", SEEN, by(302, N=403), "MS", bodies.draft),
    *(
        Door(f"{CAMPAIGN}{at}{name}/", NOT_A_GET, COMPOSE, body=bodies.draft)
        for at in ("", "<int:pk>/")
        for name in ("live/audience", "live/schedule", "live/user-ids", "live/split", "preview")
    ),
    Door(f"{CAMPAIGN}<int:pk>/page/", SEEN, NOT_A_GET),
    Door(f"{CAMPAIGN}image/<str:name>/", NOT_A_GET, COMPOSE),
    Door(f"{CAMPAIGN}picture/<str:pk>/", by(404, N=403), NOT_A_GET),
    Door(f"{CAMPAIGN}<int:pk>/payload/", SEEN, NOT_A_GET),
    Door(f"{CAMPAIGN}<int:pk>/standing/", SEEN, NOT_A_GET),
    *MOVES,
]

APPLICATIONS = [
    Door(APPLICATION, SEEN, SEEN),
    Door(f"{APPLICATION}add/", OPERATE, by(403, OCS=302), "OCSo", bodies.new_application),
    Door(f"{APPLICATION}<path:object_id>/history/", SENT_ON, SENT_ON),
    Door(f"{APPLICATION}<path:object_id>/delete/", LOST, LOST),
    Door(
        f"{APPLICATION}<path:object_id>/change/",
        SEEN,
        by(403, OCS=302),
        "OCS",
        bodies.own_application,
    ),
    Door(f"{APPLICATION}<int:pk>/pause/", NOT_A_GET, by(302, N=403), "ROCS", bodies.application),
    Door(f"{APPLICATION}<int:pk>/resume/", NOT_A_GET, by(302, N=403)),
    Door(f"{APPLICATION}<int:pk>/check-key/", NOT_A_GET, by(403, OCS=302), "OCS"),
    Door(
        f"{APPLICATION}<int:pk>/outside-send/", OPERATE, by(403, OCS=302), "OCS", bodies.application
    ),
]

EVENTS = [
    Door(EVENT, SEEN, SEEN),
    Door(f"{EVENT}export/", SEEN, NOT_A_GET),
    Door(f"{EVENT}add/", by(302, N=404), by(302, N=404)),
    Door(f"{EVENT}<path:object_id>/history/", SENT_ON, SENT_ON),
    Door(f"{EVENT}<path:object_id>/delete/", LOST, LOST),
    Door(f"{EVENT}<path:object_id>/change/", by(302, N=404), by(302, N=404)),
]

PEOPLE = [
    Door(PERSON, MANAGE, MANAGE),
    Door(f"{PERSON}add/", MANAGE, by(403, CS=302), "CS", bodies.person),
    Door(f"{PERSON}<path:object_id>/history/", SENT_ON, SENT_ON),
    Door(f"{PERSON}<path:object_id>/delete/", LOST, LOST),
    Door(f"{PERSON}<path:object_id>/change/", MANAGE, by(403, CS=302), "CS", bodies.person),
    Door(f"{PERSON}<int:pk>/password/", NOT_A_GET, by(403, CS=302), "CS", bodies.person),
    Door(f"{PERSON}<int:pk>/active/", NOT_A_GET, by(403, CS=302), "CS", bodies.person),
    Door(f"{PERSON}<int:pk>/second-factor/", NOT_A_GET, by(403, CS=302), "CS"),
]


def _play(name: str, body: Body, *, adds: str, changes: str, deletes: str) -> list[Door]:
    """Django's own screens, for those who set the sandbox up. An app with calls is not deleted."""
    area, change = f"sandbox/{name}/", f"sandbox/{name}/<path:object_id>/"
    adding, changing = {adds or "-": 302}, {changes or "-": 302}
    return [
        Door(area, OPERATE, OPERATE),
        Door(f"{area}add/", by(403, **{adds or "-": 200}), by(403, **adding), adds, body),
        Door(f"{change}history/", SENT_ON, SENT_ON),
        Door(
            f"{change}delete/",
            by(403, **{changes or "-": 200}),
            by(403, **{deletes or "-": 302}),
            deletes,
            lambda teams: {"post": "yes"},
        ),
        Door(f"{change}change/", OPERATE, by(403, **changing), changes, body),
    ]


SANDBOX = [
    *(
        Door(path, by(405), by(400), outside=(405, 400))
        for path in (
            "push.json",
            "user/tag/set.json",
            "user/tag/batch/set.json",
            "user/tags/get.json",
        )
    ),
    Door("sandbox/", ALL, NOT_A_GET, outside=(302, 405)),
    Door("sandbox/phones/<int:app_id>/", by(200, N=404), NOT_A_GET, outside=(302, 405)),
    *_play("sandboxapp", bodies.sandbox_app, adds="CS", changes="OCS", deletes=""),
    *_play("sandboxuser", bodies.sandbox_user, adds="OCS", changes="OCS", deletes="OCS"),
    *_play("call", bodies.nothing, adds="", changes="", deletes=""),
]

SIGN_IN = [
    Door("kept/", SENT_ON, SENT_ON),
    Door("sign-in/", ALL, NOT_A_GET),
    Door("sign-in/code/", SENT_ON, SENT_ON),
    Door("sign-in/start/", SENT_ON, by(403)),
    Door("sign-in/finish/", SENT_ON, SENT_ON),
    Door("sign-in/qr.svg", LOST, NOT_A_GET),
    Door("sign-in/recovery-codes/", SENT_ON, LOST),
    Door("sign-in/off/", SENT_ON, LOST),
    Door("login/", SENT_ON, ALL, outside=(200, 200)),
    Door("logout/", NOT_A_GET, ALL, EVERYBODY, outside=(302, 302)),
    Door("password_change/", ALL, ALL),
    Door("password_change/done/", ALL, by(405)),
]

ELSEWHERE = [
    Door("", ALL, ALL),
    Door("i18n/setlang/", SENT_ON, SENT_ON, outside=(302, 302)),
    Door("pause/", NOT_A_GET, SENT_ON, "CS", lambda teams: {"reason": "why"}),
    Door("resume/", NOT_A_GET, SENT_ON),
    Door("autocomplete/", by(403), by(405)),
    Door("jsi18n/", ALL, by(405)),
    Door("r/<path:content_type_id>/<path:object_id>/", LOST, LOST),
    Door("^(?P<app_label>campaigns|auth|sandbox)/$", LOST, LOST),
    Door("(?P<url>.*)$", LOST, LOST),
    *(
        Door(f"{area}<path:object_id>/", SENT_ON, SENT_ON)
        for area in (
            CAMPAIGN,
            APPLICATION,
            EVENT,
            PERSON,
            "sandbox/sandboxapp/",
            "sandbox/sandboxuser/",
            "sandbox/call/",
        )
    ),
]

DOORS = [*CAMPAIGNS, *APPLICATIONS, *EVENTS, *PEOPLE, *SANDBOX, *SIGN_IN, *ELSEWHERE]

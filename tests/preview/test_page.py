"""The drawn phones: nothing of a text becomes markup, nothing leaves our origin, not one query."""

import pytest

from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.registry import VENDORS
from campaigns.preview.phones import draw_phones
from tests.previews import IMAGE, body, drawn, everywhere, one, with_text

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</p></li><svg onload=alert(1)>",
    "{{ phones }}{% now 'Y' %}",
    "javascript:alert(1)",
]


def test_every_kind_is_drawn_once_targeted_or_not() -> None:
    for of in (body(), body("ios", alert="x"), everywhere(alert="x")):
        classes = drawn(of).classes()
        assert [classes.count(f"phone-{kind}") for kind in VENDORS] == [1] * len(VENDORS)
        assert classes.count("phone-card") == 3 + 2 * (len(VENDORS) - 1)


def test_those_not_reached_come_last_and_say_so() -> None:
    found = draw_phones(body("android", alert="x"), "App")
    assert [phone.vendor for phone in found if not phone.is_targeted] == [IPHONE, HARMONY]
    assert not found[-1].is_targeted
    page = drawn(body("android", alert="x"))
    assert page.classes().count("phone-is-off") == 2
    assert "Not targeted: iPhone, HarmonyOS" in page.text


@pytest.mark.parametrize(("platforms", "is_open"), [((), True), (("ios",), False)])
def test_nothing_is_folded_away_while_nothing_is_targeted(
    platforms: tuple[str, ...], is_open: bool
) -> None:
    page = drawn(body(*platforms))
    folded = next(attrs for tag, attrs in page.tags if tag == "details")
    assert ("open" in folded) is is_open


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup(payload: str) -> None:
    harmless, page = drawn(with_text("x" * len(payload)), "x"), drawn(with_text(payload), payload)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
    assert [set(attrs) for _, attrs in page.tags] == [set(attrs) for _, attrs in harmless.tags]
    assert payload in page.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://[", "//x", "x"])
def test_only_web_addresses_become_links(url: str) -> None:
    page = drawn(with_text(url))
    assert not [attrs for tag, attrs in page.tags if tag == "a"]
    assert url in page.text


def test_an_image_not_fetched_yet_is_a_link_that_tells_nothing_of_us() -> None:
    page = drawn(everywhere(alert="x", android={"hw": {"image": IMAGE}}))
    (link,) = [attrs for tag, attrs in page.tags if tag == "a"]
    assert (link["href"], link["rel"]) == (IMAGE, "noreferrer noopener")
    assert "img.example.com" in page.text
    assert "img" not in [tag for tag, _ in page.tags]


def test_an_image_is_shown_from_our_own_copy_only() -> None:
    of = everywhere(alert="x", android={"hw": {"image": IMAGE}})
    page = drawn(of, copies={IMAGE: "/media/1.png"})
    images = [attrs["src"] for tag, attrs in page.tags if tag == "img"]
    assert images == ["/media/1.png"] * 2
    assert not [attrs for tag, attrs in page.tags if tag == "a"]


def test_nothing_asks_for_another_origin_or_styles_itself() -> None:
    page = drawn(with_text(IMAGE))
    names = {name for _, attrs in page.tags for name in attrs}
    assert not names & {"style", "src", "id", "srcset"}
    assert not [name for name in names if name.startswith("on")]
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "style", "link"})


def test_a_silent_push_has_no_banner() -> None:
    of = body("ios", alert="x", ios={"interruption-level": "passive"})
    assert [surface.is_shown for surface in one(of, IPHONE).surfaces] == [True, False, True]
    assert "No banner appears." in drawn(of).text


@pytest.mark.parametrize(("badge", "drawn_badges"), [(7, 1), (0, 0), (None, 0)])
def test_a_badge_is_drawn_on_the_icon(badge: int | None, drawn_badges: int) -> None:
    ios = {} if badge is None else {"badge": badge}
    assert drawn(body("ios", ios=ios)).classes().count("phone-badge") == drawn_badges


def test_every_text_may_run_from_the_right() -> None:
    tags = drawn(everywhere(title="שלום", alert="مرحبا")).tags
    texts = [
        attrs
        for _, attrs in tags
        if {"phone-title", "phone-text"} & set((attrs.get("class") or "").split())
    ]
    assert texts
    assert all(attrs["dir"] == "auto" for attrs in texts)

"""A new vendor is one value in the registry: all follows but its columns and its migration."""

from collections.abc import Iterator
from typing import Any

import pytest

from campaigns.admin.forms import layout
from campaigns.composer import drafts, message_columns
from campaigns.domain.advice.advise import Plan, advice
from campaigns.domain.advice.images import image_advice
from campaigns.domain.display.counters import counters
from campaigns.domain.image_header import Image, ImageType
from campaigns.domain.message import shape
from campaigns.domain.message.precedence import ALERT
from campaigns.domain.validation.validate import problems
from campaigns.domain.vendors.registry import VENDORS
from campaigns.models import Application
from campaigns.preview.phones import Family
from campaigns.sandbox import phones as sandbox_phones
from campaigns.sandbox.models import Device
from campaigns.sandbox.population import seed_app
from tests.domain.samples import said
from tests.journeys.made_up_vendor import ACME, CHANNEL, IMAGE, STYLE, Message
from tests.previews import body, drawn, one
from tests.sandbox.calling import push, reached


@pytest.fixture(autouse=True)
def acme(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Acme is registered, and the message has its part."""
    monkeypatch.setitem(VENDORS, ACME.kind, ACME)
    monkeypatch.setattr(shape, "Message", Message)
    shape.leaves.cache_clear()
    for leaf in shape.leaves():
        if leaf.path in (CHANNEL, IMAGE, STYLE):
            monkeypatch.setitem(message_columns.COLUMNS, leaf.path, leaf.field)
    yield
    monkeypatch.undo()
    shape.leaves.cache_clear()


def android(**values: Any) -> dict[str, Any]:
    return body("android", title="t" * 40, alert="x" * 40, android={"acme": values})


def test_the_preview_draws_it() -> None:
    sent = android(channelId="news", image="https://example.com/a.png")
    phone = one(sent, ACME)
    assert (phone.label, phone.system, phone.family) == ("Acme", "Flyme", Family.ANDROID)
    assert phone.is_targeted
    assert (phone.shown.channel, phone.shown.image) == ("news", "https://example.com/a.png")
    assert (phone.title, phone.text) == ("t" * 19 + "…", "x" * 29 + "…")
    assert drawn(sent).classes().count("phone-acme") == 1


def test_its_length_limit_counts() -> None:
    alert = next(counter for counter in counters(android()) if counter.path == ALERT)
    (limit,) = (limit for limit in alert.limits if limit.vendor is ACME)
    assert (limit.used, limit.limit, limit.source) == (40, 30, "made up")
    assert said(limit.beyond) == "Acme may refuse what is over 30 characters."


def test_advice_names_it() -> None:
    lines = [said(line.text) for line in advice(shape.from_wire(android()), Plan(sent_today=3))]
    assert "Shorten it for Acme: 40 characters where 30 fit." in lines
    assert any("of marketing Acme likely show 3 a day" in line for line in lines)
    assert image_advice(IMAGE, Image(ImageType.PNG, 9, 9), 10**9) == []


def test_validation_asks_for_its_choices_and_addresses() -> None:
    message = shape.from_wire(android(style=3, image="http://example.com/a.png"))
    texts = {problem.field: said(problem.text) for problem in problems(message)}
    assert texts[STYLE] == 'Choose 1 or 2: "3" is none of them.'
    assert texts[IMAGE].startswith("Give a whole https:// address")


def test_its_channel_may_have_a_default() -> None:
    assert "android_acme_channelId" in drafts.columns_with_default()
    application = Application(default_channels={"android_acme_channelId": "news"})
    assert drafts.default_columns(application) == {"android_acme_channelId": "news"}


def test_the_form_has_its_section() -> None:
    section = next(section for section in layout.sections() if section.slug == "acme")
    assert str(section.title) == "Acme, by Flyme"
    assert section.fields == (
        "android_acme_channelId",
        "android_acme_image",
        "android_acme_style",
    )
    general = next(section for section in layout.sections() if section.slug == "android")
    assert not set(section.fields) & set(general.fields)


@pytest.mark.django_db
def test_the_sandbox_has_such_phones() -> None:
    app = seed_app("Demo", "demo-key", "demo-secret", 20, 50)
    device = Device.objects.filter(kind="acme", label__in=seen(app)).first()
    assert device is not None
    (phone,) = sandbox_phones.phones([device], "Demo")
    assert phone.shown is not None
    assert phone.shown.cut_text == "x" * 29 + "…"


def seen(app: Any) -> set[str]:
    push(app, notification={"alert": "x" * 40})
    return reached(app)

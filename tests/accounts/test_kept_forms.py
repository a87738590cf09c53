"""What was typed into an ended session: back for its owner at that browser, for nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from campaigns.accounts import kept_forms, roles, sessions
from campaigns.admin.applications.forms import ApplicationForm
from campaigns.admin.people.forms import AddPersonForm, PasswordForm
from campaigns.admin.sign_in.forms import CodeForm, SignInForm
from campaigns.domain.message.draft_limits import DRAFT_BYTES
from campaigns.lib import database_clock, encryption
from campaigns.models import Application, Campaign, Event, KeptForm
from tests import factories
from tests.admin.conftest import ADD, change, minimal, page, posted, said

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
TEXT = "Half price 半价 \u202e until nine"


@pytest.fixture
def shop(db: None) -> Application:
    return factories.make_application("Shop")


@pytest.fixture
def mia(shop: Application) -> User:
    return _person("mia", roles.MARKETER, shop)


@pytest.fixture
def olga(shop: Application) -> User:
    return _person("olga", roles.OPERATOR, None)


@pytest.fixture
def draft(shop: Application, mia: User) -> Campaign:
    return factories.make_campaign(shop, mia)


def _person(name: str, role: str, shop: Application | None) -> User:
    user = factories.make_user(name, role, [shop] if shop else None)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(browser: Client, name: str, then: str = "/") -> Any:
    typed = {"username": name, "password": PASSWORD, "next": then}
    return browser.post("/login/", typed, follow=True)


def token_of(answer: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', said(answer))
    assert found
    return found[1]


def browser_of(name: str) -> Client:
    browser = Client()
    sign_in(browser, name)
    return browser


def typed_too_late(browser: Client, shown: str, url: str, **typed: Any) -> Any:
    """The page `shown` is opened, the session ends, and the form is posted to `url`."""
    token = token_of(browser.get(shown))
    Session.objects.all().delete()
    return browser.post(url, {**typed, "token": token})


def test_new_draft_comes_back_after_signing_in(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    answer = typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
    assert answer["Location"] == "/login/?next=%2Fkept%2F"
    assert "what you typed is kept" in said(browser.get(answer["Location"]))
    shown = sign_in(browser, "mia", "/kept/")
    assert shown.redirect_chain[-1][0] == f"{url}?kept=1"
    assert shown.context["form"]["alert"].value() == TEXT
    assert "Nothing is saved yet" in said(shown)
    assert not Campaign.objects.exists()
    saved = browser.post(f"{url}?kept=1", posted(shown, token=token_of(shown)))
    assert saved.status_code == 302
    assert Campaign.objects.get().alert == TEXT
    assert not KeptForm.objects.exists()


def test_draft_that_was_edited_comes_back(mia: User, draft: Campaign) -> None:
    browser = browser_of("mia")
    typed = posted(browser.get(change(draft)), title=TEXT)
    typed_too_late(browser, change(draft), change(draft), **typed)
    shown = sign_in(browser, "mia", "/kept/")
    assert shown.context["form"]["title"].value() == TEXT
    draft.refresh_from_db()
    assert draft.title == "Sale"


FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "import": ("admin:campaigns_campaign_import", {"body": f'{{"{TEXT}": 1}}'}),
    "application": ("admin:campaigns_application_add", {"name": TEXT, "app_secret": "a-word"}),
    "person": ("admin:auth_user_add", {"email": TEXT, "password": "a-word-of-theirs"}),
}


@pytest.mark.parametrize("name", FORMS)
def test_other_forms_come_back_without_secrets(name: str, shop: Application) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    browser, (url, typed) = browser_of("root"), FORMS[name]
    typed_too_late(browser, reverse(url), reverse(url), **typed)
    shown = sign_in(browser, "root", "/kept/")
    texts = [field.value() for field in shown.context["form"]]
    assert typed.get("name", typed.get("email", typed.get("body"))) in texts
    assert "a-word" not in said(shown)
    lacks = any(kept_forms.NEVER.search(field) for field in typed)
    assert ("they are never kept" in said(shown)) == lacks
    assert "a-word" not in KeptForm.objects.get().sealed


def test_outside_send_comes_back(olga: User, shop: Application) -> None:
    browser = browser_of("olga")
    url = reverse("admin:campaigns_application_outside-send", args=[shop.pk])
    typed_too_late(browser, url, url, at="2026-11-20T10:00", note=TEXT)
    assert TEXT in said(sign_in(browser, "olga", "/kept/"))
    assert not shop.outside_sends.exists()


def test_comment_comes_back_on_the_page_of_its_campaign(mia: User, draft: Campaign) -> None:
    browser = browser_of("mia")
    url = reverse("admin:campaigns_campaign_move", args=[draft.pk, "comment"])
    typed_too_late(browser, page(draft), url, comment=TEXT)
    shown = sign_in(browser, "mia", "/kept/")
    assert shown.redirect_chain[-1][0] == f"{page(draft)}?kept=1"
    assert TEXT in said(shown)
    assert not Event.objects.filter(verb="comment").exists()


def test_reason_without_a_page_of_its_own_is_shown_beside_its_button(
    olga: User, shop: Application
) -> None:
    browser = browser_of("olga")
    shown = reverse("admin:campaigns_application_change", args=[shop.pk])
    url = reverse("admin:campaigns_application_pause", args=[shop.pk])
    typed_too_late(browser, shown, url, reason=TEXT)
    back = sign_in(browser, "olga", "/kept/")
    assert TEXT in said(back)
    assert f'action="{url}"' in said(back)
    assert browser.post(url, {"reason": TEXT, "token": token_of(back)}).status_code == 302
    shop.refresh_from_db()
    assert shop.paused_reason == TEXT
    assert not KeptForm.objects.exists()


def refused_pause(shop: Application) -> tuple[str, dict[str, Any]]:
    return reverse("admin:campaigns_application_pause", args=[shop.pk]), {"until": "yesterday"}


def refused_pause_of_everything(shop: Application) -> tuple[str, dict[str, Any]]:
    return reverse("admin:pause_everything"), {"reason": "x" * 5000}


def refused_template(shop: Application) -> tuple[str, dict[str, Any]]:
    draft = factories.make_campaign(shop, User.objects.get(username="root"))
    return reverse("admin:campaigns_campaign_save_template", args=[draft.pk]), {"name": "x" * 5000}


@pytest.mark.parametrize(
    "form", [refused_pause, refused_pause_of_everything, refused_template], ids=lambda f: f.__name__
)
def test_refusal_that_redirects_uses_nothing_up(form: Any, shop: Application) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    browser, (url, typed) = browser_of("root"), form(shop)
    typed_too_late(browser, reverse(ADD), url, **typed)
    back = sign_in(browser, "root", "/kept/")
    assert browser.post(url, {**typed, "token": token_of(back)}).status_code == 302
    assert KeptForm.objects.exists()
    assert next(iter(typed.values())) in said(browser.get("/kept/", follow=True))


def test_code_page_in_between_keeps_it_too(
    olga: User, shop: Application, settings: Settings
) -> None:
    browser = browser_of("olga")
    url = reverse("admin:campaigns_application_outside-send", args=[shop.pk])
    token = token_of(browser.get(url))
    settings.REQUIRE_TOTP = True
    answer = browser.post(url, {"note": TEXT, "token": token})
    assert answer["Location"] == "/sign-in/?next=%2Fkept%2F"
    settings.REQUIRE_TOTP = False
    assert TEXT in said(browser.get("/kept/", follow=True))


def test_list_that_was_filtered_is_filtered_again(mia: User, draft: Campaign) -> None:
    browser, url = browser_of("mia"), "/campaigns/campaign/?q=Sale&tab=drafts"
    Session.objects.all().delete()
    answer = browser.get(url)
    shown = browser.post(
        answer["Location"], {"username": "mia", "password": PASSWORD, "next": url}, follow=True
    )
    assert shown.request["QUERY_STRING"] == "q=Sale&tab=drafts"


def test_token_of_csrf_from_before_another_sign_in(
    mia: User, draft: Campaign, settings: Settings
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mia)
    first = browser.get(change(draft))
    old = browser.cookies[settings.CSRF_COOKIE_NAME].value
    typed = posted(first, title=TEXT, token=token_of(first), csrfmiddlewaretoken=old)
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    browser.get(change(draft))
    answer = browser.post(change(draft), typed)
    assert answer.status_code == 403
    assert "Show what I typed" in said(answer)
    assert browser.get("/kept/", follow=True).context["form"]["title"].value() == TEXT


def test_nobody_else_sees_it_and_then_it_is_gone(
    mia: User, olga: User, shop: Application, draft: Campaign
) -> None:
    browser = browser_of("mia")
    typed = posted(browser.get(change(draft)), title=TEXT)
    typed_too_late(browser, change(draft), change(draft), **typed)
    assert TEXT not in said(sign_in(browser, "olga", "/kept/"))
    assert not KeptForm.objects.exists()
    browser.post("/logout/")
    assert "Nothing is kept" in said(sign_in(browser, "mia", "/kept/"))


def test_another_browser_of_the_same_person_does_not_see_it(mia: User, draft: Campaign) -> None:
    browser = browser_of("mia")
    typed = posted(browser.get(change(draft)), title=TEXT)
    typed_too_late(browser, change(draft), change(draft), **typed)
    assert TEXT not in said(sign_in(Client(), "mia", "/kept/"))


def test_nothing_is_kept_of_a_form_that_nobody_was_shown(mia: User, shop: Application) -> None:
    for token in ("", "x", "A" * 22, f"{'A' * 22}.{mia.pk}:{'B' * 43}", f"{'A' * 22}.1:"):
        answer = Client().post(reverse(ADD), minimal(shop, alert=TEXT, token=token))
        assert "kept" not in answer["Location"]
    assert not KeptForm.objects.exists()


@pytest.mark.slow
def test_what_is_kept_has_bounds(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    long = "x" * kept_forms.MOST_BYTES
    answer = typed_too_late(browser, url, url, **minimal(shop, alert=long))
    assert answer["Location"].startswith("/login/")
    assert not KeptForm.objects.exists()
    for _ in range(kept_forms.MOST_ROWS + 3):
        other = browser_of("mia")
        typed_too_late(other, url, url, **minimal(shop, alert=TEXT))
        typed_too_late(browser_of("mia"), url, url, **minimal(shop))
    assert KeptForm.objects.count() == kept_forms.MOST_ROWS


TOO_LONG = "too long to be kept: go back in your browser and copy it"


def test_form_of_the_largest_draft_is_kept(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse("admin:campaigns_campaign_import")
    body = '"\n' * (DRAFT_BYTES // 2 - 200)
    typed_too_late(browser, url, url, body=body)
    shown = sign_in(browser, "mia", "/kept/")
    assert shown.context["form"]["body"].value() == body


def test_too_long_a_form_is_said_to_be_lost(
    olga: User, mia: User, shop: Application, draft: Campaign, settings: Settings
) -> None:
    long = "x" * kept_forms.MOST_BYTES
    browser = browser_of("mia")
    ended = typed_too_late(browser, change(draft), change(draft), title=long)
    assert TOO_LONG in said(browser.get(ended["Location"]))
    browser = browser_of("olga")
    url = reverse("admin:campaigns_application_outside-send", args=[shop.pk])
    token = token_of(browser.get(url))
    settings.REQUIRE_TOTP = True
    answer = browser.post(url, {"note": long, "token": token}, follow=True)
    assert TOO_LONG in said(answer)


def test_too_long_a_form_of_another_session_is_said_to_be_lost(mia: User, draft: Campaign) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mia)
    token = token_of(browser.get(change(draft)))
    answer = browser.post(change(draft), {"title": "x" * kept_forms.MOST_BYTES, "token": token})
    assert answer.status_code == 403
    assert TOO_LONG in said(answer)


def test_pages_ask_no_more_once_nothing_is_kept(mia: User, shop: Application) -> None:
    """Neither after it was used or forgotten, nor where the row is gone."""
    url, cookie = reverse(ADD), "pushconsole-kept"
    for ending in ("used", "forgotten", "gone"):
        browser = browser_of("mia")
        typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
        shown = sign_in(browser, "mia", "/kept/")
        assert browser.cookies[cookie].value
        if ending == "used":
            browser.post(f"{url}?kept=1", posted(shown, token=token_of(shown)))
        elif ending == "forgotten":
            browser.post("/kept/")
        else:
            KeptForm.objects.all().delete()
            browser.get(url)
        assert not browser.cookies[cookie].value, ending


def test_only_the_page_that_shows_it_opens_it(
    mia: User, shop: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
    sign_in(browser, "mia", "/")
    opened: list[Any] = []
    monkeypatch.setattr(encryption, "unseal", lambda *sealed, **_: opened.append(sealed))
    assert "is kept for an hour" in said(browser.get("/campaigns/campaign/"))
    assert not opened


def test_after_an_hour_it_is_gone(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
    past = database_clock.now() - kept_forms.KEPT_FOR - timedelta(seconds=1)
    KeptForm.objects.update(created=past)
    assert TEXT not in said(sign_in(browser, "mia", "/kept/"))


def test_its_owner_may_forget_it(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
    shown = sign_in(browser, "mia", "/campaigns/campaign/")
    assert "is kept for an hour" in said(shown)
    browser.post("/kept/")
    assert not KeptForm.objects.exists()
    assert 'id="kept"' not in said(browser.get("/campaigns/campaign/"))


def test_session_that_is_over_by_its_age_keeps_it_too(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    token, session = token_of(browser.get(url)), browser.session
    session[sessions.SIGNED_IN] = 0
    session.save()
    answer = browser.post(url, minimal(shop, alert=TEXT, token=token))
    assert answer["Location"] == "/login/?next=%2Fkept%2F"


def test_nothing_is_kept_for_somebody_who_may_not_sign_in(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    token = token_of(browser.get(url))
    User.objects.filter(pk=mia.pk).update(is_active=False)
    browser.post(url, minimal(shop, alert=TEXT, token=token))
    assert not KeptForm.objects.exists()


def test_cookie_is_for_the_server_alone(mia: User, shop: Application) -> None:
    browser, url = browser_of("mia"), reverse(ADD)
    answer = typed_too_late(browser, url, url, **minimal(shop, alert=TEXT))
    cookie = answer.cookies["pushconsole-kept"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value not in KeptForm.objects.get().browser
    assert TEXT not in KeptForm.objects.get().sealed


@pytest.mark.parametrize("url", ["preview/", "live/user-ids/", "live/audience/"])
def test_fragment_is_told_and_is_no_content(url: str, mia: User, shop: Application) -> None:
    browser = browser_of("mia")
    Session.objects.all().delete()
    answer = browser.post(
        f"/campaigns/campaign/{url}", minimal(shop, alert=TEXT), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401
    assert "You are signed out" in said(answer)
    assert 'name="password"' not in said(answer)


def test_poll_is_told_too(mia: User, draft: Campaign) -> None:
    url = reverse("admin:campaigns_campaign_standing", args=[draft.pk])
    assert Client().get(url, headers={"HX-Request": "true"}).status_code == 401


def test_who_has_signed_in_in_another_tab_is_led_on(mia: User) -> None:
    assert browser_of("mia").get("/login/?next=/kept/")["Location"] == "/kept/"


@pytest.mark.parametrize(
    "form", [ApplicationForm, AddPersonForm, PasswordForm, CodeForm, SignInForm]
)
def test_every_field_that_hides_its_text_is_never_kept(form: Any) -> None:
    for name, field in form.base_fields.items():
        if isinstance(field.widget, forms.PasswordInput):
            assert kept_forms.NEVER.search(name), name
    assert all(map(kept_forms.NEVER.search, ("confirm_password", "code", "old_password")))

"""The Chinese catalogue translates every sentence of the code, and both its files agree."""

import ast
import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from campaigns.accounts import roles
from campaigns.domain.message import audience, shape
from campaigns.domain.translatable import translatable as said
from campaigns.domain.workflow import LABELS, Status
from campaigns.lib import i18n
from tests import factories
from tests.programs import ROOT

FOLDERS = ("campaigns", "pushconsole", "templates")
LOCALE = "zh_Hans"
"""A folder of campaigns/locale."""
FILE = f"{LOCALE}/LC_MESSAGES/django.po"
CATALOGUE = ROOT / "campaigns/locale" / FILE
PLACE = re.compile(r"%(?:\((\w+)\))?([a-z])")
MARKS = {
    *("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"),
    *("translatable", "translatable_plural"),
}


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    """Each sentence of the .po file, those no longer used too."""
    catalogue = list(polib.pofile(str(CATALOGUE)))
    assert catalogue
    return catalogue


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_is_translated(entries: list[polib.POEntry]) -> None:
    assert [entry.msgid for entry in entries if not all(translations(entry))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


def test_a_translation_keeps_the_places_of_its_sentence(entries: list[polib.POEntry]) -> None:
    for entry in entries:
        wanted = sorted(PLACE.findall(entry.msgid_plural or entry.msgid))
        for translated in translations(entry):
            assert sorted(PLACE.findall(translated)) == wanted, entry.msgid


def test_places_without_a_name_keep_their_order(entries: list[polib.POEntry]) -> None:
    unnamed = [e for e in entries if any(not name for name, _ in PLACE.findall(e.msgid))]
    assert unnamed
    for entry in unnamed:
        assert PLACE.findall(entry.msgstr) == PLACE.findall(entry.msgid), entry.msgid


def test_the_compiled_catalogue_says_the_same(entries: list[polib.POEntry]) -> None:
    compiled = CATALOGUE.with_suffix(".mo")
    with compiled.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for entry in entries:
        if entry.msgid_plural:
            spoken = catalogue.ngettext(entry.msgid, entry.msgid_plural, 2)
        else:
            spoken = catalogue.gettext(entry.msgid)
        assert spoken == translations(entry)[0]
    assert {e.msgid for e in polib.mofile(str(compiled))} == {e.msgid for e in entries}


def test_the_header_names_no_machine_and_no_moment() -> None:
    names = {"Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert set(polib.pofile(str(CATALOGUE)).metadata) == {*names, "Plural-Forms"}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_the_catalogue_holds_what_makemessages_finds(
    entries: list[polib.POEntry],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    """On a copy: it writes beside the templates while it works."""
    code, found = tmp_path / "code", tmp_path / "found"
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("locale", "__pycache__")
        shutil.copytree(ROOT / folder, code / folder, ignore=ignored)
    found.mkdir()
    monkeypatch.chdir(code)
    settings.LOCALE_PATHS = [str(found)]
    call_command("makemessages", locale=[LOCALE], no_location=True, verbosity=0)
    fresh = polib.pofile(str(found / FILE))
    assert {(e.msgid, e.msgid_plural) for e in fresh} == {
        (e.msgid, e.msgid_plural) for e in entries
    }


def marked(path: Path) -> Iterator[str]:
    """The sentences that a module marks, those inside f-strings too, which xgettext passes over."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in MARKS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_the_catalogue_holds_what_the_modules_mark(entries: list[polib.POEntry]) -> None:
    known = {entry.msgid for entry in entries}
    modules = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    lost = {str(path.relative_to(ROOT)): set(marked(path)) - known for path in modules}
    assert {path: sentences for path, sentences in lost.items() if sentences} == {}


def test_labels_and_numbers_are_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert i18n.render(LABELS[Status.IN_REVIEW]) == "审核中"
        assert i18n.render(said("%(before)s or %(next)s", before="a", next="b")) == "a 或 b"


def test_sentences_inside_sentences_are_said_in_chinese() -> None:
    body = shape.Message.model_validate(
        {
            "platform": ["ios", "android"],
            "audience": {"is_to_all": False, "tag": ["a", "b", "c"], "tag_or": ["d", "e"]},
            "notification": {"alert": "Hello"},
        }
    )
    with translation.override("zh-hans"):
        shown = i18n.render(audience.sentence(body))
    assert shown == "iOS 和 Android 上带有标签 a、b 和 c，且带有标签 d 或 e 的用户。"


@pytest.mark.django_db
def test_a_page_follows_the_browsers_language() -> None:
    application = factories.make_application()
    browser = Client()
    browser.force_login(factories.make_user("rita", roles.REVIEWER, [application]))
    chinese = browser.get("/", headers={"accept-language": "zh-hans"}, follow=True)
    assert "待我审核" in chinese.content.decode()
    english = browser.get("/", headers={"accept-language": "en"}, follow=True)
    assert "Awaiting your review" in english.content.decode()

"""Rules that every screen, template, setting and packaging file keeps."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ModelAdmin

import pushconsole.urls  # noqa: F401 (it registers the screens)
from campaigns.checks.deadlines import STOP_GRACE
from campaigns.domain.provider.data_centres import BUILT_IN

ROOT = Path(__file__).parents[2]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*src=)")
EVALUATED = re.compile(r"\bfrom_string\(|\bTemplate\(|\bformat_map\(|\beval\(|\bexec\(")


def files(folders: list[str], pattern: str) -> list[tuple[Path, str]]:
    """Path and text of each file; there is one at least in each folder."""
    paths = {folder: list((ROOT / folder).rglob(pattern)) for folder in folders}
    assert all(paths.values())
    return [(path, path.read_text(encoding="utf-8")) for path in chain(*paths.values())]


def templates() -> list[tuple[Path, str]]:
    return files(["templates"], "*.html")


def sources() -> list[tuple[Path, str]]:
    return files(["campaigns", "pushconsole"], "*.py")


def admins() -> dict[str, ModelAdmin]:
    """Label of a model -> its screen."""
    screens = {model._meta.label: screen for model, screen in admin.site._registry.items()}
    assert screens
    return screens


def test_only_three_models_of_ours_have_a_screen() -> None:
    shown = {"Application", "Campaign", "Event"}
    assert {name for name in admins() if name.startswith("campaigns.")} == {
        f"campaigns.{name}" for name in shown
    }
    assert not [name for name in admins() if name.startswith("auth.") and name != "auth.User"]


def test_no_screen_edits_in_lists_or_inlines_or_copies() -> None:
    for name, screen in admins().items():
        assert not screen.save_as, name
        assert not screen.list_editable, name
        if not name.startswith("sandbox."):
            assert screen.actions is None, name
            assert not screen.inlines, name


def test_provider_address_is_typed_nowhere() -> None:
    """A choice from the list in code and in the environment; no column holds an address."""
    from django.forms import ChoiceField

    from campaigns.admin.applications.forms import ApplicationForm
    from campaigns.models import Application

    assert isinstance(ApplicationForm.base_fields["data_centre"], ChoiceField)
    assert not [f.name for f in Application._meta.get_fields() if "url" in f.name]


def test_readme_lists_every_host_that_is_called() -> None:
    readme = (ROOT / "README.md").read_text()
    for centre in BUILT_IN.values():
        for url in (centre.primary, centre.backup):
            assert url.removeprefix("https://") in readme


def test_no_template_and_no_code_marks_text_as_safe() -> None:
    for path, text in templates():
        assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", text), path
    for path, text in sources():
        assert not re.search(r"\bmark_safe\(|SafeString\(|format_html\(\s*f[\"']", text), path


def test_content_security_policy_is_strict_and_no_template_breaks_it() -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    said = str(policy)
    for forbidden in ("unsafe", "data:", "blob:", "*", "http"):
        assert forbidden not in said
    for path, text in templates():
        assert not INLINE.search(text), path


def test_no_code_evaluates_text() -> None:
    for path, text in sources():
        assert not EVALUATED.search(text), path


def test_uploads_stay_small_and_in_memory() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.MemoryFileUploadHandler"
    ]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE <= 8 * 1024 * 1024
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 8 * 1024 * 1024
    models = files(["campaigns"], "models/*.py")
    assert not [path for path, text in models if re.search(r"\b(File|Image)Field\(", text)]


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned_and_looked_up(name: str) -> None:
    packages = re.split(r"\n(?=\w)", (ROOT / name).read_text())[1:]
    assert packages
    pinned = r"[\w.-]+==[\w.]+( ;[^\n\\]+)?( \\\n +--hash=sha256:[0-9a-f]{64})+\n*"
    assert [one for one in packages if not re.fullmatch(pinned, one)] == []
    makefile = (ROOT / "Makefile").read_text()
    assert "bandit" in makefile
    assert "tests.audit_packages" in makefile


def test_container_runs_without_rights() -> None:
    dockerfile, compose = ((ROOT / name).read_text() for name in ("Dockerfile", "compose.yaml"))
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["pushconsole"]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "--requirepass"):
        assert line in compose
    assert re.findall(r'ports: \["(.+?)"\]', compose) == ["127.0.0.1:8000:8000"]


def test_container_is_given_the_time_that_a_send_may_take() -> None:
    compose = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"stop_grace_period: (\d+)s", compose) == [str(STOP_GRACE)]

"""Forms to start a campaign from a JSON body or from a template."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from campaigns import access
from campaigns.admin.composer.forms import ApplicationChoice
from campaigns.admin.forms.fields import line
from campaigns.composer import templates
from campaigns.domain.message.strict_json import MAX_BYTES
from campaigns.models import Application, Campaign, CampaignTemplate

NAME_CHARACTERS = Campaign._meta.get_field("name").max_length


class ImportForm(forms.Form):
    """`raw`: the bytes of the body, an upload unchanged, a pasted one as UTF-8."""

    application = ApplicationChoice(queryset=Application.objects.none(), label=_("Application"))
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=NAME_CHARACTERS,
        widget=line(),
        help_text=_("Empty: the title, the text or the name of the file."),
    )
    body = forms.CharField(
        label=_("Body"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code", "spellcheck": "false"}),
        help_text=_("The JSON of a /push.json request."),
    )
    file = forms.FileField(label=_("or a file"), required=False)
    effective = forms.BooleanField(
        label=_("Leave out what has no effect"),
        required=False,
        help_text=_(
            "RongCloud ignores tags and user IDs in a push to everyone, and tags beside user IDs. "
            "Unticked, such a body is refused; ticked, what has no effect is left out and listed."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(ApplicationChoice, self.fields["application"])
        choice.queryset = access.applications(user)
        choice.choose_the_only(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "body" in self.errors or "file" in self.errors:
            return cleaned
        pasted, upload = cleaned.get("body", ""), cleaned.get("file")
        if bool(pasted.strip()) == bool(upload):
            both = _("Paste a body or choose a file, not both.")
            self.add_error("body", both if upload else _("Paste a body, or choose a file."))
        size = upload.size if upload else len(pasted.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            self._refuse_too_large(size)
        self.raw = upload.read(MAX_BYTES) if upload else pasted.encode("utf-8", "surrogatepass")
        self.file_name = str(upload.name).rpartition(".")[0] if upload else ""
        return cleaned

    def _refuse_too_large(self, size: int) -> None:
        """The page does not repeat the body: nobody shortens so much in a browser."""
        text = _("Make the body smaller: it has %(n)d bytes, the limit is %(limit)d.")
        self.add_error("body", text % {"n": size, "limit": MAX_BYTES})
        self.data = {**self.data.dict(), "body": ""}  # type: ignore[attr-defined]


class UseTemplateForm(forms.Form):
    """A field for each placeholder; an empty one leaves the placeholder in the text."""

    def __init__(self, *args: Any, template: CampaignTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of the campaign"),
            max_length=NAME_CHARACTERS,
            initial=template.name,
            widget=line(),
        )
        self.placeholders = {
            f"value_{n}": name for n, name in enumerate(templates.placeholder_names(template))
        }
        for field, name in self.placeholders.items():
            self.fields[field] = forms.CharField(
                label=name, required=False, strip=False, widget=line(autocomplete="off")
            )

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[field] for field, name in self.placeholders.items()}

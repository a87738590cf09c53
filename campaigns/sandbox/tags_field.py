"""The form field for a simulated user's tags: what the endpoints refuse, it refuses too."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.domain.message.strict_json import parse
from campaigns.domain.translatable import Unreadable
from campaigns.lib import i18n

from .push_body import tags
from .refusals import Refusal


class TagsField(forms.JSONField):
    """Django's field reads half a surrogate pair, which no database stores and no page shows."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return [] if isinstance(value, str) else value
        try:
            typed = parse(value.encode("utf-8", errors="surrogatepass"))
            tags(typed, "tags")
        except Unreadable as error:
            raise ValidationError([i18n.render(p.text) for p in error.problems]) from error
        except Refusal as error:
            raise ValidationError(_('Write a list of tags, as ["vip", "beta"].')) from error
        return typed

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The text as typed, for the form to show again."""
        return data

    def prepare_value(self, value: Any) -> Any:
        """A row of an earlier release may hold what cannot be shown as it is."""
        return value if isinstance(value, str) else json.dumps(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != (data or "").strip())

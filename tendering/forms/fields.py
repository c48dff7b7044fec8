"""Fields that several forms of the room use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenancy.templatetags.tenancy import in_language

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class LineField(forms.ModelChoiceField):
    """One service line, shown in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the line's name in the reader's language."""
        return in_language(obj.names)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def moment_field(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """Return a field for a day and minute in the tenant's time zone."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        **kwargs,
    )


def text_field(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Return a field for a longer text."""
    kwargs.setdefault("max_length", 20_000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def yuan_field(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Return a field for an amount in CNY."""
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, min_value=0, **kwargs)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = text_field(_("Reason"), rows=3, max_length=2000)

"""Forms of the import pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.importing import ImportSpec


class UploadForm(forms.Form):
    """The table file."""

    file = forms.FileField(
        label=_("Table file"),
        help_text=_("Excel (.xlsx, .xls) or CSV as your office keeps it, several sheets at once. At most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.et"}),
    )


class SheetPlanForm(forms.Form):
    """Which column of one sheet holds which field."""

    def __init__(
        self, *args: Any, spec: ImportSpec, headings: list[str], columns: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        choices = [("", _("not in the table"))] + [
            (str(index), f"{_letters(index)} · {heading}") for index, heading in enumerate(headings) if heading
        ]
        for one in spec.fields:
            chosen = columns.get(one.key)
            self.fields[one.key] = forms.ChoiceField(
                label=str(one.label),
                required=one.is_required,
                choices=choices,
                initial="" if chosen is None else str(chosen),
                error_messages={"required": _("This field is needed: choose its column.")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one column for two fields."""
        taken: dict[str, str] = {}
        for key, value in self.cleaned_data.items():
            if value and value in taken:
                self.add_error(key, _("This column is already used for another field."))
            elif value:
                taken[value] = key
        return self.cleaned_data

    def columns(self) -> dict[str, int]:
        """Return field key -> column index of what was chosen."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value != ""}


class OptionsForm(forms.Form):
    """What the import may make besides the rows."""

    create_projects = forms.BooleanField(
        label=_("Add projects that are not in the organisation yet"), required=False, initial=True
    )


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

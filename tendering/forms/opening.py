"""Forms around seals: passphrases, the signature, the opening, printed copies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tendering.choices import SHARE_HOLDER_LABELS
from tendering.rules.recovery import GROUP


def passphrase_field(label: object, **kwargs: object) -> forms.CharField:
    """Return a field for a passphrase: never shown again, never kept by the browser."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, **kwargs)  # type: ignore[arg-type]


class KeyForm(forms.Form):
    """A new custody key."""

    holder = forms.ChoiceField(label=_("Holds the share of"))
    passphrase = passphrase_field(
        _("Passphrase"),
        help_text=_(
            "At least 16 characters, for example four words. It is not your login password; nobody can reset it."
        ),
    )
    again = passphrase_field(_("Passphrase once more"))

    def __init__(self, *args: object, holders: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(one, SHARE_HOLDER_LABELS[one]) for one in holders]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]
        self.fields["holder"].initial = holders[0] if holders else ""

    def clean_again(self) -> str:
        """Compare both."""
        if self.cleaned_data["again"] != self.cleaned_data.get("passphrase"):
            raise forms.ValidationError(_("The two entries differ."))
        return str(self.cleaned_data["again"])


class TryForm(forms.Form):
    """Trying one's own passphrase."""

    passphrase = passphrase_field(_("Passphrase"))


class SignForm(forms.Form):
    """The general manager's signature under the exact text shown."""

    passphrase = passphrase_field(_("Your custody passphrase"))
    statement = forms.CharField(widget=forms.HiddenInput, max_length=4000)


class OpenForm(forms.Form):
    """What the share holders type at the opening; two of three."""

    manager_passphrase = passphrase_field(_("Passphrase of the general manager"), required=False)
    custodian_passphrase = passphrase_field(_("Passphrase of the custodian"), required=False)
    recovery_share = forms.CharField(
        label=_("Recovery share from the paper"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Groups of %(size)s characters; only when one of the two cannot be there.") % {"size": GROUP},
    )


class PrintForm(forms.Form):
    """How many copies were printed, and for whom (TND-14)."""

    copies = forms.IntegerField(label=_("Number of copies"), min_value=1, max_value=200)
    purpose = forms.CharField(label=_("Handed to"), max_length=200)

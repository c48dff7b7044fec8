"""Refusals of the tendering room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class EnvelopeDamaged(RuleBroken):
    """A sealed envelope does not open with the tender's key: it was changed or cut."""

    code = "envelope_damaged"

    def __init__(self) -> None:
        super().__init__(_("The envelope is damaged and cannot be opened."))


class WrongPassphrase(RuleBroken):
    """A holder's passphrase does not open his share."""

    code = "wrong_passphrase"

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("This passphrase does not open the share."), field=field)


class FactMissing(RuleBroken):
    """Something that must be said is left empty."""

    code = "missing_fact"

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Fill in this field."), field=field)


class FigureOutOfRange(RuleBroken):
    """A figure or a text is beyond what can be stored or makes sense."""

    code = "out_of_range"

    def __init__(self, *, field: str) -> None:
        super().__init__(_("This is outside the limits of the field."), field=field)


class NotAProject(RuleBroken):
    """A tender belongs to a project or property, not to a department or region."""

    code = "not_a_project"

    def __init__(self) -> None:
        super().__init__(_("Choose a project in use."), field="project")


class LineNotInUse(RuleBroken):
    """The service line is switched off."""

    code = "line_not_in_use"

    def __init__(self) -> None:
        super().__init__(_("Choose a service line in use."), field="line")

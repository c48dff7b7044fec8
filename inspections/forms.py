"""Forms of the inspections room: shape and type of what is typed. Plain forms, because a verb follows."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import ContractLine
from inspections import errors, queries
from inspections.actions.checklist import ItemDraft
from inspections.choices import INSPECTION_TYPE_LABELS, SECTION_LABELS, SPECIAL_THEME_LABELS, InspectionType, options
from inspections.models import ItemResult
from inspections.rules import may
from inspections.rules.answers import ItemInput
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language

EMPTY = ("", "---------")
PLAIN_NUMBER = re.compile(r"^\d{1,6}(\.\d{1,2})?$")


def subject_label(row: ContractLine) -> str:
    """Return how a line of a contract is offered: project, vendor, service."""
    contract = row.contract
    return f"{contract.project.name} · {contract.vendor.legal_name} · {in_language(row.line.names)}"


class SubjectForm(forms.Form):
    """What is inspected: a line of a contract in force, the kind, and the theme of an HQ special check."""

    subject = forms.ChoiceField(label=_("Contract and service"))
    kind = forms.ChoiceField(label=_("Kind of inspection"))
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, help_text=_("For an HQ special check only."), choices=()
    )

    def __init__(self, *args: Any, actor: Actor, on: date, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.contract_lines_in_force(actor, permission, on)
        self.lines = {str(row.id): row for row in rows}
        self.fields["subject"].choices = [EMPTY, *((str(row.id), subject_label(row)) for row in rows)]  # type: ignore[attr-defined]  # a ChoiceField
        officer = may.is_quality_officer(actor)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (value, label)
            for value, label in options(INSPECTION_TYPE_LABELS)
            if officer or InspectionType(value) not in may.QUALITY_KINDS
        ]
        self.fields["theme"].choices = [EMPTY, *options(SPECIAL_THEME_LABELS)]  # type: ignore[attr-defined]  # a ChoiceField
        if not officer:
            del self.fields["theme"]

    @property
    def chosen_line(self) -> ContractLine:
        """The chosen line of a contract."""
        return self.lines[self.cleaned_data["subject"]]

    @property
    def chosen_kind(self) -> InspectionType:
        """The chosen kind."""
        return InspectionType(self.cleaned_data["kind"])


class PlanForm(SubjectForm):
    """Plan an inspection for a day, for somebody or for whoever goes first."""

    planned_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    inspector = forms.ChoiceField(
        label=_("Inspector"), required=False, help_text=_("Leave empty for anybody who may inspect at the project.")
    )
    field_order = ["subject", "planned_on", "kind", "theme", "inspector"]

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, on=on, permission=Permission.INSPECTION_PLAN, **kwargs)
        self.fields["planned_on"].initial = on
        self.fields["inspector"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            EMPTY,
            *((str(one.id), one.person.name) for one in queries.inspectors()),
        ]

    @property
    def inspector_id(self) -> int | None:
        """The chosen inspector's membership."""
        chosen = self.cleaned_data["inspector"]
        return int(chosen) if chosen else None


class StartForm(SubjectForm):
    """Start an inspection that was not planned; ``client_id`` makes a second tap harmless."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, on=on, permission=Permission.INSPECTION_FILE, **kwargs)
        self.fields["client_id"].initial = uuid4()


class ReasonForm(forms.Form):
    """A reason, for steps that need one."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


# --- answers ---------------------------------------------------------------------------------------
def to_points(raw: Any) -> int | None:
    """Return typed points as hundredths, full-width digits and a decimal comma included; None for anything else."""
    text = normalize("NFKC", str(raw or "")).strip().replace(",", ".")
    if not text:
        return 0
    if not PLAIN_NUMBER.match(text):
        return None
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return None


def answers_of_post(post: Mapping[str, Any], results: Iterable[ItemResult]) -> list[ItemInput]:
    """Read the answers of the plain form; a deduction that is no number is one that no item allows."""
    found = []
    for result in results:
        name = f"item-{result.item_code}"
        outcome = post.get(f"{name}-outcome", "")
        found.append(
            _answer(
                result.item_code,
                {key: post.get(f"{name}-{key}", "") for key in ("deduction", "note", "place", "severity")}
                | {"outcome": outcome},
            )
        )
    return found


def _answer(code: str, raw: Mapping[str, Any]) -> ItemInput:
    points = to_points(raw.get("deduction"))
    return ItemInput(
        code=code,
        outcome=str(raw.get("outcome") or "")[:20],
        deduction=-1 if points is None else points,
        note=str(raw.get("note") or ""),
        place=str(raw.get("place") or ""),
        severity=str(raw.get("severity") or ""),
    )


class Filed:
    """What the phone sends as JSON, for a draft and for a submission alike (static/js/inspection/filing.js)."""

    def __init__(self, body: bytes) -> None:
        """Read the message. Raises errors.BadMessage when it is not one."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise errors.BadMessage from error
        answers = message.get("answers") if isinstance(message, dict) else None
        if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
            raise errors.BadMessage
        fields = message.get("fields")
        suggestion = fields.get("suggestion") if isinstance(fields, dict) else None
        self.suggestion = suggestion if isinstance(suggestion, str) else None
        self.client_id = to_uuid(message.get("client_id"))
        self.answers = [_answer(str(one.get("item") or ""), one) for one in answers]


def to_uuid(raw: Any) -> UUID | None:
    """Return an id made on the phone, or None for anything else."""
    try:
        return UUID(str(raw)) if raw else None
    except ValueError:
        return None


# --- checklists ------------------------------------------------------------------------------------
class ItemForm(forms.Form):
    """One row of a checklist draft."""

    code = forms.CharField(label=_("Code"), max_length=20)
    section = forms.ChoiceField(label=_("Section"), choices=options(SECTION_LABELS))
    zh_hans = forms.CharField(label=_("Chinese text"), max_length=200)
    en = forms.CharField(label=_("English text"), max_length=200, required=False)
    points = forms.DecimalField(
        label=_("Points"), min_value=Decimal("0.01"), max_value=Decimal(100), max_digits=5, decimal_places=2
    )
    is_veto = forms.BooleanField(label=_("Veto"), required=False)
    photo_required = forms.BooleanField(label=_("Photo"), required=False)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=9999)
    remove = forms.BooleanField(label=_("Remove"), required=False)
    zh_hant = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    source = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def draft(self) -> ItemDraft:
        """Return the row as a verb takes it."""
        data = self.cleaned_data
        names = {"zh-hans": data["zh_hans"].strip()}
        if data["zh_hant"].strip() and "zh_hans" not in self.changed_data:
            names["zh-hant"] = data["zh_hant"].strip()
        if data["en"].strip():
            names["en"] = data["en"].strip()
        return ItemDraft(
            code=data["code"].strip(),
            section=data["section"],
            names=names,
            max_points=int(data["points"] * 100),
            is_veto=data["is_veto"],
            photo_required=data["photo_required"],
            source=data["source"].strip(),
        )


class VersionForm(forms.Form):
    """Why a checklist changes; shown to whoever approves it."""

    reason = forms.CharField(
        label=_("Reason for the change"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


ItemFormSet = forms.formset_factory(ItemForm, extra=0, max_num=200, absolute_max=300)

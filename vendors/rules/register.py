"""What a vendor record must hold (VEN-01, VEN-02)."""

import re
from dataclasses import dataclass
from datetime import date

from records.rules.text import clean, halfwidth, one_line
from vendors.choices import Qualification, VendorForm
from vendors.errors import (
    CreditCodeMissing,
    IndividualNotAccepted,
    LineCodeInvalid,
    LineNameMissing,
    MissingFact,
    NoLine,
    NotAtRegistration,
)
from vendors.rules import credit_code

AT_REGISTRATION = frozenset({Qualification.CANDIDATE, Qualification.QUALIFIED})
_LINE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")


@dataclass(frozen=True, slots=True)
class Facts:
    """The cleaned facts of a vendor as people typed them."""

    legal_name: str
    credit_code: str
    form: str
    address: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    licence_valid_until: date | None
    licence_is_permanent: bool


def check_facts(facts: Facts, *, lines: int, allow_individuals: bool) -> Facts:
    """Return the facts in their one written form.

    Raises MissingFact, IndividualNotAccepted, CreditCodeMissing, InvalidCreditCode, LegacyNumber or NoLine.
    """
    legal_name = one_line(facts.legal_name)
    contact_phone = halfwidth(facts.contact_phone)
    address, contact_name = one_line(facts.address), one_line(facts.contact_name)
    mandatory = {
        "legal_name": legal_name,
        "address": address,
        "contact_name": contact_name,
        "contact_phone": contact_phone,
    }
    for field, value in mandatory.items():
        if not value:
            raise MissingFact(field=field)
    form = VendorForm(facts.form)
    if form is VendorForm.INDIVIDUAL and not allow_individuals:
        raise IndividualNotAccepted
    if form is VendorForm.LEGAL_PERSON and not clean(facts.credit_code):
        raise CreditCodeMissing
    code = credit_code.check(facts.credit_code) if clean(facts.credit_code) else ""
    if not lines:
        raise NoLine
    return Facts(
        legal_name=legal_name,
        credit_code=code,
        form=form.value,
        address=address,
        legal_representative=one_line(facts.legal_representative),
        contact_name=contact_name,
        contact_phone=contact_phone,
        licence_valid_until=None if facts.licence_is_permanent else facts.licence_valid_until,
        licence_is_permanent=facts.licence_is_permanent,
    )


def check_first_status(status: str) -> str:
    """Return the qualification a vendor may be registered with. Raises NotAtRegistration."""
    if status not in {one.value for one in AT_REGISTRATION}:
        raise NotAtRegistration
    return status


def check_line(code: str, name_zh_hans: str) -> str:
    """Return a service line's code in its written form. Raises LineCodeInvalid or LineNameMissing."""
    written = halfwidth(code).upper()
    if not _LINE_CODE.fullmatch(written):
        raise LineCodeInvalid
    if not clean(name_zh_hans):
        raise LineNameMissing
    return written

"""What a paper must state, which way it goes, and when people are told that it expires (VEN-03, NTF-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from records.rules.text import clean, halfwidth, one_line
from tenancy.errors import IllegalTransition
from vendors.choices import DOCUMENT_KIND_LABELS, DocumentKind
from vendors.choices import DocumentStatus as S
from vendors.errors.papers import PaperEndsBeforeItBegins, PaperKindUnknown, PaperTermMissing, PaperTitleMissing

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PROPOSED: frozenset({S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.SUPERSEDED}),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.SUPERSEDED: frozenset(),
}
# Papers that an authority gives for a term: they say until when, or that there is no end.
TERMED = frozenset(
    {
        DocumentKind.BUSINESS_LICENCE,
        DocumentKind.QMS_CERTIFICATE,
        DocumentKind.STAFF_CERTIFICATES,
        DocumentKind.POWER_OF_ATTORNEY,
    }
)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says about itself; both days count."""

    kind: str
    title: str = ""
    number: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    is_permanent: bool = False


def check(frm: S, to: S) -> None:
    """Raise IllegalTransition unless a paper may go from ``frm`` to ``to``."""
    if to not in TRANSITIONS[frm]:
        raise IllegalTransition(frm, to)


def check_facts(facts: PaperFacts) -> PaperFacts:
    """Return the facts in their one written form.

    Raises PaperKindUnknown, PaperTitleMissing, PaperTermMissing, PaperEndsBeforeItBegins.
    """
    if facts.kind not in DOCUMENT_KIND_LABELS:
        raise PaperKindUnknown
    kind = DocumentKind(facts.kind)
    title = one_line(facts.title)
    if kind is DocumentKind.OTHER and not title:
        raise PaperTitleMissing
    until = None if facts.is_permanent else facts.valid_until
    if kind in TERMED and until is None and not facts.is_permanent:
        raise PaperTermMissing
    if until is not None and facts.valid_from is not None and until < facts.valid_from:
        raise PaperEndsBeforeItBegins
    return PaperFacts(
        kind=kind.value,
        title=title,
        number=halfwidth(facts.number),
        issuer=clean(one_line(facts.issuer)),
        valid_from=facts.valid_from,
        valid_until=until,
        is_permanent=facts.is_permanent,
    )


def reminder_step(days_left: int, steps: Sequence[int]) -> int | None:
    """Return the reminder that is due for a paper with so many days left: 60, 30 or 7; -1 once it has expired.

    None when it is too early. A paper that comes with 20 days left is reminded of once for 30, then for 7 (NTF-05).
    """
    if days_left < 0:
        return -1
    return min((step for step in steps if days_left <= step), default=None)

"""The one shape of a tender's printed forms and reports: sections of labelled facts and tables, and who signs."""

from dataclasses import dataclass

from records.printing import Paper
from tendering.models import Tender

TEMPLATE = "tendering/papers/form.html"


@dataclass(frozen=True)
class Section:
    """A part of a form: labelled facts, then a table, then a remark; each may be empty."""

    title: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class FormContent:
    """Everything a form says."""

    subtitle: str
    sections: tuple[Section, ...]
    signers: tuple[str, ...]


def form_paper(tender: Tender, kind: str, title: str, sections: list[Section], signers: list[str]) -> Paper:
    """Return a form of a tender as a printed document of its project."""
    content = FormContent(f"{tender.number} · {tender.title}", tuple(sections), tuple(signers))
    rows = sum(len(section.rows) for section in sections)
    return Paper(kind=kind, title=title, template=TEMPLATE, context=content, unit_id=tender.project_id, rows=rows)

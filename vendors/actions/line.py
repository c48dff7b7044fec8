"""Verbs on service lines (VEN-13): day-one content, the tenant's own lines."""

from datetime import datetime

from django.db import transaction

from records import journal
from records.rules.text import one_line
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from vendors.content.lines import LINES
from vendors.errors import LineCodeTaken
from vendors.models import ServiceLine
from vendors.rules import may, register


def add_day_one(*, at: datetime) -> None:
    """Give a new tenant the ready-made lines in three languages with their synonyms; asking again adds nothing."""
    known = set(ServiceLine.objects.values_list("code", flat=True))
    ServiceLine.objects.bulk_create(
        [
            ServiceLine(
                code=line.code,
                names={"zh-hans": line.zh_hans, "zh-hant": line.zh_hant, "en": line.en},
                synonyms=list(line.synonyms),
                sort_order=10 * number,
            )
            for number, line in enumerate(LINES, 1)
            if line.code not in known
        ]
    )


def add_line(
    *,
    code: str,
    name_zh_hans: str,
    by: Actor,
    at: datetime,
    name_zh_hant: str = "",
    name_en: str = "",
    synonyms: list[str] | None = None,
) -> ServiceLine:
    """Add a line of the tenant's own. Raises NotAllowed, LineCodeInvalid, LineNameMissing, LineCodeTaken."""
    may.edit_lines(by)
    written = register.check_line(code, name_zh_hans)
    with transaction.atomic():
        last = ServiceLine.objects.order_by("-sort_order").values_list("sort_order", flat=True).first() or 0
        line, is_new = ServiceLine.objects.get_or_create(
            code=written,
            defaults={
                "names": _names(name_zh_hans, name_zh_hant, name_en),
                "synonyms": _synonyms(synonyms),
                "sort_order": last + 10,
            },
        )
        if not is_new:
            raise LineCodeTaken
        journal.record("vendors.line_added", line, by=by, at=at, changes={"code": written, "names": line.names})
    return line


def change_line(
    *,
    line_id: int,
    name_zh_hans: str,
    by: Actor,
    at: datetime,
    name_zh_hant: str = "",
    name_en: str = "",
    synonyms: list[str] | None = None,
) -> ServiceLine:
    """Change what a line is called; its code stays. Raises NotAllowed, LineNameMissing."""
    may.edit_lines(by)
    with transaction.atomic():
        line = ServiceLine.objects.select_for_update(no_key=True).get(id=line_id)
        register.check_line(line.code, name_zh_hans)
        old = {"names": line.names, "synonyms": line.synonyms}
        line.names = _names(name_zh_hans, name_zh_hant, name_en)
        line.synonyms = _synonyms(synonyms)
        new = {"names": line.names, "synonyms": line.synonyms}
        changes = {key: [old[key], new[key]] for key in old if old[key] != new[key]}
        if changes:
            line.save(update_fields=["names", "synonyms"])
            journal.record("vendors.line_changed", line, by=by, at=at, changes=changes)
    return line


def set_line_active(*, line_id: int, is_active: bool, by: Actor, at: datetime) -> ServiceLine:
    """Offer a line for new vendors and contracts, or no longer. Raises NotAllowed, AlreadyDone."""
    may.edit_lines(by)
    with transaction.atomic():
        line = ServiceLine.objects.select_for_update(no_key=True).get(id=line_id)
        if line.is_active == is_active:
            raise AlreadyDone
        line.is_active = is_active
        line.save(update_fields=["is_active"])
        journal.record(
            "vendors.line_activated" if is_active else "vendors.line_deactivated",
            line,
            by=by,
            at=at,
            changes={"is_active": [not is_active, is_active]},
        )
    return line


def _names(zh_hans: str, zh_hant: str, en: str) -> dict[str, str]:
    written = {"zh-hans": one_line(zh_hans), "zh-hant": one_line(zh_hant), "en": one_line(en)}
    return {language: name for language, name in written.items() if name}


def _synonyms(synonyms: list[str] | None) -> list[str]:
    return list(dict.fromkeys(filter(None, (one_line(name) for name in synonyms or []))))

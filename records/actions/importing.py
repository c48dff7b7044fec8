"""Verbs of imports: upload a table, settle its mapping, try it, apply it (all or nothing), abandon it."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import journal
from records.importing import ImportContext, ImportSpec, Row, TooManyProblems
from records.models import ImportMapping, ImportRun
from records.models.importing import ImportStatus
from records.rules import sheet_rows, sheets
from records.spreadsheets import Book, Sheet, open_book
from tenancy.errors import AlreadyDone, IllegalTransition, RuleBroken
from tenancy.queries import unit_paths
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor

MAX_UPLOAD = 20 * 1024 * 1024


class _DryRunEnds(Exception):
    """Ends a trial."""


def specs() -> list[ImportSpec]:
    """Return every room's kinds of table, in the order they are applied."""
    return sorted((import_string(path) for path in settings.IMPORTS.values()), key=lambda spec: spec.order)


def upload_table(*, upload: UploadedFile | ContentFile, file_name: str, by: Actor, at: datetime) -> ImportRun:
    """Keep a table file and propose how its sheets and columns are understood.

    Raises RuleBroken (field ``file``) for a file that is too large, broken, hostile or holds no table we know.
    """
    may.require(by, Permission.IMPORT_RUN)
    if upload.size is None or upload.size > MAX_UPLOAD:
        raise RuleBroken(_("The file is larger than 20 MB. Split it into months."), code="too_large", field="file")
    content = upload.read()
    book = open_book(content, file_name)
    plan = propose_plan(book)
    if not any(one["spec"] for one in plan["sheets"]):
        raise RuleBroken(
            _("No sheet has a heading row we know. Use the template, or name the columns as in the template."),
            code="unknown_table",
            field="file",
        )
    stored = default_storage.save(f"imports/{by.tenant_id}/{get_random_string(24)}", ContentFile(content))
    run = ImportRun.objects.create(
        file_name=file_name[-200:],
        stored_name=stored,
        sha256=hashlib.sha256(content).hexdigest(),
        plan=plan,
        created_at=at,
        created_by_id=by.person_id,
    )
    journal.record("records.import_uploaded", run, by=by, at=at, changes={"sha256": run.sha256})
    return run


def propose_plan(book: Book) -> dict[str, Any]:
    """Say for each sheet which kind of table it is, where its headings stand and which column is which field."""
    return {"sheets": [_propose_sheet(sheet) for sheet in book.sheets], "options": {"create_projects": True}}


def _propose_sheet(sheet: Sheet) -> dict[str, Any]:
    by_code = {spec.code: spec for spec in specs()}
    tables = {code: spec.fields for code, spec in by_code.items()}
    found = sheets.recognise(sheet.grid, tables, sheet.merges)
    if found is None or found[1].heading_row is None:
        return {"name": sheet.name, "spec": "", "header_row": 0, "columns": {}, "headings": []}
    code, proposal = found
    row = found[1].heading_row
    headings = sheets.headings(sheet.grid, row, sheet.merges)
    remembered = ImportMapping.objects.filter(spec=code, signature=_signature(headings)).first()
    columns = {key: column.index for key, column in proposal.columns.items()}
    return {
        "name": sheet.name,
        "spec": code,
        "header_row": row,
        "columns": remembered.columns if remembered else columns,
        "headings": headings,
        "remembered": remembered is not None,
    }


def _signature(headings: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def change_plan(*, run_id: int, columns: dict[str, dict[str, int]], options: dict[str, Any], by: Actor) -> ImportRun:
    """Take the importer's own mapping: sheet name -> field key -> column index (0-based)."""
    may.require(by, Permission.IMPORT_RUN)
    run = _locked(run_id)
    plan = {**run.plan, "options": {**run.plan.get("options", {}), **options}}
    plan["sheets"] = [{**one, "columns": columns.get(one["name"], one["columns"])} for one in run.plan["sheets"]]
    run.plan, run.status, run.report = plan, ImportStatus.UPLOADED, {}
    run.save(update_fields=["plan", "status", "report"])
    return run


def check_import(*, run_id: int, by: Actor, at: datetime, today: date) -> ImportRun:
    """Try the import and roll it back; the report holds every problem at its cell, notices and what would be made."""
    may.require(by, Permission.IMPORT_RUN)
    run = _locked(run_id)
    context = _context(run, by, at, today)
    try:
        with transaction.atomic():
            _run_specs(run, context)
            raise _DryRunEnds
    except _DryRunEnds:
        run.report = _report(context)
    run.status, run.checked_at = ImportStatus.CHECKED, at
    run.save(update_fields=["report", "status", "checked_at"])
    return run


def apply_import(*, run_id: int, by: Actor, at: datetime, today: date) -> ImportRun:
    """Apply the whole file or nothing. Raises RuleBroken while a problem is left, AlreadyDone when it was applied."""
    may.require(by, Permission.IMPORT_RUN)
    run = _locked(run_id)
    context = _context(run, by, at, today)
    with transaction.atomic():
        _run_specs(run, context)
        if context.problems:
            raise RuleBroken(
                _("Nothing was imported: %(count)d problems are left. Check the file to see them.")
                % {"count": len(context.problems)},
                code="problems_left",
            )
        run.report, run.status = _report(context), ImportStatus.APPLIED
        run.applied_at, run.applied_by_id = at, by.person_id
        run.save(update_fields=["report", "status", "applied_at", "applied_by"])
        _remember(run)
        journal.record("records.import_applied", run, by=by, at=at, changes={"made": context.counts})
    return run


def abandon_import(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Give an import up; the file stays for the record."""
    may.require(by, Permission.IMPORT_RUN)
    run = _locked(run_id)
    run.status = ImportStatus.ABANDONED
    run.save(update_fields=["status"])
    journal.record("records.import_abandoned", run, by=by, at=at)
    return run


def _locked(run_id: int) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",), no_key=True).get(id=run_id)
    if run.status == ImportStatus.APPLIED:
        raise AlreadyDone(_("This file has already been imported."))
    if run.status == ImportStatus.ABANDONED:
        raise IllegalTransition(run.status, ImportStatus.CHECKED, _("This import was given up. Upload the file again."))
    return run


def importing_actor(actor: Actor) -> Actor:
    """Return the importer with the rights to bring in records as they were kept on paper (ADR 5).

    The journal still names the person; the scope stays that of the person's right to import. Who may import for every
    node may also do so for the projects that the file itself adds.
    """
    scope = actor.units(Permission.IMPORT_RUN)
    if scope is not None and scope >= unit_paths().keys():
        scope = None
    return replace(actor, scopes=dict.fromkeys(Permission, scope))


def _context(run: ImportRun, by: Actor, at: datetime, today: date) -> ImportContext:
    options = {**run.plan.get("options", {}), "file": run.file_name, "run_id": run.id}
    return ImportContext(by=importing_actor(by), at=at, today=today, options=options)


def _run_specs(run: ImportRun, context: ImportContext) -> None:
    book = book_of(run)
    planned = [(spec, one) for spec in specs() for one in run.plan["sheets"] if one["spec"] == spec.code]
    try:
        for spec, one in planned:
            context.tables.setdefault(spec.code, []).extend(_rows(book, spec, one, context))
        for spec in specs():
            if spec.code in context.tables:
                spec.apply(context, context.tables[spec.code])
        for spec in specs():
            if spec.code in context.tables and spec.finish is not None:
                spec.finish(context)
    except TooManyProblems:
        context.notice(_("More problems follow; mend these first."))


def book_of(run: ImportRun) -> Book:
    """Open the stored file of an import again."""
    with default_storage.open(run.stored_name) as stored:
        return open_book(stored.read(), run.file_name)


def _rows(book: Book, spec: ImportSpec, one: dict[str, Any], context: ImportContext) -> list[Row]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == one["name"])
    columns = {
        key: sheets.column_at(sheet.grid, one["header_row"], index, sheet.merges)
        for key, index in one["columns"].items()
    }
    proposal = sheets.Proposal(one["header_row"], columns)
    found, skipped = [], 0
    for raw in sheet_rows.rows(sheet.grid, proposal, sheet.merges):
        if isinstance(raw, sheet_rows.Skipped):
            skipped += 1
            continue
        parsed = sheet_rows.parse_row(raw, spec.fields, proposal)
        row = Row(sheet.name, parsed.number, dict(parsed.values), dict(parsed.coordinates), raw=dict(raw.cells))
        for fault in parsed.faults:
            context.problem(row, fault.key, fault.problem)
        found.append(row)
    if skipped:
        context.notice(
            ngettext(
                "Sheet “%(sheet)s”: %(count)d row of totals or notes is left out.",
                "Sheet “%(sheet)s”: %(count)d rows of totals or notes are left out.",
                skipped,
            )
            % {"sheet": sheet.name, "count": skipped}
        )
    return found


def _report(context: ImportContext) -> dict[str, Any]:
    return {
        "problems": [asdict(problem) for problem in context.problems],
        "notices": context.notices,
        "counts": context.counts,
        "rows": {code: len(rows) for code, rows in context.tables.items()},
    }


def _remember(run: ImportRun) -> None:
    for one in run.plan["sheets"]:
        if one["spec"]:
            ImportMapping.objects.update_or_create(
                spec=one["spec"], signature=_signature(one["headings"]), defaults={"columns": one["columns"]}
            )


def count_label(key: str) -> str:
    """Return what an import made, in words."""
    labels = {
        "vendors": _("Vendors"),
        "vendors_known": _("Vendors already known"),
        "projects": _("Projects"),
        "contracts": _("Contracts"),
        "checklists": _("Checklist versions"),
        "inspections": _("Inspections"),
        "inspections_known": _("Inspections already known"),
        "findings": _("Findings"),
        "complaints": _("Complaints"),
    }
    return labels.get(key, key)

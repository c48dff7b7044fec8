"""Workbooks the import gives back: the file with its problems beside each row, and the empty template."""

from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.utils.translation import gettext as _

from records.actions.importing import book_of
from records.importing import ImportSpec
from records.models import ImportRun

# Text stays text: a cell that begins with "=" is never a formula (security.md 4).
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def with_problems(run: ImportRun) -> bytes:
    """Return the uploaded table as .xlsx with a last column that names what is wrong in each row."""
    problems: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    for one in run.report.get("problems", []):
        problems[(one["sheet"], one["row"])].append(one)
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        wrong = workbook.add_format({"bg_color": "#FDE2E1", "font_color": "#8A1F1B"})
        for sheet in book_of(run).sheets:
            page = workbook.add_worksheet(sheet.name[:31])
            width = max((len(row) for row in sheet.grid), default=0)
            for number, row in enumerate(sheet.grid):
                found = problems.get((sheet.name, number + 1), [])
                cells = {one["cell"] for one in found}
                for column, value in enumerate(row):
                    text = "" if value is None else str(value)
                    is_wrong = xlsxwriter.utility.xl_rowcol_to_cell(number, column) in cells
                    page.write_string(number, column, text, wrong if is_wrong else None)
                if found:
                    page.write_string(number, width, "；".join(one["message"] for one in found), wrong)
            page.write_string(0, width, _("Problems"), wrong)
            page.set_column(width, width, 60)
    return target.getvalue()


def template(specs: Iterable[ImportSpec]) -> bytes:
    """Return a workbook with one sheet per kind of table: headings, and an example row to overwrite."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#E7EFF8", "border": 1})
        for spec in specs:
            page = workbook.add_worksheet(str(spec.title)[:31])
            page.freeze_panes(1, 0)
            for column, one in enumerate(spec.fields):
                mark = " *" if one.is_required else ""
                page.write_string(0, column, f"{one.label}{mark}", head)
                page.set_column(column, column, 18)
            for number, row in enumerate(spec.sample, 1):
                for column, value in enumerate(row):
                    page.write_string(number, column, str(value))
    return target.getvalue()


def disposition(name: str) -> str:
    """Return the header that names a download, Chinese letters included (RFC 5987)."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"

"""The October workbook worked out a second time, without a line of the product: plain fractions, as on paper.

    python tests/data/october_by_hand.py WORKBOOK.xlsx            compares with october_expected.csv
    python tests/data/october_by_hand.py WORKBOOK.xlsx --write    writes it
    python tests/data/october_by_hand.py WORKBOOK.xlsx --steps    tells every step

What is calculated (scoring.md): an inspection is 100 * (points that apply - points lost) / points that apply, to two
decimals, half up. The month's mean weighs a self-check (项目自检) 0.5, a company check (公司月检) 1 and a special
check of headquarters (专项检查) 2. Complaints are 100 minus 2, 5 or 15 for each one of the vendor's making (轻微,
一般, 严重), and 3 more when the answer came after the third day following the day of the complaint; the workbook knows
no numbers of households, so nothing is scaled. The total weighs inspections 40 and complaints 15; together 55, so at
least 50 of 100 weight points have evidence everywhere. A from 90, B from 80, C from 70.

Three of the contracts, step by step:

WB-2025-004 (云栖苑, 洁雅机电设备维修有限公司)
    company check of the 21st:  9 and 3 lost of 100           100 * 88 / 100 = 88.00
    self-check of the 10th:     3 and 5 lost of 100           100 * 92 / 100 = 92.00
    inspections                 (88.00 * 1 + 92.00 * 0.5) / 1.5 = 134.00 / 1.5 = 89.33
    complaints                  TS202610008 third party, TS202610056 property company: 100 - 0 = 100.00
    total                       (89.33 * 40 + 100.00 * 15) / 55 = 5073.20 / 55 = 92.24        A

WB-2025-017 (和平里小区, 恒达机电设备维修有限公司)
    self-check of the 7th:      5 and 5 lost of 100           100 * 90 / 100 = 90.00
    company check of the 19th:  1 and 1 lost of 100           100 * 98 / 100 = 98.00
    inspections                 (90.00 * 0.5 + 98.00 * 1) / 1.5 = 143.00 / 1.5 = 95.33
    complaints                  TS202610001 minor, 22nd, answered on the 23rd: 2
                                TS202610040 serious, 1st, answered on the 7th (due on the 4th): 15 + 3
                                TS202610042 not upheld: 0     100 - 20 = 80.00
    total                       (95.33 * 40 + 80.00 * 15) / 55 = 5013.20 / 55 = 91.15         A

WB-2025-019 (锦绣广场, 绿源电梯工程有限公司)
    special check of the 23rd:  5 points do not apply; 1, 7 and 2 lost of 95
                                                              100 * 85 / 95 = 89.4736... = 89.47
    company check of the 26th:  8, 2 and 4 lost of 100        100 * 86 / 100 = 86.00
    inspections                 (89.47 * 2 + 86.00 * 1) / 3 = 264.94 / 3 = 88.3133... = 88.31
    complaints                  TS202610023 property company, TS202610050 third party: 0
                                TS202610060 ordinary, 26th, answered on the 27th: 5    100 - 5 = 95.00
    total                       (88.31 * 40 + 95.00 * 15) / 55 = 4957.40 / 55 = 90.1345... = 90.13    A
"""

import csv
import re
import sys
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

EXPECTED = Path(__file__).with_name("october_expected.csv")
INSPECTION_WEIGHTS = {"项目自检": Fraction(1, 2), "公司月检": Fraction(1), "专项检查": Fraction(2)}
COMPLAINT_POINTS = {"轻微": 2, "一般": 5, "严重": 15}
COLUMNS = ["contract", "project", "vendor", "inspection", "complaints", "total", "grade"]


def two_places(exact: Fraction) -> Fraction:
    """Round half up to two places."""
    return Fraction((exact * 100 + Fraction(1, 2)).__floor__(), 100)


def day_of(cell: Any) -> date:
    """Read a day: a date cell, or text that begins with year, month and day in whatever notation."""
    if isinstance(cell, datetime):
        return cell.date()
    year, month, day = re.findall(r"\d+", cell)[:3]
    return date(int(year), int(month), int(day))


def data_rows(sheet: Any) -> list[list[Any]]:
    """Return the rows below title, remark and heading."""
    return [list(row) for row in sheet.iter_rows(min_row=4, values_only=True) if row[0] is not None]


def inspection_scores(rows: list[list[Any]], steps: list[str]) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """Return score and weight of every inspection, by contract number."""
    sums: dict[tuple[str, str, date], list[int]] = {}
    for row in rows:
        both = sums.setdefault((row[2], row[4], day_of(row[0])), [0, 0])
        if row[8] == "不适用":
            continue
        both[0] += int(row[7])
        both[1] += int(re.findall(r"\d+", str(row[8]))[0])
    found: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for (contract, kind, day), (points, lost) in sums.items():
        score = two_places(Fraction(100 * (points - lost), points))
        found.setdefault(contract, []).append((score, INSPECTION_WEIGHTS[kind]))
        steps.append(f"{contract} {kind} {day}: 100 * ({points} - {lost}) / {points} = {float(score):.2f}")
    return found


def complaint_points(rows: list[list[Any]], steps: list[str]) -> dict[tuple[str, str], int]:
    """Return the points charged, by project and vendor."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row[12] != "外包方责任":
            continue
        points = COMPLAINT_POINTS[row[9]]
        if day_of(row[10]) > day_of(row[1]) + timedelta(days=3):
            points += 3
        key = (row[3], row[8])
        found[key] = found.get(key, 0) + points
        steps.append(f"{row[0]} {row[9]} {day_of(row[1])}, answered {day_of(row[10])}: {points}")
    return found


def grade_of(total: Fraction) -> str:
    """Return the grade of a total."""
    return next(grade for grade, lowest in (("A", 90), ("B", 80), ("C", 70), ("D", 0)) if total >= lowest)


def cards(path: Path, steps: list[str]) -> list[dict[str, str]]:
    """Return the card of every contract in the order of the ledger."""
    book = load_workbook(path)
    inspections = inspection_scores(data_rows(book["检查记录"]), steps)
    charged = complaint_points(data_rows(book["投诉登记"]), steps)
    found = []
    for number, project, vendor, *_ in data_rows(book["合同台账"]):
        rows = inspections[number]
        weighted = sum((score * weight for score, weight in rows), Fraction(0))
        inspection = two_places(weighted / sum((weight for _, weight in rows), Fraction(0)))
        complaints = Fraction(max(0, 100 - charged.pop((project, vendor), 0)))
        total = two_places((inspection * 40 + complaints * 15) / 55)
        figures = (inspection, complaints, total)
        texts = [f"{int(figure * 100) // 100}.{int(figure * 100) % 100:02d}" for figure in figures]
        found.append(dict(zip(COLUMNS, [number, project, vendor, *texts, grade_of(total)], strict=True)))
    if charged:
        raise SystemExit(f"complaints of no contract: {charged}")
    return found


def main(arguments: list[str]) -> int:
    """Compare with the expected file, write it, or tell the steps. Returns 1 when a card differs."""
    steps: list[str] = []
    found = cards(Path(arguments[0]), steps)
    if "--steps" in arguments:
        sys.stdout.write("\n".join(steps) + "\n")
    if "--write" in arguments:
        with EXPECTED.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    with EXPECTED.open(encoding="utf-8") as source:
        different = [row for row, expected in zip(found, csv.DictReader(source), strict=True) if row != expected]
    sys.stdout.write(f"{len(found)} cards, {len(different)} different\n")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

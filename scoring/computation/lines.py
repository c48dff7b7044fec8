"""Receipt lines as SQL: each writes the text that ``scoring.rules.receipt.encode`` gives for the same line.

A value is an SQL expression, or ``Fixed`` text that stands in the line as it is. What is fixed is put together here,
once, so that the database joins as few pieces as there are figures.
"""

from collections.abc import Iterable, Mapping

from records.rules.hundredths import as_text
from scoring.choices import Component, EvidenceKind, LineText, Part
from scoring.rules.receipt import encode, line_to_json
from scoring.rules.settings import ScoringRules
from scoring.rules.total import missing_line


class Fixed(str):
    """Text known beforehand, plain enough to need no escaping."""


class Free(str):
    """An SQL expression of text somebody typed, which the database escapes."""


class Hash(str):
    """An SQL expression of a row's id, written as people read it: ``#17``."""


def cents(expression: str) -> str:
    """Return SQL that writes hundredths like ``records.rules.hundredths.as_text``."""
    return f"({expression}) * 0.01"


def e4(expression: str) -> str:
    """Return SQL that writes ten-thousandths like ``scoring.rules.receipt.e4_as_text``."""
    whole, exact = cents(f"({expression}) / 100"), f"trim_scale(({expression}) * 0.0001)"
    return f"case when ({expression}) %% 100 = 0 then {whole} else {exact} end"


def line(part: Part, text: LineText | str, params: Mapping[str, str] | None = None, **figures: str) -> str:
    """Return SQL that writes one line.

    ``text`` is a LineText or an expression. ``figures`` are ``evidence_kind`` and the expressions, never null, of
    ``base``, ``evidence_id``, ``multiplier``, ``points_e4``, ``running_e4`` and ``weight``. ``params`` are the text's
    placeholders: expressions of plain text, ``Fixed`` or ``Free``.
    """
    members: dict[str, list[str]] = {
        name: _in_quotes(Fixed(value)) if name == "evidence_kind" else [value] for name, value in figures.items()
    }
    members["part"] = _in_quotes(Fixed(part))
    members["text"] = _in_quotes(Fixed(text) if isinstance(text, LineText) else text)
    if params:
        members["params"] = _object({name: _in_quotes(value) for name, value in params.items()})
    return _concat(_object(members))


def _in_quotes(value: str) -> list[str]:
    if isinstance(value, Free):
        return [f"to_json(({value})::text)"]
    return [Fixed('"#' if isinstance(value, Hash) else '"'), value, Fixed('"')]


def _object(members: Mapping[str, Iterable[str]]) -> list[str]:
    pieces: list[str] = []
    for name in sorted(members):
        pieces += [Fixed(f',"{name}":' if pieces else f'{{"{name}":'), *members[name]]
    return [*pieces, Fixed("}")]


def _concat(pieces: Iterable[str]) -> str:
    terms: list[str] = []
    fixed = ""
    for piece in [*pieces, ""]:
        if isinstance(piece, Fixed):
            fixed += piece
            continue
        terms += [f"'{fixed}'"] * bool(fixed) + [piece] * bool(piece)
        fixed = ""
    return f"concat({', '.join(terms)})"


def _inspection() -> dict[str, str]:
    evidence = {"evidence_kind": EvidenceKind.INSPECTION.value, "evidence_id": "i.id"}
    product, about = "score * weight", {"inspection_type": "kind", "number": Hash("i.id"), "on": "inspected_on"}
    text = "case when weight > 0 then 'inspection' else 'inspection_uncounted' end"
    amounts = {"base": "base_deduction", "multiplier": "multiplier_percent", "deduction": "deduction"}
    fault = {name: cents(amount) for name, amount in amounts.items()}
    fault |= {"item": Free("item_code"), "number": Hash("inspection_id")}
    sums = {"sum": e4("inspection_products"), "weight": cents("inspection_weight")}
    return {
        "inspection": line(
            Part.INSPECTION, text, about, **evidence, base="score", weight="weight", points_e4=product,
            running_e4="running",
        ),
        "repeated_fault": line(
            Part.INSPECTION, LineText.REPEATED_FAULT, fault, evidence_kind=EvidenceKind.INSPECTION_ITEM.value,
            evidence_id="id", base="base_deduction", multiplier="multiplier_percent",
        ),
        "no_inspection": line(Part.INSPECTION, LineText.NO_INSPECTION),
        "inspection_mean": line(Part.INSPECTION, LineText.INSPECTION_MEAN, sums, points_e4="inspection * 100"),
    }  # fmt: skip


def _complaints() -> dict[str, str]:
    about: dict[str, str] = {"number": Free("number"), "on": "received_on"}
    late = {"days": "%(answer_days)s", "number": about["number"]}
    scaled = {"households": "households", "share": "%(share)s", "sum": cents("deducted")}
    fixed = {"evidence_kind": EvidenceKind.COMPLAINT.value, "evidence_id": "id"}
    free = {**fixed, "base": Fixed("0"), "points_e4": Fixed("0"), "running_e4": "-running * 100"}
    charged = {"base": "severity_points", "points_e4": "-severity_points * 100"}
    extra = {"base": "late_points", "points_e4": "-late_points * 100", "running_e4": "-running * 100"}
    before_late = "(late_points - running) * 100"
    lines = {
        LineText.COMPLAINT_UNDECIDED: line(Part.COMPLAINTS, LineText.COMPLAINT_UNDECIDED, about, **free),
        LineText.COMPLAINT_UNCHARGED: line(
            Part.COMPLAINTS, LineText.COMPLAINT_UNCHARGED, {**about, "responsibility": "responsibility"}, **free
        ),
        LineText.COMPLAINT: line(
            Part.COMPLAINTS, LineText.COMPLAINT, {**about, "severity": "severity"}, **fixed, **charged,
            running_e4=before_late,
        ),
        LineText.COMPLAINT_LATE: line(Part.COMPLAINTS, LineText.COMPLAINT_LATE, late, **fixed, **extra),
        LineText.NO_COMPLAINT: line(Part.COMPLAINTS, LineText.NO_COMPLAINT, points_e4="complaints_score * 100"),
        LineText.COMPLAINTS_RESULT: line(
            Part.COMPLAINTS, LineText.COMPLAINTS_RESULT, {"sum": cents("deducted")}, points_e4="complaints_score * 100"
        ),
        LineText.COMPLAINTS_SCALED: line(
            Part.COMPLAINTS, LineText.COMPLAINTS_SCALED, scaled, points_e4="complaints_score * 100"
        ),
    }  # fmt: skip
    return {text.value: sql for text, sql in lines.items()}


def _total() -> dict[str, str]:
    sums = {"sum": e4("products"), "weight": cents("weight")}
    little = {"minimum": "%(minimum_weight_text)s::text", "weight": cents("weight")}
    return {
        "component_inspection": _component(Component.INSPECTION, "inspection", "inspection * %(w_inspection)s"),
        "component_complaints": _component(Component.COMPLAINTS, "complaints_score", "products"),
        "weighted_mean": line(Part.TOTAL, LineText.WEIGHTED_MEAN, sums, points_e4="computed * 100"),
        "no_total_no_inspection": line(Part.TOTAL, LineText.NO_TOTAL_NO_INSPECTION),
        "no_total_little_evidence": line(Part.TOTAL, LineText.NO_TOTAL_LITTLE_EVIDENCE, little),
    }


def _component(component: Component, score: str, running: str) -> str:
    weight = f"%(w_{component.value})s"
    return line(
        Part.TOTAL, LineText.COMPONENT, {"component": Fixed(component)}, base=score, weight=weight,
        points_e4=f"{score} * {weight}", running_e4=running,
    )  # fmt: skip


def _after_the_total() -> dict[str, str]:
    people = {"approver": Free("m.approver"), "reason": Free("m.reason")}
    minimum = "case grade when 'A' then %(a_text)s when 'B' then %(b_text)s when 'C' then %(c_text)s else '0.00' end"
    band = {"grade": "grade", "minimum": minimum}
    act = {"grade": Fixed("D"), "proven_act": "act"}
    return {
        "adjustment": line(
            Part.ADJUSTMENT, "m.kind", people, evidence_kind=EvidenceKind.ADJUSTMENT.value, evidence_id="m.id",
            base="m.points", points_e4="s.change * 100", running_e4="s.total * 100",
        ),
        "adjusted_total": line(Part.ADJUSTMENT, LineText.ADJUSTED_TOTAL, points_e4="total * 100"),
        "grade_by_act": line(
            Part.GRADE, LineText.GRADE_BY_ACT, act, evidence_kind=EvidenceKind.PROVEN_ACT.value, evidence_id="id"
        ),
        "grade": line(Part.GRADE, LineText.GRADE, band, base="total"),
    }  # fmt: skip


def known_before(rules: ScoringRules) -> dict[str, str]:
    """Return the parameters of those lines and figures that depend on nothing but the rules."""
    grades = rules.grades
    missing = {
        f"missing_{one.value}": encode(line_to_json(missing_line(one, rules.weights))).decode() for one in Component
    }
    return missing | {
        "minimum_weight_text": as_text(rules.evidence.minimum_weight),
        "a_text": as_text(grades.a_from),
        "b_text": as_text(grades.b_from),
        "c_text": as_text(grades.c_from),
    }


def all_lines() -> dict[str, str]:
    """Return the SQL of every line ``receipt.sql`` names."""
    return _inspection() | _complaints() | _total() | _after_the_total()

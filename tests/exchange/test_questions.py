"""Rows that wait for the same answer are found together, whatever the rows are."""

from dataclasses import dataclass

from exchange import questions
from exchange.roster_findings import Finding, undecided, warning


@dataclass(frozen=True)
class Row:
    number: int
    findings: tuple[Finding, ...]


def test_equal_values_are_one_question_and_other_values_another() -> None:
    asked = undecided("category", "row-category-unknown", value="95_党员")
    rows = [
        Row(1, (asked,)),
        Row(2, (undecided("category", "row-category-unknown", value="96_党员"),)),
        Row(3, (warning("category", "row-category-unknown", value="95_党员"),)),
        Row(4, (undecided("gender", "row-category-unknown", value="95_党员"),)),
        Row(5, (undecided("name", "row-name-odd"), undecided("category", "row-category-unknown", value="95_党员"))),
    ]
    assert [row.number for row in questions.asking(rows, asked)] == [1, 5]


def test_rows_of_a_summary_with_one_reason_are_told_together() -> None:
    told = [{"row": at, "field": "f", "code": "c", "reason": reason} for at, reason in enumerate("abacb")]
    assert [[row["row"] for row in group] for group in questions.grouped(told)] == [[0, 2], [1, 4], [3]]

"""Rows that wait for the same answer are found together, whatever the rows are."""

from dataclasses import dataclass

from exchange import questions
from exchange.questions import Questions
from exchange.roster_findings import Finding, undecided, warning


@dataclass(frozen=True)
class Row:
    number: int
    findings: tuple[Finding, ...]
    state: str = "undecided"

    @property
    def key(self) -> tuple[str, int]:
        return "名册", self.number


def asked(value: str = "95_党员", field: str = "category") -> Finding:
    return undecided(field, "row-category-unknown", value=value)


def numbers(keys: list[tuple[str, int]]) -> list[int]:
    return [number for _, number in keys]


def test_equal_values_are_one_question_and_other_values_another() -> None:
    rows = [
        Row(1, (asked(),)),
        Row(2, (asked("96_党员"),)),
        Row(3, (warning("category", "row-category-unknown", value="95_党员"),)),
        Row(4, (asked(field="gender"),)),
        Row(5, (undecided("name", "row-name-odd"), asked())),
        Row(6, (asked(),), state="refused"),
    ]
    found = Questions(rows)
    assert numbers(found.alike(rows[0])) == [1, 5]
    assert numbers(found.alike(rows[4])) == [5]
    assert numbers(found.alike(rows[4], asked())) == [1, 5]
    assert numbers(found.same_kind(rows[0])) == [1, 2, 4, 5]
    assert found.same_kind(rows[4], "row-category-unknown") == found.same_kind(rows[0])
    assert numbers(found.alike(rows[2])) == numbers(found.same_kind(rows[2])) == [3]


def test_a_question_about_one_person_is_hers_alone_and_a_leaving_is_one_for_all() -> None:
    rows = [Row(at, (undecided("name", "row-name-differs", value="张三"),)) for at in (1, 2)]
    left = [Row(at, (undecided("status", "row-seems-left", value=str(at)),)) for at in (3, 4)]
    assert numbers(Questions(rows).alike(rows[0])) == [1]
    assert numbers(Questions(left).alike(left[0])) == [3, 4]


def test_rows_of_a_summary_with_one_reason_are_told_together() -> None:
    told = [{"row": at, "field": "f", "code": "c", "reason": reason} for at, reason in enumerate("abacb")]
    assert [[row["row"] for row in group] for group in questions.grouped(told)] == [[0, 2], [1, 4], [3]]


def test_one_row_is_told_with_its_place_and_many_with_their_number() -> None:
    rows = [
        {"sheet": "名册", "row": at, "name": f"甲{at}", "field": "sex", "code": "c", "reason": "写的是“？”。"}
        for at in range(2, 10)
    ]
    one = questions.told(rows[:1], lambda _: "性别")
    assert one == "名册 第 2 行 甲2（性别）：写的是“？”。"
    two = questions.told(rows[:2], lambda _: "性别")
    assert two == "2 行（性别）（名册 第 2 行 甲2、名册 第 3 行 甲3）：写的是“？”。"
    assert questions.told(rows, lambda _: "性别").startswith("8 行（性别）（名册 第 2 行 甲2、")
    assert "甲7……）" in questions.told(rows, lambda _: "性别")
    sheet = {"sheet": "汇总", "row": 0, "name": "", "field": "", "code": "c", "reason": "没有读。"}
    assert questions.told([sheet], str) == "工作表“汇总”：没有读。"

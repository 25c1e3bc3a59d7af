"""Preview and writing of a roster: what is refused, what is asked, what comes in, and that nothing is
guessed.
"""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.roster_plan import Decision, PlanRow, apply_plan, plan_import
from exchange.roster_sheet import read_roster
from models import member, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.roster_kit import CLOCK, HEAD, LI, ZHANG, new_ledger, number, person, plan, workbook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with new_ledger(tmp_path / "branch.zbtz") as opened:
        yield opened


def only_row(ledger: Ledger, path: Path) -> PlanRow:
    (row,) = plan(ledger, path).rows
    return row


def test_new_members_come_in_as_one_operation_and_again_nothing_happens(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ZHANG, LI)
    before = ledger.content_digest()
    planned = plan(ledger, path)
    assert planned.counts()["new"] == 2
    assert ledger.content_digest() == before, "planning must not write"
    changes = apply_plan(ledger, planned)
    assert changes.kind == "roster.import" and changes.seq
    assert {one.name: (one.birth_date, one.joined_date) for one in member.list_members(ledger)} == {
        "张三": ("1985-07", "2008-06"),
        "李四": ("1962-10-01", "1985-07-01"),
    }
    after = ledger.content_digest()
    again = plan(ledger, path)
    assert again.counts() == dict.fromkeys(again.counts(), 0) | {"same": 2}
    assert apply_plan(ledger, again).seq == 0
    assert ledger.content_digest() == after
    undo.undo(ledger, changes.seq)
    assert ledger.content_digest() == before


def test_the_journal_names_the_file_and_its_digest(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "党员名册.xlsx", ZHANG)
    planned = plan(ledger, path)
    apply_plan(ledger, planned)
    line = ledger.query("SELECT kind, why, note FROM journal_operation ORDER BY seq DESC LIMIT 1")[0]
    assert line["kind"] == "roster.import"
    assert "党员名册.xlsx" in line["why"]
    assert json.loads(line["note"])["digest"] == planned.digest


REFUSALS: list[tuple[str, dict[str, Any], str, str]] = [
    ("ID number stored as a number", {"身份证号": 990101198507010000}, "id_number", "row-id-as-number"),
    ("ID number in E notation", {"身份证号": "9.90101E+17"}, "id_number", "row-id-as-number"),
    ("ID number with lost digits", {"身份证号": "990101198507010000"}, "id_number", "row-id-as-number"),
    (
        "check digit wrong",
        {"身份证号": ZHANG[2][:-1] + ("1" if ZHANG[2][-1] != "1" else "2")},
        "id_number",
        "row-id-check-digit",
    ),
    ("17 digits", {"身份证号": ZHANG[2][:-1]}, "id_number", "row-id-shape"),
    ("no such birthday", {"身份证号": "370102196202290018"}, "id_number", "row-id-birthday"),
    ("no such province", {"身份证号": "980101198507010011"}, "id_number", "row-id-region"),
    ("sex against ID", {"性别": "女"}, "sex", "row-sex-against-id"),
    ("birth against ID", {"出生年月": "1985.08"}, "birth_date", "row-birth-against-id"),
    ("impossible month", {"入党时间": "2008.13"}, "joined_date", "row-date-impossible"),
    ("impossible day", {"入党时间": "2008-02-30"}, "joined_date", "row-date-impossible"),
    ("no date", {"入党时间": "某年"}, "joined_date", "row-date-unreadable"),
    ("future", {"转正时间": "2027.1"}, "regular_date", "row-date-in-future"),
    ("regular before joined", {"转正时间": "2007.6"}, "regular_date", "row-regular-before-joined"),
    ("joined as a child", {"入党时间": "2001.6"}, "joined_date", "row-joined-too-young"),
    ("joined before birth", {"入党时间": "1980.6"}, "joined_date", "row-joined-before-birth"),
    ("probationary and regular", {"人员类别": "预备党员"}, "regular_date", "row-probationary-with-regular"),
    ("not a member", {"人员类别": "入党积极分子"}, "category", "row-not-a-member"),
    ("name missing", {"姓名": None}, "name", "value-empty"),
    ("name of 10,000 characters", {"姓名": "长" * 10_000}, "name", "value-too-long"),
    ("zero-width character", {"姓名": "张\u200b三"}, "name", "value-bad-characters"),
    ("direction character", {"姓名": "张\u202e三"}, "name", "value-bad-characters"),
    ("a phone turned around", {"联系电话": "120\u202e99"}, "phone", "row-number-invisible-wrong"),
    ("endless phone", {"联系电话": "1" * 61}, "phone", "value-too-long"),
]


@pytest.mark.parametrize(("why", "cells", "field", "code"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_what_cannot_stand_is_refused_by_name(
    ledger: Ledger, tmp_path: Path, why: str, cells: dict[str, Any], field: str, code: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", person(**cells), LI)
    planned = plan(ledger, path)
    assert planned.counts()["refused"] == planned.counts()["new"] == 1
    (told,) = planned.summary()["refused"]
    assert (told["sheet"], told["row"], told["field"], told["code"]) == ("名册", 2, field, code)
    assert told["reason"] and "{" not in told["reason"]
    apply_plan(ledger, planned)
    assert [one.name for one in member.list_members(ledger)] == ["李四"]


QUESTIONS: list[tuple[str, dict[str, Any], str, str, tuple[str, ...]]] = [
    ("January or October", {"入党时间": 2008.1}, "joined_date", "row-date-undecided", ("2008-01", "2008-10")),
    ("which century", {"入党时间": "08.6"}, "joined_date", "row-date-undecided", ("1908-06", "2008-06")),
    ("lunar", {"入党时间": "农历2008年6月"}, "joined_date", "row-date-lunar", ()),
    ("15 digits", {"身份证号": "990101850701001"}, "id_number", "row-id-old", (ZHANG[2],)),
    ("category", {"人员类别": "正副"}, "category", "row-category-unknown", ("full", "probationary")),
]


@pytest.mark.parametrize(("why", "cells", "field", "code", "choices"), QUESTIONS, ids=[case[0] for case in QUESTIONS])
def test_what_can_mean_two_things_is_asked(
    ledger: Ledger, tmp_path: Path, why: str, cells: dict[str, Any], field: str, code: str, choices: tuple[str, ...]
) -> None:
    path = workbook(tmp_path / "a.xlsx", person(**cells))
    planned = plan(ledger, path)
    (told,) = planned.summary()["undecided"]
    assert (told["name"], told["field"], told["code"]) == ("张三", field, code)
    assert planned.rows[0].deciding()[0].choices == choices
    assert apply_plan(ledger, planned).seq == 0
    settled = {"joined_date": "2008-10", "id_number": ZHANG[2], "category": "full"}[field]
    decided = plan(ledger, path, {("名册", 2): Decision(values={field: settled})})
    assert [row.state for row in decided.rows] == ["new"]
    apply_plan(ledger, decided)
    assert getattr(member.list_members(ledger)[0], field) == settled
    skipped = plan(ledger, path, {("名册", 2): Decision(skip=True)})
    assert skipped.summary()["skipped"] == 1


def test_birthday_in_the_id_or_the_number_format_decide_october(ledger: Ledger, tmp_path: Path) -> None:
    born = person(身份证号=number("19851001", 1), 出生年月=1985.1, 入党时间=2008.1)
    path = workbook(tmp_path / "a.xlsx", born, formats={"F2": "0.00"})
    row = only_row(ledger, path)
    assert row.state == "new"
    assert (row.values["birth_date"], row.values["joined_date"]) == ("1985-10", "2008-10")


WARNINGS: list[tuple[dict[str, Any], str]] = [
    ({"转正时间": None}, "row-full-without-regular"),
    ({"转正时间": "2008.12"}, "row-probation-short"),
    ({"身份证号": "990101********0017"}, "row-id-masked"),
    ({"联系电话": "1.2099E+10"}, "row-phone-as-number"),
]


@pytest.mark.parametrize(("cells", "code"), WARNINGS, ids=[case[1] for case in WARNINGS])
def test_what_somebody_should_look_at_comes_in_with_a_warning(
    ledger: Ledger, tmp_path: Path, cells: dict[str, Any], code: str
) -> None:
    row = only_row(ledger, workbook(tmp_path / "a.xlsx", person(**cells)))
    assert row.state == "new"
    assert [finding.code for finding in row.findings] == [code]
    assert row.findings[0].reason()


def test_admissions_before_1990_are_only_warned_of(ledger: Ledger, tmp_path: Path) -> None:
    old = person(身份证号=number("19500101", 1), 出生年月="1950.1", 入党时间="1966.5", 转正时间="1966.3")
    row = only_row(ledger, workbook(tmp_path / "a.xlsx", old))
    assert row.state == "new"
    assert {finding.code for finding in row.findings} == {"row-joined-too-young", "row-regular-before-joined"}


VERBATIM = [
    "=1+1",
    "=SUM(A1:A9)",
    '=HYPERLINK("http://x","y")',
    "<b>张三</b>",
    "<script>x</script>",
    "+1",
    "@x",
    "{0}",
    "%s",
]


@pytest.mark.parametrize("name", VERBATIM)
def test_names_that_look_like_programs_are_kept_as_text(ledger: Ledger, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    quoted = name.replace('"', '""')
    path.write_text(f'姓名,性别,民族\n"{quoted}",男,汉\n', encoding="utf-8")
    apply_plan(ledger, plan(ledger, path))
    assert [one.name for one in member.list_members(ledger)] == [name]


def test_two_columns_of_names_are_asked_for_and_no_name_is_called_missing(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,性别,民族,姓名\n张三,男,汉,李四\n王五,女,汉,王五\n", encoding="utf-8")
    told = plan(ledger, path).summary()
    assert (told["new"], told["refused"]) == (1, [])
    (asked,) = told["undecided"]
    assert (asked["row"], asked["name"], asked["code"]) == (2, "张三 李四", "row-two-columns")
    settled = plan(ledger, path, {("a", 2): Decision(values={"name": "李四"})})
    apply_plan(ledger, settled)
    assert sorted(one.name for one in member.list_members(ledger)) == ["李四", "王五"]


def test_formulas_without_value_and_error_values_are_refused_by_cell(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", person(入党时间="=DATE(2008,6,1)"), LI)
    (told,) = plan(ledger, path).summary()["refused"]
    assert told["code"] == "row-formula-without-value"
    assert "F2" in told["reason"]


def test_one_person_twice_is_refused_and_both_rows_are_named(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, workbook(tmp_path / "a.xlsx", ZHANG, LI, person(姓名="张叁")))
    told = planned.summary()["refused"]
    assert [(one["row"], one["code"]) for one in told] == [(2, "row-twice"), (4, "row-twice")]
    assert "第 4 行“张叁”" in told[0]["reason"] and "第 2 行“张三”" in told[1]["reason"]
    one_left_out = plan(ledger, tmp_path / "a.xlsx", {("名册", 4): Decision(skip=True)})
    assert one_left_out.counts()["new"] == 2


def test_namesakes_with_id_numbers_are_two_people(ledger: Ledger, tmp_path: Path) -> None:
    other = person(身份证号=number("19850701", 3), 联系电话="12099900009")
    path = workbook(tmp_path / "a.xlsx", ZHANG, other)
    apply_plan(ledger, plan(ledger, path))
    assert [one.name for one in member.list_members(ledger)] == ["张三", "张三"]
    assert plan(ledger, path).counts()["same"] == 2


def test_namesakes_without_id_numbers_are_asked(ledger: Ledger, tmp_path: Path) -> None:
    first, second = person(身份证号=None, 联系电话=None), person(身份证号=None, 联系电话="12099900009")
    path = workbook(tmp_path / "a.xlsx", first, second)
    planned = plan(ledger, path)
    assert [one["code"] for one in planned.summary()["undecided"]] == ["row-same-name-in-file"] * 2
    both = {("名册", 2): Decision(as_new=True), ("名册", 3): Decision(as_new=True)}
    assert plan(ledger, path, both).counts()["new"] == 2
    twin = workbook(tmp_path / "b.xlsx", person(身份证号=None), person(身份证号=None, 人员类别="正式"))
    assert [one["code"] for one in plan(ledger, twin).summary()["refused"]] == ["row-twice"] * 2


def test_a_name_alone_never_matches(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "a.xlsx", ZHANG)))
    known = member.list_members(ledger)[0]
    stranger = person(身份证号=None, 出生年月=None, 联系电话="12099900009")
    path = workbook(tmp_path / "b.xlsx", stranger)
    row = only_row(ledger, path)
    assert (row.state, row.findings[0].code, row.findings[0].choices) == (
        "undecided",
        "row-same-name-in-ledger",
        (known.id,),
    )
    same = plan(ledger, path, {row.key: Decision(member_id=known.id)})
    assert [change.field for change in same.rows[0].field_changes] == ["phone"]
    assert plan(ledger, path, {row.key: Decision(as_new=True)}).counts()["new"] == 1
    with pytest.raises(RefusedError, match="nobody"):
        plan(ledger, path, {row.key: Decision(member_id="nobody")})
    elsewhen = workbook(
        tmp_path / "c.xlsx", person(身份证号=None, 出生年月="1990.1", 入党时间="2010.1", 转正时间="2011.1")
    )
    assert only_row(ledger, elsewhen).state == "new"


def test_name_birth_and_phone_together_match_and_bring_the_id_number(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "a.xlsx", person(身份证号=None))))
    row = only_row(ledger, workbook(tmp_path / "b.xlsx", ZHANG))
    assert row.state == "changed"
    assert [(change.field, change.after) for change in row.field_changes] == [("id_number", ZHANG[2])]


def test_rows_without_id_or_phone_are_the_same_again(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["张三", "男"], ["李四", "女"], head=["姓名", "性别", "民族"])
    apply_plan(ledger, plan(ledger, path))
    assert plan(ledger, path).counts()["same"] == 2


def test_empty_cells_erase_nothing_and_precision_is_not_lost(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(
        ledger, plan(ledger, workbook(tmp_path / "a.xlsx", person(出生年月="1985-07-01", 入党时间="2008-06-30")))
    )
    bare = person(出生年月="1985.7", 入党时间="2008.6", 转正时间="2009-06-30", 联系电话=None, 人员类别=None)
    row = only_row(ledger, workbook(tmp_path / "b.xlsx", bare))
    assert [(change.field, change.before, change.after) for change in row.field_changes] == [
        ("regular_date", "2009-06", "2009-06-30")
    ]


def test_another_name_under_a_known_id_number_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "a.xlsx", ZHANG)))
    path = workbook(tmp_path / "b.xlsx", person(姓名="张三丰"))
    row = only_row(ledger, path)
    assert (row.state, row.findings[0].code) == ("undecided", "row-name-differs")
    renamed = plan(ledger, path, {row.key: Decision(member_id=row.findings[0].choices[0])})
    apply_plan(ledger, renamed)
    assert [(one.name, one.name_pinyin) for one in member.list_members(ledger)] == [("张三丰", "zhangsanfeng")]


def test_people_who_left_are_asked(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "a.xlsx", ZHANG)))
    known = member.list_members(ledger)[0]
    with ledger.operation("member.remove") as op:
        member.remove_member(op, known.id, kind="transfer", date="2026-05")
    assert only_row(ledger, tmp_path / "a.xlsx").findings[0].code == "row-member-left"
    gone = workbook(tmp_path / "b.xlsx", [*LI, "离世"], head=[*HEAD, "备注"])
    row = only_row(ledger, gone)
    assert (row.state, row.findings[0].code) == ("undecided", "row-seems-left")
    assert plan(ledger, gone, {row.key: Decision(values={"status": "active"})}).counts()["new"] == 1


def test_two_columns_for_one_field_are_asked_unless_they_agree(ledger: Ledger, tmp_path: Path) -> None:
    head = ["姓名", "性别", "加入党组织日期", "入党时间"]
    path = workbook(
        tmp_path / "a.xlsx", ["张三", "男", "2008-06-30", "2008.6"], ["李四", "女", "2008.6", "2009.6"], head=head
    )
    first, second = plan(ledger, path).rows
    assert (first.state, first.values["joined_date"]) == ("new", "2008-06-30")
    assert second.state == "undecided"
    assert (second.findings[0].code, second.findings[0].choices) == ("row-two-columns", ("2008-06", "2009-06"))


def test_remarks_beside_values_go_to_the_remark_once(ledger: Ledger, tmp_path: Path) -> None:
    noted = [*person(姓名="张三（女）", 性别=None, 身份证号=None, 入党时间="2008.6（补）", 转正时间="不详"), "退休"]
    path = workbook(tmp_path / "a.xlsx", noted, head=[*HEAD, "备注"])
    apply_plan(ledger, plan(ledger, path))
    (one,) = member.list_members(ledger)
    assert one.remark == "退休；加入党组织日期：补；转为正式党员日期：不详"
    assert plan(ledger, path).counts()["same"] == 1


def test_cells_of_every_type_are_read_as_people_meant_them(ledger: Ledger, tmp_path: Path) -> None:
    typed = person(出生年月=datetime(1985, 7, 1), 入党时间=39629, 转正时间=datetime(2009, 6, 1), 联系电话=12099900001.0)
    path = workbook(tmp_path / "a.xlsx", typed, formats={"D2": 'yyyy"年"m"月"', "G2": "yyyy/m/d"})
    values = only_row(ledger, path).values
    assert (values["birth_date"], values["joined_date"], values["regular_date"]) == (
        "1985-07",
        "2008-06-30",
        "2009-06-01",
    )
    assert values["phone"] == "12099900001"


def test_a_plan_goes_stale_and_a_cancelled_import_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, workbook(tmp_path / "a.xlsx", ZHANG))
    apply_plan(ledger, plan(ledger, workbook(tmp_path / "b.xlsx", LI)))
    with pytest.raises(RefusedError) as refused:
        apply_plan(ledger, planned)
    assert refused.value.code == "roster-plan-stale"
    before = ledger.content_digest()
    many = workbook(tmp_path / "c.xlsx", *[[f"人{n}", "男", "汉"] for n in range(120)], head=["姓名", "性别", "民族"])
    with pytest.raises(RefusedError) as refused:
        apply_plan(ledger, plan(ledger, many), cancelled=lambda: True)
    assert refused.value.code == "import-cancelled"
    assert ledger.content_digest() == before
    seen: list[tuple[int, int]] = []
    apply_plan(ledger, plan(ledger, many), progress=lambda done, of: seen.append((done, of)))
    assert seen == [(50, 120), (100, 120)]


def test_the_summary_accounts_for_every_row(ledger: Ledger, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ZHANG,
        person(姓名="王五", 入党时间=2008.1, 身份证号=None),
        person(姓名="赵六", 性别="女", 身份证号=number("19850701", 5)),
    )
    summary = plan(ledger, path).summary()
    assert set(summary) == {
        *("read", "new", "changed", "same", "skipped", "undecided", "refused", "remarks", "unread", "notices"),
    }
    assert (summary["read"], summary["new"], len(summary["undecided"]), len(summary["refused"])) == (3, 1, 1, 1)
    assert set(summary["refused"][0]) == {"sheet", "row", "name", "field", "code", "reason"}
    assert json.loads(json.dumps(summary, ensure_ascii=False)) == summary


def test_the_messy_sample_arrives_at_its_truth(ledger: Ledger) -> None:
    path = ROOT / "resources" / "sample" / "花名册（杂乱）.xlsx"
    truth = json.loads((ROOT / "tests" / "commands" / "data" / "sample_truth.json").read_text(encoding="utf-8"))
    planned = plan(ledger, path)
    apply_plan(ledger, planned)
    found = {one.id_number: dataclasses.asdict(one) for one in member.list_members(ledger)}
    for person_ in truth["members"]:
        kept = found[person_["id_number"]]
        assert {name: kept[name] for name in person_} == person_
    assert len(found) == len(truth["members"])
    left_out = [{"name": row.name, "row": row.row} for row in planned.in_state("undecided", "refused")]
    assert left_out == truth["faulty"]
    tidy = plan(ledger, ROOT / "resources" / "sample" / "花名册（规范）.xlsx")
    assert tidy.counts()["new"] == tidy.counts()["refused"] == 0


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-5, 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["同上", "1985.1", "不详", "正式", "男", "女", "张三", "李　四", ZHANG[2], LI[2], "（补）", "=1+1"]
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=6))
def test_any_sheet_imports_once_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "a.csv"
    lines = [HEAD, ZHANG, *([str(cell) if cell is not None else "" for cell in row] for row in rows)]
    path.write_text(
        "\n".join("\t".join(" ".join(c.replace('"', "").split()) for c in line) for line in lines), "utf-8", "replace"
    )
    with new_ledger(folder / "branch.zbtz") as ledger:
        start = ledger.content_digest()
        roster = read_roster(path)
        first = plan_import(ledger, roster)
        assert sum(first.counts().values()) == len(first.rows) == len(roster.rows)
        written = apply_plan(ledger, first)
        after = ledger.content_digest()
        again = plan_import(ledger, roster)
        assert again.counts()["new"] == again.counts()["changed"] == 0
        assert apply_plan(ledger, again).seq == 0
        assert ledger.content_digest() == after
        if written.seq:
            undo.undo(ledger, written.seq)
        assert ledger.content_digest() == start
        assert CLOCK.today().year == 2026

"""Columns: what they mean by their values, which of them nobody took, and rows under them that are nobody's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exchange import roster_words
from exchange.roster_header import field_of
from exchange.roster_lists import category_of_title
from exchange.roster_plan import RosterPlan
from exchange.roster_sheet import read_roster
from models import codes
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.roster_kit import new_ledger, number, plan

WHO = ["戚明远", "男", number("19680314", 11)]
SECOND = ["乐知秋", "女", number("19791102", 22)]
THIRD = ["卓远航", "男", number("19850120", 33)]
HEAD = ["姓名", "性别", "身份证号"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path / "branch.zbtz") as opened:
        yield opened


def saved(path: Path, rows: list[list[Any]], merges: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.save(path)
    return path


def column(ledger: Ledger, folder: Path, header: str, *values: Any) -> RosterPlan:
    """The plan of up to three people with one more column."""
    rows = [[*who, value] for who, value in zip((WHO, SECOND, THIRD), values, strict=False)]
    return plan(ledger, saved(folder / "a.xlsx", [[*HEAD, header], *rows]))


def unread(planned: RosterPlan) -> list[str]:
    return [one["header"] for one in planned.summary()["unread"]]


FIELDS = """
    joined_date=接收预备党员日期,成为预备党员日期,入党时间（支部大会通过）,發展預備黨員時間,加入中国共产党时间
    category=预/正,党员阶段,政治身份,人员类型 party_post=党内岗位,党内职务
    work=岗位职务,职务职称,单位名称,工作/学习单位 education_degree=学历学位,学历/学位,最高学历及学位 address=常住地
    applied=递交入党申请书日期 candidate=确定为发展对象日期 arrived_date=进入党支部时间,转入时间
    left_date=转出时间,组织关系转出日期 left_place=转出单位,转往党支部 left_kind=转出类型
    =原工作单位,曾任职务,前工作单位,家庭联系电话,监护人电话,父母工作单位,配偶学历,紧急联系人电话,介绍人单位名称
    =原所属党支部,原家庭住址,以前工作单位,旧手机号,党小组负责人电话
"""


@pytest.mark.parametrize("line", FIELDS.split())
def test_headers_seen_in_offices(line: str) -> None:
    field, _, labels = line.partition("=")
    assert [field_of(label) for label in labels.split(",")] == [field] * len(labels.split(","))


@pytest.mark.parametrize("header", ["党籍状态", "政治面貌", "类别", "党员阶段", "预/正", "人员类别", "状态", "身份"])
def test_a_column_of_categories_is_the_category_whatever_its_header(
    ledger: Ledger, tmp_path: Path, header: str
) -> None:
    planned = column(ledger, tmp_path, header, "正式党员", "预备党员", "正式")
    assert [row.values.get("category") for row in planned.rows] == ["full", "probationary", "full"]
    assert unread(planned) == []


@pytest.mark.parametrize(
    "values", [("教师", "学生", "教师"), ("在职", "离退休", "在职"), ("本科生", "硕士研究生", "博士生")]
)
@pytest.mark.parametrize("header", ["人员类别", "类别", "人员类型"])
def test_a_column_of_staff_kinds_is_no_category(
    ledger: Ledger, tmp_path: Path, header: str, values: tuple[str, ...]
) -> None:
    planned = column(ledger, tmp_path, header, *values)
    assert planned.counts()["new"] == 3
    assert unread(planned) == [header]


def test_a_word_that_is_neither_is_asked_once_and_not_dropped(ledger: Ledger, tmp_path: Path) -> None:
    planned = column(ledger, tmp_path, "人员类别", "1号类别", "1号类别", "正式党员")
    assert [row.state for row in planned.rows] == ["undecided", "undecided", "new"]
    assert planned.rows[0].deciding() == planned.rows[1].deciding()


@pytest.mark.parametrize(
    ("written", "category"),
    [
        *(("223_正式党员", "full"), ("2_预备党员", "probationary"), ("正式党员(1)", "full"), ("01-正式党员", "full")),
        *(("1:预备党员", "probationary"), ("中共党员（预备）", "probationary"), ("預備黨員", "probationary")),
        ("正式党员_1", "full"),
        *(("A01.预备党员", "probationary"), ("中共党员(正式)", "full"), ("正式黨員", "full"), ("1|正式党员", "full")),
    ],
)
def test_categories_as_systems_write_them(ledger: Ledger, tmp_path: Path, written: str, category: str) -> None:
    planned = column(ledger, tmp_path, "人员类别", written)
    assert planned.rows[0].values["category"] == category


def test_other_codes_as_systems_write_them(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族", "学历", "入党时间"], ["戚明远", "95_男", "01_汉族", "20_大学本科", "1995-07-01"]]
    (row,) = plan(ledger, saved(tmp_path / "a.xlsx", rows)).rows
    assert (row.values["sex"], row.values["ethnicity"], row.values["education"]) == ("male", "汉族", "大学")
    assert row.findings == ()


def test_a_probationary_member_is_a_member_of_the_party_too(ledger: Ledger, tmp_path: Path) -> None:
    rows = [[*HEAD, "政治面貌", "党员类别"], [*WHO, "中共党员", "预备党员"], [*SECOND, "中共党员", "正式党员"]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.values["category"] for row in planned.rows] == ["probationary", "full"]


def test_posts_in_columns_of_their_own(ledger: Ledger, tmp_path: Path) -> None:
    head = ["姓名", "政治面貌", "支部书记", "组织委员", "纪检委员", "工会主席"]
    rows = [["戚明远", "党员", "是", None, None, "是"], ["乐知秋", "党员", None, "√", "√", None]]
    rows.append(["卓远航", "党员", "否", "×", None, None])
    planned = plan(ledger, saved(tmp_path / "a.xlsx", [head, *rows]))
    assert [row.values.get("party_post") for row in planned.rows] == ["支部书记", "组织委员、纪检委员", None]
    assert unread(planned) == ["工会主席"]


def test_a_name_in_the_column_of_the_secretary_is_nobodys_post(ledger: Ledger, tmp_path: Path) -> None:
    planned = column(ledger, tmp_path, "支部书记", "边若水", "边若水")
    assert [row.values.get("party_post") for row in planned.rows] == [None, None]
    assert unread(planned) == ["支部书记"]


@pytest.mark.parametrize(
    ("written", "education", "degree"),
    [
        *(("本科/学士", "大学", "学士"), ("大学本科 学士学位", "大学", "学士学位"), ("本科学士", "大学", "学士")),
        *(("大专", "大专", None), ("本科（工学学士）", "大学", "工学学士"), ("学士", None, "学士")),
        ("硕士研究生、硕士", "硕士研究生", "硕士"),
    ],
)
def test_education_and_degree_in_one_column(
    ledger: Ledger, tmp_path: Path, written: str, education: str | None, degree: str | None
) -> None:
    values = column(ledger, tmp_path, "学历学位", written).rows[0].values
    assert (values.get("education"), values.get("degree")) == (education, degree)


def test_every_column_that_nobody_took_is_named(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["序号", *HEAD, "学号", "空栏", "党费基数", None, "备注"], [1, *WHO, "2021001", None, 30, "某事", "退休"]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert unread(planned) == ["序号", "学号", "党费基数", "（H 列，没有表头）"]
    said = "\n".join(planned.notices())
    assert "没有读的栏：学号、党费基数、（H 列，没有表头）。" in said
    assert "序号" not in said


def test_a_hint_where_a_key_field_may_be_an_unread_column(ledger: Ledger, tmp_path: Path) -> None:
    planned = column(ledger, tmp_path, "何年何月加入组织", "1995-07-01")
    assert any("“加入党组织日期”" in notice and "何年何月加入组织" in notice for notice in planned.notices())
    rows = [[*HEAD, "党员接收那天"], [*WHO, "1995-07-01"]]
    path = saved(tmp_path / "b.xlsx", rows)
    (row,) = read_roster(path, columns={("Sheet", "joined_date"): 4}).rows
    assert row.shown("joined_date") == "1995-07-01"


OTHER_DOCUMENTS = [
    ("军官证", "军字第1234567号", "军官证 军字第1234567号"),
    ("港澳居民来往内地通行证", "H0123456700", "港澳居民来往内地通行证 H0123456700"),
    ("护照", "E12345678", "护照 E12345678"),
    ("", "军字第1234567号", "军官证 军字第1234567号"),
    ("", "护照E12345678", "护照E12345678"),
    ("", "H01234567", "港澳居民来往内地通行证 H01234567"),
    ("外国人永久居留身份证", "CHN310080012345", "外国人永久居留身份证 CHN310080012345"),
    ("士兵证", "1234567", "士兵证 1234567"),
]


@pytest.mark.parametrize(("kind", "written", "remark"), OTHER_DOCUMENTS)
def test_another_document_goes_to_the_remark(
    ledger: Ledger, tmp_path: Path, kind: str, written: str, remark: str
) -> None:
    rows = [["姓名", "性别", "证件类型", "证件号码", "出生日期"], ["戚明远", "男", kind, written, "1968-03-14"]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    (row,) = planned.in_state("new")
    assert "id_number" not in row.values
    assert row.values["remark"] == remark
    assert [finding.code for finding in row.findings] == ["row-other-document"]


@pytest.mark.parametrize("kind", ["居民身份证", "身份证", "", "军官证"])
def test_an_identity_number_stays_one(ledger: Ledger, tmp_path: Path, kind: str) -> None:
    rows = [["姓名", "性别", "证件类型", "证件号码"], ["戚明远", "男", kind, WHO[2]]]
    assert plan(ledger, saved(tmp_path / "a.xlsx", rows)).rows[0].values["id_number"] == WHO[2]


@pytest.mark.parametrize("written", ["12345678901234567", "990101196803140111", "123456", "G0001"])
def test_a_wrong_number_is_still_refused(ledger: Ledger, tmp_path: Path, written: str) -> None:
    rows = [["姓名", "性别", "证件类型", "证件号码"], ["戚明远", "男", "居民身份证", written]]
    assert plan(ledger, saved(tmp_path / "a.xlsx", rows)).counts()["refused"] == 1


EXAMPLES: list[list[Any]] = [
    ["必填", "必填", "必填"],
    ["张三（示例）", "男", number("19850701", 1)],
    ["示例：李四", "女", number("19850701", 22)],
    ["汉字", "男/女", "18位"],
    ["请填写姓名", "请选择", "文本格式"],
    ["name", "sex", "id_card"],
    ["${name}", "${sex}", "${idCard}"],
    ["样例", "男", "990101198507010011"],
    ["填写说明", "按身份证填写", "18位号码"],
    ["xxx", "男", None],
    ["例：王五", "男", None],
    ["姓名", "男或女", "与身份证一致"],
    [1, 2, 3],
    ["(1)", "(2)", "(3)"],
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[str(row[0]) for row in EXAMPLES])
def test_examples_and_instructions_are_nobody_and_told(ledger: Ledger, tmp_path: Path, example: list[Any]) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", [HEAD, example, WHO]))
    assert [row.name for row in planned.rows] == ["戚明远"]
    assert any("第 2 行" in notice for notice in planned.notices())


@pytest.mark.parametrize("remark", ["示例", "示例，请删除", "此行为示例", "导入前请删除此行", "样例数据"])
def test_a_remark_says_that_a_row_is_an_example(ledger: Ledger, tmp_path: Path, remark: str) -> None:
    planned = column(ledger, tmp_path, "备注", remark, "党员示范岗", "示例党课主讲")
    assert [row.name for row in planned.rows] == ["乐知秋", "卓远航"]


def test_what_stands_beside_a_merged_name_is_told_with_its_cells(ledger: Ledger, tmp_path: Path) -> None:
    rows = [[*HEAD, "职务", "电话"], [*WHO, "村主任", "1"], [None, None, None, "网格员", "2"], [*SECOND, "会计", "3"]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows, ("A2:A3", "B2:B3", "C2:C3")))
    first, second = planned.rows
    assert [finding.code for finding in first.findings] == ["row-continued"]
    assert "D3“网格员”、E3“2”" in first.findings[0].reason()
    assert second.findings == ()


def test_headers_in_traditional_characters_and_two_rows(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["姓名", "性別", "民族", "身份證號碼", "入黨時間", "黨員類別", "聯繫電話"]]
    rows.append([*WHO[:2], "漢族", WHO[2], "1995-07-01", "預備黨員", "12099900001"])
    values = plan(ledger, saved(tmp_path / "a.xlsx", rows)).rows[0].values
    assert (values["joined_date"], values["category"], values["ethnicity"]) == ("1995-07-01", "probationary", "汉族")
    two = [["姓名", "性别", "身份证号", "入党情况", None, "组织关系转出情况", None]]
    two += [[None, None, None, "时间", "介绍人", "时间", "单位"], [*WHO, "1995-07-01", "某人", "2024.3", "外地"]]
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1")
    (row,) = plan(ledger, saved(tmp_path / "b.xlsx", two, merges)).rows
    assert row.state == "undecided" and "去向：外地" in row.deciding()[0].reason()


def test_a_sheet_turned_on_its_side_is_told_how_to_turn_it(tmp_path: Path) -> None:
    rows = [["姓名", "戚明远", "乐知秋"], ["性别", "男", "女"], ["民族", "汉", "回"], ["入党时间", "1995.7", "2003"]]
    with pytest.raises(RefusedError) as refused:
        read_roster(saved(tmp_path / "a.xlsx", rows))
    assert (refused.value.code, "转置" in refused.value.next_step()) == ("roster-turned", True)


def test_a_name_alone_among_strange_headers_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        read_roster(saved(tmp_path / "a.xlsx", [["姓名", "甲栏", "乙栏"], ["戚明远", "1", "2"]]))
    assert refused.value.code == "roster-few-columns"
    assert "甲栏、乙栏" in refused.value.what()


def test_a_sheet_that_is_no_roster_is_named(ledger: Ledger, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "花名册"
    for row in (HEAD, WHO):
        book.active.append(row)
    for name, rows in {
        "会议": [["会议时间", "议题", "主持人"], ["2026-03-20", "学习", "戚明远"]],
        "党费": [["姓名", "身份证号", "联系电话", "实缴金额"], [*WHO[:1], WHO[2], "1", 20]],
        "空白": [],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    planned = plan(ledger, tmp_path / "a.xlsx")
    assert planned.counts()["new"] == 1
    said = "\n".join(planned.notices())
    assert "没有读的工作表：“会议”" in said and "没有读的工作表：“党费”，是党费表" in said and "空白" not in said


def test_equal_rows_are_one_person_and_said_so(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["序号", *HEAD], [1, *WHO], [2, *SECOND], [3, *WHO], [4, *WHO]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.state for row in planned.rows] == ["new", "new", "same", "same"]
    (told,) = planned.summary()["remarks"]
    assert (told["name"], told["code"]) == ("戚明远", "row-equal")
    assert "第 4 行" in told["reason"] and "第 5 行" in told["reason"]


def test_one_person_with_two_numbers_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    head = [*HEAD, "出生年月", "入党时间", "转正时间", "联系电话"]
    facts = ["1968-03-14", "1995-07-01", "1996-07-01"]
    one = [[*WHO, *facts, "12099900001"], ["戚明远", "男", number("19680314", 13), *facts, "12099900001"]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", [head, *one]))
    assert [finding.code for row in planned.rows for finding in row.deciding()] == ["row-two-numbers"] * 2
    two = [[*WHO, *facts, "12099900001"], ["戚明远", "男", number("19680314", 13), *facts, "12099900002"]]
    assert plan(ledger, saved(tmp_path / "b.xlsx", [head, *two])).counts()["new"] == 2


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(("1. 您的姓名（必填）", "name"), ("Q3、请填写您的身份证号", "id_number"), ("（2）性别", "sex")),
        *(("5、您的入党时间是什么时候？", "joined_date"), ("★入党时间", "joined_date"), ("※姓名", "name")),
        *(("请选择您的民族", "ethnicity"), ("一、您的姓名*", "name"), ("四、是否转正", "status")),
        *(("请假时间", ""), ("1.5", ""), ("我的", ""), ("配偶姓名", ""), ("18位身份证号码", "id_number")),
    ],
)
def test_the_questions_of_a_form(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("title", "category"),
    [
        *(("一、正式党员（5名）", "full"), ("二、预备党员：共1人", "probationary"), ("预备党员花名册", "probationary")),
        *(("桐花巷支部预备党员名单（2026年）", "probationary"), ("2026年正式党员信息表", "full")),
        *(("接收预备党员名单", ""), ("预备党员转正名单", ""), ("正式党员和预备党员名册", ""), ("党员花名册", "")),
    ],
)
def test_titles_that_say_the_category(title: str, category: str) -> None:
    assert category_of_title(title) == category


def test_the_highest_education_is_hers_and_the_other_is_noted(ledger: Ledger, tmp_path: Path) -> None:
    head = [*HEAD, "全日制学历", "在职学历"]
    rows = [head, [*WHO, "大专", "本科"], [*SECOND, "研究生", "大学"], [*THIRD, "夜大", "大学"]]
    found = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.values.get("education") for row in found.rows] == ["大学", "研究生", None]
    assert [row.values.get("remark") for row in found.rows] == ["全日制学历：大专", "在职学历：大学", None]
    assert [finding.code for finding in found.rows[2].findings] == ["row-two-columns"]


def test_every_word_of_education_has_its_place() -> None:
    assert {*roster_words.table("headers")["education"]["highest_first"], "其他"} >= set(codes.choices("education"))


def test_figures_below_the_list_and_rows_filled_in_beforehand_are_nobody(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        ["序号", *HEAD, "民族", "人员类别"],
        [1, *WHO, "汉族", "正式党员"],
        [2, *SECOND, "汉族", "正式党员"],
        [3, None, None, None, "汉族", "正式党员"],
        ["其中：预备党员", 1],
        ["平均年龄", "45岁"],
        [None, "女党员", "1人"],
        [None, "党员总数", 2],
    ]
    found = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.name for row in found.rows] == ["戚明远", "乐知秋"]


def test_a_kind_of_people_before_the_name_is_no_figure(ledger: Ledger, tmp_path: Path) -> None:
    rows = [["类", "姓名", "性别", "电话"], ["退休", *WHO[:2], "8600123"], ["女", *SECOND[:2], "8600124"]]
    assert [row.name for row in plan(ledger, saved(tmp_path / "a.xlsx", rows)).rows] == ["戚明远", "乐知秋"]

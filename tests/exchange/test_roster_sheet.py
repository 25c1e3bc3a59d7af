"""Headers of real files, and whose rows stand below them (product notes, section F)."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exchange import roster_header
from exchange.roster_header import field_of, find_header
from exchange.roster_sheet import Roster, read_roster
from exchange.sheets.grid import Cell
from models.errors import RefusedError

# The eight header rows found in real files; set 8 has none, set 9 is the hand-made village list of tests/data/rosters.
HEADERS = {
    "egov": """
        序号 姓名 党员类别 所在组织（请不要输入特殊符号） 性别 出生年月（2019/10/24） 民族 联系电话 档案管理单位
        党籍状态 加入党组织日期（2019/10/24） 身份证
    """,
    "old": """
        姓名 身份证号码 性别 民族 籍贯 是否台湾省籍 出生日期 学历 人员类别 所在党组织 入党时间 转正时间 工作岗位
        参加工作日期 家庭住址 联系电话 婚姻状况 党员档案所在单位 技术职称 新社会阶层类型 一线情况 培训情况
        是否农民工 是否失联党员 信息完整度(%)
    """,
    "new": """
        姓名 性别 公民身份号码 民族 出生日期 学历 人员类别 学位 所在党支部 手机号码 入党日期 转正日期 党龄
        党龄校正值 新社会阶层类型 工作岗位 从事专业技术职务 是否农民工 现居住地 户籍所在地 是否失联党员
        是否流动党员 入党类型 转正情况 入党时所在支部 延长预备期时间
    """,
    "development": """
        姓名 性别 公民身份证号码 民族 出生日期 学历 申请入党日期 手机号码 背景信息 工作岗位 政治面貌
        接受申请党组织 籍贯 入团日期 参加工作日期 申请入党日期 确定入党积极分子日期 工作单位及职务 家庭住址
        加入党组织日期 转为正式党员日期 人员类别 党籍状态 入党类型 所在党支部 人员类型 隶属党组织
    """,
    "statistic": """
        姓名 身份证号码 性别 出生日期 民族 籍贯 年龄 学历 学位 毕业院校 专业 入党时间 转正日期 工作岗位
        从事专业技术服务 新的社会阶层 人员类别 是否农民工 手机号码 联系电话 所在党支部 联合支部单位名称
        档案所在单位 户籍所在地 现居住地 失去联系情形 失去联系日期 信息完整度
    """,
    "enterprise": """
        姓名 公民身份号码 组织关系所在党支部 入党日期 转正日期 党龄校正值(月)
    """,
    "university": """
        上报时间 支部名称 党员类别 类别编号 姓名 性别 身份证号 民族 籍贯 职级 职务 职称 文化程度 学位 工作时间
        支部讨论入党时间 支部讨论转正时间 入党志愿书编号
    """,
}


def cells(row: list[Any]) -> dict[int, Cell]:
    return {number: Cell(value) for number, value in enumerate(row, 1) if value not in (None, "")}


@pytest.mark.parametrize("name", HEADERS)
def test_every_header_of_real_files_is_understood(name: str) -> None:
    labels = HEADERS[name].split()
    header = find_header({1: cells(labels)})
    assert header is not None
    assert [column.label for column in header.columns if not column.field] == []
    assert {"name", "id_number", "joined_date"} <= header.fields


SYNONYMS = """
name=姓名,党员姓名,名字,姓__名,人员姓名
id_number=身份证号,身份证号码,身份证,公民身份号码,公民身份证号,公民身份证号码,证件号码
sex=性别,性_别 ethnicity=民族,族别 birth_date=出生年月,出生日期,出生时间,生日,出生年月日 native_place=籍贯,籍_贯
birth_place=出生地 education=学历,文化程度,最高学历,全日制学历,在职学历 degree=学位,最高学位
branch=所在党支部,所在党组织,所在组织,支部名称,党支部,组织关系所在党支部,隶属党组织
category=人员类别,党员类别,党员类型,正式/预备,政治面貌
joined_date=入党时间,入党日期,加入党组织日期,加入中共组织日期,支部讨论入党时间,入党年月
regular_date=转正时间,转正日期,转为正式党员日期,支部讨论转正时间 applied=申请入党时间,入党申请时间,申请入党日期
activist=确定积极分子时间,列为积极分子时间,确定入党积极分子日期
phone=联系电话,手机号码,手机,手机号,移动电话,电话,联系方式
address=家庭住址,现居住地,居住地址 household=户籍所在地 work=工作岗位,工作单位及职务,单位职务,职务,职业
work_start=参加工作时间,参加工作日期,工作时间 status=党籍状态,是否失联党员,是否流动党员
file_place=党员档案所在单位,档案管理单位,档案所在单位 stratum=新社会阶层类型,新的社会阶层
title=从事专业技术职务,技术职称,职称,从事专业技术服务
"""


@pytest.mark.parametrize("line", SYNONYMS.split())
def test_the_synonym_table_of_the_notes(line: str) -> None:
    field, _, words = line.partition("=")
    for word in words.replace("_", " ").split(","):
        assert field_of(word) == field, word
        assert field_of(f"*{word}（必填）：") == field, word


def test_somebody_elses_facts_are_not_taken() -> None:
    for word in ("配偶身份证号码", "入党介绍人姓名", "紧急联系人联系电话", "年终考核", "天气"):
        assert field_of(word) in ("", "other")
    assert field_of("本人身份证号码") == "id_number"


def saved(path: Path, rows: list[list[Any]], merges: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.save(path)
    return path


def names(roster: Roster) -> list[str]:
    return [row.shown("name") for row in roster.rows]


def test_titles_blank_rows_sums_feet_and_repeated_headers_are_passed_over(tmp_path: Path) -> None:
    head = ["序号", "姓名", "性别", "民族", "电话"]
    rows = [
        ["柳溪村党支部党员花名册"],
        ["填报单位：柳溪村", None, None, None, "联系电话：12000000000"],
        [],
        head,
        [1, "张三", "男", "汉", "1"],
        [2],
        [None, None, None, None, None],
        head,
        [3, "李四", "女", "〃", "同上"],
        [4, None, None, "〃", None],
        ["小计", 2],
        [None, "合 计", "2人"],
        ["填表人：王五  2026.3.15"],
        ["注：1.本表一式两份"],
    ]
    roster = read_roster(saved(tmp_path / "a.xlsx", rows, ("A1:E1",)))
    assert names(roster) == ["张三", "李四"]
    assert roster.sheets[0].header_row == 4
    assert set(roster.sheets[0].passed.values()) == {"repeated-header", "total", "foot"}


def test_a_second_table_with_other_columns_follows_its_own_header(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "民族"], ["张三", "男", "汉"], [], ["民族", "姓名", "性别"], ["回", "李四", "女"]]
    roster = read_roster(saved(tmp_path / "a.xlsx", rows))
    assert [(row.shown("name"), row.shown("ethnicity")) for row in roster.rows] == [("张三", "汉"), ("李四", "回")]


def test_two_header_rows_and_dates_over_two_columns(tmp_path: Path) -> None:
    rows = [
        ["党员名册"],
        ["姓名", "性别", "入党时间", None, "联系方式", None],
        [None, None, "年", "月", "手机", "固话"],
        ["张三", "男", 1985, 7, 12099900001, "0999-1234567"],
    ]
    merges = ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2")
    for path in (saved(tmp_path / "a.xlsx", rows, merges), saved(tmp_path / "b.xlsx", rows)):
        roster = read_roster(path)
        assert roster.sheets[0].header_row == 3
        assert [entry.column.part for entry in roster.rows[0].entries["joined_date"]] == ["year", "month"]
        assert roster.rows[0].shown("phone") == "12099900001 0999-1234567"


def test_ditto_marks_are_filled_from_above(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["姓名", "民族", "籍贯"], ["张三", "同上", "云栖"]]
    rows += [["李四", "回族", mark] for mark in ("〃", "″", "同 上", '"')]
    roster = read_roster(saved(tmp_path / "a.xlsx", rows))
    assert [row.shown("native_place") for row in roster.rows] == ["云栖"] * 5
    assert [column.label for column in roster.rows[0].ditto] == ["民族"]
    assert "ethnicity" not in roster.rows[0].entries


def test_somebody_over_two_rows_is_one_person(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "职务"], ["张三", "男", "村主任"], [None, None, "网格员"], ["李四", "女", "会计"]]
    roster = read_roster(saved(tmp_path / "a.xlsx", rows, ("A2:A3", "B2:B3")))
    assert names(roster) == ["张三", "李四"]
    assert roster.sheets[0].passed == {3: "continued"}


def test_all_visible_sheets_with_a_header_are_read(tmp_path: Path) -> None:
    book = Workbook()
    for title, state in (("一组", "visible"), ("二组", "visible"), ("字典", "hidden"), ("说明", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["填表说明"] if title == "说明" else ["姓名", "性别", "民族"])
        sheet.append([f"{title}的人", "男", "汉"])
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    assert names(roster) == ["一组的人", "二组的人"]
    assert [sheet.name for sheet in roster.sheets if sheet.hidden] == ["字典"]
    assert [sheet.name for sheet in roster.sheets if not sheet.header_row] == ["Sheet", "字典", "说明"]


def test_no_header_names_what_was_looked_for(tmp_path: Path) -> None:
    positional = [["1", "张三", "男", "汉族", "1985.07"], ["2", "李四", "女", "回族", "1990.01"]]
    with pytest.raises(RefusedError) as refused:
        read_roster(saved(tmp_path / "a.xlsx", positional))
    assert refused.value.code == "roster-no-header"
    assert all(word in refused.value.next_step() for word in roster_header.LOOKED_FOR)
    assert "Sheet" in refused.value.where()


def test_a_header_without_people_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        read_roster(saved(tmp_path / "a.xlsx", [["姓名", "性别", "民族"], ["填表人：王五"]]))
    assert refused.value.code == "roster-no-rows"


def test_unused_columns_are_named_and_a_choice_of_columns_is_heard(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "加入党组织日期", "入党时间", "党龄"], ["张三", "男", "1985.7", "1986.7", 40]]
    path = saved(tmp_path / "a.xlsx", rows)
    assert read_roster(path).sheets[0].unused == ("党龄",)
    assert len(read_roster(path).rows[0].entries["joined_date"]) == 2
    chosen = read_roster(path, columns={("Sheet", "joined_date"): 4})
    assert chosen.rows[0].shown("joined_date") == "1986.7"


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv", "html"])
def test_the_village_list_as_libreoffice_saves_it(ending: str) -> None:
    path = Path(__file__).resolve().parent.parent / "data" / "rosters" / f"village.{ending}"
    roster = read_roster(path)
    expected = ["张三", "买买提.艾山", "单小满", "曾雨桐"]
    found = ["".join(name.split()) for name in names(roster)]
    # LibreOffice leaves the hidden row out of HTML.
    assert found == (expected[:3] if ending == "html" else expected)
    assert roster.rows[2].shown("ethnicity") == "维吾尔族"
    assert roster.rows[2].shown("category") == "正式"

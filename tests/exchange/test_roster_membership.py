"""Who is a member of this branch: nobody comes in unasked who may be none, and ordinary remarks ask nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from exchange.roster_plan import Decision, RosterPlan, apply_plan
from models import member
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.roster_kit import new_ledger, number, plan

BARE = ["姓名", "性别", "身份证号"]
HEAD = [*BARE, "人员类别", "入党时间", "转正时间"]
WHO = ["戚明远", "男", number("19680314", 11)]
ADMITTED = [*WHO, "正式党员", "1995-07-01", "1996-07-01"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with new_ledger(tmp_path / "branch.zbtz") as opened:
        yield opened


def saved(path: Path, rows: list[list[Any]], sheet: str = "Sheet1") -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def codes(planned: RosterPlan, row: int = 0) -> tuple[str, list[str]]:
    found = planned.rows[row]
    return found.state, [finding.code for finding in found.deciding()]


def with_column(header: str, value: Any, *, admitted: bool = True) -> list[list[Any]]:
    return [[*(HEAD if admitted else BARE), header], [*(ADMITTED if admitted else WHO), value]]


def pairs(lines: str) -> list[tuple[str, str]]:
    """`header: value value` on each line -> header and value of each case."""
    split = [line.split(":", 1) for line in lines.strip().splitlines()]
    return [(header.strip(), value) for header, values in split for value in values.split()]


GONE = pairs("""
    党籍状态: 停止党籍 已停止党籍 出党 已出党 死亡 3_已死亡 开除党籍 自行脱党 除名 劝退 转出 已转出 组织关系已转出
    党籍状态: 历史党员 不在册 退党
    备注: 2023年5月去世 病故 已故 组织关系2024年3月1日转出至柳溪支部 转走 调离本单位
    备注: 2020年被开除党籍 取消预备党员资格 已转往外地
    备注: 退党 因公牺牲 2019.6除名
    转出时间: 2024-03-01 2024.3 2024年
    关系转出时间: 2025-06-30
    转出单位: 外地某支部
    转出类型: 毕业转出
    组织关系转往: 外地
    去世时间: 2023.5
    死亡日期: 2023-05-01
    除名时间: 2020.1
    停止党籍时间: 2019-01-01
    减少原因: 死亡
    党员增减: 减少
    是否转出: 是
    是否在册: 否
    是否死亡: √
    离开时间: 2024
    目前情况: 已故
    情况: 转出
    組織關係轉出時間: 2024-03-01
""")


@pytest.mark.parametrize(("header", "value"), GONE)
def test_who_has_left_is_asked(ledger: Ledger, tmp_path: Path, header: str, value: str) -> None:
    assert codes(plan(ledger, saved(tmp_path / "a.xlsx", with_column(header, value)))) == (
        "undecided",
        ["row-seems-left"],
    )


@pytest.mark.parametrize(
    "beside", ["戚明远（已故）", "戚明远（2024.3转出）", "戚明远【转出】", "戚明远 去世", "[去世]戚明远"]
)
def test_who_has_left_is_asked_by_what_stands_beside_the_name(ledger: Ledger, tmp_path: Path, beside: str) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", [HEAD, [beside, *ADMITTED[1:]]]))
    assert codes(planned) == ("undecided", ["row-seems-left"])
    assert planned.rows[0].name == "戚明远"


NO_MEMBERS = pairs("""
    入党申请时间: 2024-09-01
    递交入党申请书日期: 2024.9
    确定为入党积极分子时间: 2025-03-01
    列为发展对象时间: 2025-09
    入团时间: 2015-05
    团员编号: 12345
    是否团员: 是
    备注: 入党积极分子 发展对象 群众 尚未入党 民盟盟员
    身份: 共青团员
    是否党员: 否
    党籍状态: 入党申请人
    人员身份: 入党积极分子
""")


@pytest.mark.parametrize(("header", "value"), NO_MEMBERS)
def test_who_is_no_member_yet_is_asked(ledger: Ledger, tmp_path: Path, header: str, value: str) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", with_column(header, value, admitted=False)))
    assert planned.rows[0].state in ("undecided", "refused")
    assert planned.counts()["new"] == 0


@pytest.mark.parametrize(
    ("header", "value"), pairs("类别: 入党积极分子 发展对象 拟发展对象 共青团员 2_入党积极分子 入黨積極分子 民革 群众")
)
def test_a_category_of_no_member_is_refused(ledger: Ledger, tmp_path: Path, header: str, value: str) -> None:
    rows = with_column(header, value, admitted=False)
    assert codes(plan(ledger, saved(tmp_path / "a.xlsx", rows))) == ("refused", ["row-not-a-member"])


TITLES = """
    团支部成员花名册 共青团员名册 2026年入党积极分子名单 发展对象花名册 可接收预备党员名单 拟发展党员公示
    转出党员名册 党员组织关系转出登记表 已故党员名单 停止党籍党员名册 2025年除名党员名单 历史党员花名册
"""
ORDINARY_TITLES = """
    桐花巷党支部党员花名册（2026年） 正式党员、预备党员名册 离退休党员名册 流动党员登记表 党群服务中心党支部党员名册
    团县委机关党支部党员花名册 党员、积极分子花名册 在职党员名单 注：不含已转出党员
"""


@pytest.mark.parametrize("title", TITLES.split())
@pytest.mark.parametrize("place", ["title", "sheet", "file"])
def test_what_stands_over_a_list_is_said_of_all_in_it(ledger: Ledger, tmp_path: Path, title: str, place: str) -> None:
    rows = [BARE, WHO, ["乐知秋", "女", number("19791102", 22)]]
    if place == "title":
        path = saved(tmp_path / "a.xlsx", [[title], *rows])
    else:
        file = title if place == "file" else "a"
        path = saved(tmp_path / f"{file}.xlsx", rows, title if place == "sheet" else "表1")
    planned = plan(ledger, path)
    assert planned.counts()["undecided"] == 2
    assert len({finding.reason() for row in planned.rows for finding in row.deciding()}) == 1


@pytest.mark.parametrize("title", ORDINARY_TITLES.split())
def test_ordinary_titles_ask_nothing(ledger: Ledger, tmp_path: Path, title: str) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", [[title], HEAD, ADMITTED]))
    assert planned.counts()["new"] == 1


ORDINARY = pairs("""
    备注: 退休 2019年由柳溪支部转入 转正材料已归档 父亲去世 因故请假 党费缴至2025年
    备注: 拟转出 积极分子培养联系人 2015年列为积极分子
    备注: 组织关系未转出 负责组织关系转出工作 流动党员 老母亲病故，已慰问 出党课三次 优秀共青团员 军转干部
    备注: 转业 调入本单位 留党察看
    党籍状态: 正常 在册 1_正常 流动党员
    转出时间: 无 / 否
    是否失联党员: 否
    是否在册: 是
    是否转出: 否
    入团时间: 1990-05
    入党申请时间: 1993-07
    毕业去向: 考研
    家庭情况: 父亲已故
    流入地: 云栖市
    是否流动党员: 是
    原工作单位: 已转出某厂
""")


@pytest.mark.parametrize(("header", "value"), ORDINARY)
def test_ordinary_members_are_not_asked(ledger: Ledger, tmp_path: Path, header: str, value: str) -> None:
    assert codes(plan(ledger, saved(tmp_path / "a.xlsx", with_column(header, value)))) == ("new", [])


def test_who_is_lost_comes_in_with_a_remark(ledger: Ledger, tmp_path: Path) -> None:
    for header, value in pairs("党籍状态: 失去联系\n是否失联党员: 是\n失联时间: 2020.1\n备注: 2019年起失联"):
        planned = plan(ledger, saved(tmp_path / "a.xlsx", with_column(header, value)))
        assert planned.counts()["new"] == 1
        assert [one["code"] for one in planned.summary()["remarks"]] == ["row-lost"]
        assert "失" in planned.rows[0].values["remark"]


def test_filled_columns_of_leaving_become_a_leaving(ledger: Ledger, tmp_path: Path) -> None:
    rows = [[*HEAD, "转出时间", "转出类型", "转出单位"], [*ADMITTED, "2024-03-01", "调动", "外地某支部"]]
    path = saved(tmp_path / "a.xlsx", rows)
    asked = plan(ledger, path).rows[0].deciding()[0]
    assert "2024年3月1日" in asked.reason() and "外地某支部" in asked.reason()
    apply_plan(ledger, plan(ledger, path, {("Sheet1", 2): Decision(values={"status": "left"})}))
    (gone,) = member.list_members(ledger, status="")
    assert (gone.status, gone.left_kind, gone.left_date) == ("left", "transfer", "2024-03-01")
    assert gone.left_reason == "调动；去向：外地某支部"
    assert plan(ledger, path).counts()["same"] == 1, "once registered, the same file asks nothing"


LEAVINGS = [
    ("备注", "2023年5月去世", "deceased", "2023-05"),
    ("备注", "2020.6.1被开除党籍", "expelled", "2020-06-01"),
    ("停止党籍时间", "2019-01-01", "other", "2019-01-01"),
    ("党籍状态", "停止党籍", "other", ""),
    ("备注", "组织关系2024年3月1日转出至柳溪支部", "transfer", "2024-03-01"),
    ("转出时间", "2033-01-01", "transfer", ""),
]


@pytest.mark.parametrize(("header", "value", "kind", "day"), LEAVINGS)
def test_a_leaving_has_its_kind_and_day(
    ledger: Ledger, tmp_path: Path, header: str, value: str, kind: str, day: str
) -> None:
    path = saved(tmp_path / "a.xlsx", with_column(header, value))
    apply_plan(ledger, plan(ledger, path, {("Sheet1", 2): Decision(values={"status": "left"})}))
    (gone,) = member.list_members(ledger, status="")
    assert (gone.status, gone.left_kind, gone.left_date) == ("left", kind, day)


def test_a_member_of_the_ledger_who_left_is_marked_and_not_changed_before(ledger: Ledger, tmp_path: Path) -> None:
    apply_plan(ledger, plan(ledger, saved(tmp_path / "a.xlsx", [HEAD, ADMITTED])))
    path = saved(tmp_path / "b.xlsx", with_column("转出时间", "2026-03"))
    assert codes(plan(ledger, path))[0] == "undecided"
    planned = plan(ledger, path, {("Sheet1", 2): Decision(values={"status": "left"})})
    assert (planned.counts()["changed"], planned.counts()["new"]) == (1, 0)
    apply_plan(ledger, planned)
    (gone,) = member.list_members(ledger, status="")
    assert (gone.status, gone.left_date) == ("left", "2026-03")


def test_headings_within_a_list_count_until_the_next(ledger: Ledger, tmp_path: Path) -> None:
    people = [[f"{name}明远", "男", number("19680314", 2 * order + 31)] for order, name in enumerate("戚乐卓计边")]
    rows = [BARE, ["一、正式党员（2人）"], *people[:2], ["二、入党积极分子"], people[2], ["三、预备党员"], people[3]]
    rows += [["以下为已转出党员"], people[4]]
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.state for row in planned.rows] == ["new", "new", "undecided", "new", "undecided"]


def test_who_has_no_category_among_people_who_are_no_members_is_asked(ledger: Ledger, tmp_path: Path) -> None:
    rows = [[*BARE, "政治面貌"], [*WHO, "中共党员"], ["乐知秋", "女", number("19791102", 22), "群众"]]
    rows.append(["卓远航", "男", number("19850120", 33), None])
    planned = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert [row.state for row in planned.rows] == ["new", "refused", "undecided"]


@pytest.mark.parametrize(
    "head",
    [
        *(["姓名", "身份证号", "联系电话", "实缴金额", "缴费时间"], ["姓名", "性别", "所在党支部", "应缴党费", "已缴"]),
        *(["姓名", "性别", "联系电话", "签到"], ["姓名", "性别", "单位", "会议时间", "请假事由"]),
    ],
)
def test_other_lists_of_names_are_refused_as_what_they_are(ledger: Ledger, tmp_path: Path, head: list[str]) -> None:
    with pytest.raises(RefusedError) as refused:
        plan(ledger, saved(tmp_path / "a.xlsx", [head, ["戚明远", "男", "1", "2", "3"]]))
    assert refused.value.code in ("roster-other-list", "roster-few-columns")


def test_dues_beside_the_dates_of_a_roster_are_only_not_read(ledger: Ledger, tmp_path: Path) -> None:
    planned = plan(ledger, saved(tmp_path / "a.xlsx", with_column("月应缴党费", 20)))
    assert planned.counts()["new"] == 1
    assert [one["header"] for one in planned.summary()["unread"]] == ["月应缴党费"]


@pytest.mark.parametrize(("header", "said"), [("是否党员", "是"), ("政治面貌", "党员"), ("是否中共党员", "√")])
def test_who_is_left_out_where_others_are_called_members_is_asked(
    ledger: Ledger, tmp_path: Path, header: str, said: str
) -> None:
    rows = [[*BARE, header], [*WHO, said], ["乐知秋", "女", number("19791102", 22), None]]
    found = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert codes(found) == ("new", [])
    assert codes(found, 1) == ("undecided", ["row-seems-no-member"])


def test_a_category_forgotten_beside_a_day_of_admission_asks_nothing(ledger: Ledger, tmp_path: Path) -> None:
    rows = [HEAD, ADMITTED, ["乐知秋", "女", number("19791102", 22), None, "2003-06-30", None]]
    assert codes(plan(ledger, saved(tmp_path / "a.xlsx", rows)), 1) == ("new", [])


def test_who_has_come_is_not_asked_whether_she_left(ledger: Ledger, tmp_path: Path) -> None:
    head = [*BARE, "转接类型", "转出党组织"]
    rows = [head, [*WHO, "转入", "外地某支部"], ["乐知秋", "女", number("19791102", 22), "转出", "本支部"]]
    found = plan(ledger, saved(tmp_path / "a.xlsx", rows))
    assert codes(found) == ("new", [])
    assert codes(found, 1) == ("undecided", ["row-seems-left"])


def test_what_is_said_of_a_spouse_says_nothing_of_the_member(ledger: Ledger, tmp_path: Path) -> None:
    assert codes(plan(ledger, saved(tmp_path / "a.xlsx", with_column("配偶政治面貌", "群众")))) == ("new", [])

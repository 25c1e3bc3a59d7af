"""Writes `ordinary-meetings/`: eight registers as they come every day, each with a word on who was there.

    python -m tests.data.field.make_ordinary_meetings

What the import makes of them stands in `golden.json` (tests/field/test_ordinary_meetings.py).
"""

from datetime import datetime, time
from pathlib import Path

from tests.data.field.make_meetings import NAMES, Maker, converted, text, xlsx

HERE = Path(__file__).resolve().parent / "ordinary-meetings"


def whole_year() -> Maker:
    """Title, header of two rows, days as people type them, subtotals, a foot line."""
    return xlsx(
        ["桐花巷支部2025年度“三会一课”登记表"],
        ["序号", "时间", "会议类别", "党小组", "议题（主题）", "地点", "主持人", "授课人", "出勤情况", None, None,
         "学时", "备注"],
        [None] * 8 + ["应到", "实到", "缺席人员及原因"],
        [1, "1月8日 14:30-15:30", "支委会", None, "研究全年计划", "二楼", "贺云帆", None, 3, 3, "无", None, None],
        [2, "2025.1.15 上午9:00", "主题党日", None, "走访慰问", "各组", "贺云帆", None, 8, 6,
         "宁小棠（生病）、滕望舒（出差）", 1, None],
        ["1月小计"],
        [3, datetime(2025, 2, 19), "组织生活会、民主评议党员", None, "年度组织生活会", "二楼", "贺云帆", None, 8, 5,
         "病假：宁小棠、尹槐序；事假：阮听澜", 2, None],
        [4, "3月5日 下午2点半", "支部党员大会、党课", None, "书记讲党课", "二楼", "贺云帆", "贺云帆", 8, 8, "无", 2,
         "合开"],
        [5, "3月12日", "党小组会", "第一党小组", "学习条例", "活动室", "柏承志", None, 4, 3, "滕望舒（事假）", 1,
         None],
        [6, "3月12日", "党小组会", "二组", "学习条例", "活动点", "宁小棠", None, 4, 4, "—", 1, None],
        ["合计", None, None, None, None, None, None, None, None, None, None, 7],
        ["填表人：苗青禾　　审核：贺云帆"],
        sheet="台账", merged=["A1:M1", "I2:K2", "A12:K12"],
    )  # fmt: skip


def assemblies() -> Maker:
    """Day cells, a header per kind of absence, times in columns of their own."""
    head = ["会议日期", "开始时间", "结束时间", "会议类型", "会议主题", "应到人数", "实到人数", "请假人员",
    "缺席人员", "会议决议"]
    return xlsx(
        head,
        [datetime(2026, 3, 20), time(14, 0), time(15, 30), "党员大会", "讨论计划", 8, 7, "滕望舒（病假）", None,
         "同意"],
        [datetime(2026, 6, 18), time(9, 0), time(10, 0), "党员大会", "换届准备", 8, 7, None, "宁小棠",
         "通过办法\n选出监票人"],
        [datetime(2026, 9, 17), time(14, 0), time(16, 0), "党员大会", "三季度工作", 8, 8, None, None, None],
        formats={"A": "yyyy-mm-dd", "B": "h:mm", "C": "h:mm"},
    )  # fmt: skip


def sheets_by_kind() -> Maker:
    head = ["日期", "主题", "主持人", "请假人员"]
    return xlsx(
        head, ["2026.3.20", "讨论计划", "贺云帆", "滕望舒（事假）"], ["2026.6.18", "换届准备", "贺云帆", "无"],
        sheet="党员大会",
        more={
            "支委会": [head, ["2026.3.2", "研究议题", "贺云帆", "无"], ["2026.4.2", "研究发展", "贺云帆",
            "柏承志（公假）"]],
            "党课": [head, ["2026年7月1日", "“七一”党课", "贺云帆", "尹槐序、阮听澜（均病假）"]],
        },
    )  # fmt: skip


def study_list() -> Maker:
    """Everybody who came by name, as Excel saves CSV in China."""
    came = "、".join(NAMES)
    return text(
        ["学习日期", "学习形式", "学习内容", "参加人员", "请假人员", "学时"],
        ["2026/3/6", "集中学习", "学习党章", "、".join(NAMES[:7]), "古丽娜尔·艾力（出差）", "2"],
        ["2026/4/10", "集中学习", "学习条例。讨论", came, "无", "1.5学时"],
        ["2026/5/8", "集中学习", "学习讲话", "全体党员", "", "2"],
        encoding="gbk",
    )  # fmt: skip


def sheets_by_month() -> Maker:
    """Only the day in the cells; year and month stand in titles and names of sheets."""
    head = ["日", "类型", "内容", "应到/实到", "缺席"]
    return xlsx(
        ["2026年3月组织生活记录"], head, [6, "集中学习", "学习党章", "8/8", "无"], [20, "党员大会", "讨论计划", "8/7",
         "滕望舒（病假）"],
        sheet="3月", merged=["A1:E1"],
        more={"4月": [["2026年4月组织生活记录"], head, ["17日", "主题党日", "清扫街巷", "8/6",
        "宁小棠（事假）、尹槐序（病假）"]]},
    )  # fmt: skip


def groups() -> Maker:
    head = ["日期", "党小组", "议题", "主持人", "缺席人员及原因", "迟到人员"]
    return xlsx(
        ["2026年党小组会记录"], head,
        ["3月13日", "第一党小组", "学习条例", "柏承志", "滕望舒（事假）", None],
        ["3月13日", "2组", "学习条例", "宁小棠", "无", "尹槐序"],
        ["4月10日", "第一党小组", "讨论分工", "柏承志", "无", None],
        sheet="党小组会",
    )  # fmt: skip


def theme_days() -> Maker:
    """A merged day over lines that are one meeting, and a mark of `同上`."""
    head = ["活动日期", "活动类型", "活动主题", "活动地点", "活动情况", "请假"]
    return xlsx(
        head,
        ["2026-04-17", "主题党日", "清扫街巷", "桐花巷", "清扫两小时", "滕望舒（病假）"],
        [None, None, None, None, "交流心得", None],
        ["2026-05-15", "主题党日", "走访老党员", "同上", "走访三户", "无"],
        merged=["A2:A3", "B2:B3"],
    )  # fmt: skip


def committee() -> Maker:
    return text(
        ["2026年支委会记录"],
        ["日期", "会议名称", "议题", "出席人员", "列席人员", "缺席人员"],
        ["3月2日", "支委会", "研究大会议题", "贺云帆、苗青禾、柏承志", "宁小棠、街道老周", "无"],
        ["4月2日", "支委会", "研究发展对象", "贺云帆、苗青禾", "", "柏承志（公假）"],
        ["5月6日", "支委会", "研究分工", "贺云帆、柏承志", "", ""],
        encoding="utf-8",
    )  # fmt: skip


FILES = {
    "三会一课登记表.xlsx": whole_year(),
    "党员大会.xls": converted(assemblies()),
    "按类别分表.ods": converted(sheets_by_kind()),
    "集中学习.csv": study_list(),
    "按月分表.xlsx": sheets_by_month(),
    "党小组会.xls": converted(groups()),
    "主题党日.ods": converted(theme_days()),
    "支委会.csv": committee(),
}


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name, maker in FILES.items():
        maker(HERE / name)


if __name__ == "__main__":
    main()

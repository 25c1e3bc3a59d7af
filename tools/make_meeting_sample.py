"""Makes the sample registers of last year's meetings: invented meetings of the sample roster's people.

    python tools/make_meeting_sample.py

builds workbooks with openpyxl and lets LibreOffice (`soffice`) open and save them, so that what is committed was
written by a real office program: one sheet with titles, merged cells, sums and a few rows that have to be asked
about (`resources/sample/去年会议.xlsx`), one with a sheet for each kind (`.ods`), one with a sheet for each
month (`.xls`).
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "sample" / "去年会议.xlsx"
TESTS = ROOT / "tests" / "data" / "meetings"
YEAR = 2025

HEAD = (
    "序号", "时间", "会议类别", "党小组", "议题（主题）", "地点", "主持人", "授课人",
    "出勤情况", "", "", "学时", "备注",
)  # fmt: skip
BELOW = ("", "", "", "", "", "", "", "", "应到", "实到", "缺席人员及原因", "", "")
WIDTHS = (5, 24, 18, 12, 34, 16, 10, 10, 6, 6, 34, 6, 16)
ROOM, CHAIR = "社区党群服务中心二楼", "尉迟文静"

ROWS: tuple[tuple[Any, ...], ...] = (
    ("1月8日 14:30-15:30", "支委会", "", "研究全年组织生活计划", ROOM, CHAIR, "", 5, 5, "无", None, ""),
    ("2025.1.15 上午9:00", "主题党日", "", "走访慰问困难党员和老党员", "各居民小组", CHAIR, "", 57, 53,
     "冯一鸣（生病）、宋明辉病假、林立新（出差）、任玉珍（事假）", 1, ""),
    ("1月小计", None, None, None, None, None, None, None, None, None, None, None),
    (datetime(YEAR, 2, 12), "支委会", "", "组织生活会征求意见和会前准备",
     ROOM, CHAIR, "", 5, 4, "仇志远（公假）", None, ""),
    (datetime(YEAR, 2, 19), "组织生活会、民主评议党员", "", "年度组织生活会和民主评议党员", ROOM, CHAIR, "", 57, 54,
     "病假：宋明辉、冯一鸣；事假：孙卫东", 2, ""),
    ("2025.2.29", "主题党日", "", "学雷锋志愿服务准备", ROOM, CHAIR, "", None, None, "无", 1, "日期待核"),
    ("3月5日 下午2点半", "支部党员大会、党课", "", "传达上级全会精神；书记讲专题党课", ROOM, CHAIR, CHAIR, 57, 52,
     "张三丰（事假）、宋明辉（病假）、罗浩然、黄建国（出差）、叶巧云（事假）", 2, "党课与大会合开"),
    ("3月12日", "党小组会", "第一党小组", "学习新修订的条例", "文化活动室", "陈德顺",
     "", 15, 14, "朱保田（事假）", 1, ""),
    ("3月12日", "党小组会", "第四组", "学习新修订的条例", "四组活动点", "吕美玲", "", 12, 11, "王丽萍（病假）", 1, ""),
    ("3月14日", "党小组会", "", "讨论发展对象人选", "文化活动室", "", "", None, None, "", 1, ""),
    (45735, "主题党日", "", "义务植树", "桐花巷北侧空地", CHAIR, "", None, None, "王建国（请假）", 2, ""),
    ("一季度小计", None, None, None, None, None, None, None, None, None, None, None),
    ("4月9日", "支委会", "", "研究预备党员转正", ROOM, CHAIR, "", 5, 5, "—", None, ""),
    ("4月16日", "主题党日",
     "", "祭扫烈士墓", "云栖烈士陵园", CHAIR, "", 57, 55, "冯一鸣（病假）、刘明辉（迟到）、宋明辉（病假）", 3, ""),
    ("2025年5月14日 9:00—11:00", "集中学习", "", "学习党章第一章至第三章", ROOM, CHAIR, "", 57, 54,
     "苏欣怡、任欣怡（均事假），宋明辉病假", 2, ""),
    ("6月11日", "党小组会", "第二党小组", "组织学习基层党组织工作条例", "二组活动点", "", "", 15, 15, "无", 1, ""),
    ("6月18日", "支部党员大会", "", "讨论接收预备党员", ROOM, CHAIR, "", 57, 56, "宋明辉（病假）", 1, ""),
    ("7月1日 上午8:30—10:30", "主题党日+党课", "", "庆“七一”：重温入党誓词，老党员讲党课",
     ROOM, CHAIR, "陈德顺", 57, 57,
     "无", 2, ""),
    ("8月13日", "支委会", "", "研究下半年工作", ROOM, CHAIR, "", 5, 5, "无", None, ""),
    ("9月10日", "党员大会", "", "通报上半年工作，讨论决定困难党员补助",
     ROOM, CHAIR, "", 57, 55, "宋明辉（病假）、马卫东（外出务工）", 1, ""),
    ("9月24日", "学习交流会", "", "学习先进典型事迹", ROOM, CHAIR, "", None, None, "无", 1, ""),
    ("10月15日", "党课", "", "区委党校老师讲授专题党课", ROOM, CHAIR, "葛老师", 57, 56, "宋明辉（病假）", 2, ""),
    ("11月12日", "主题党日", "", "环境整治志愿服务", "桐花巷", CHAIR, "", 57, 56, "宋明辉（病假）", 2, ""),
    ("12月10日 19:00-20:30", "党员大会", "", "年度总结，通报党费收缴情况",
     ROOM, CHAIR, "", 58, 57, "宋明辉（病假）", 1, ""),
    ("合计", None, None, None, None, None, None, None, None, None, None, 28),
)  # fmt: skip


def build_sample(path: Path) -> None:
    """One sheet as a secretary keeps it over the year."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "三会一课台账"
    sheet["A1"] = f"中共云栖市柳溪街道桐花巷社区支部{YEAR}年度“三会一课”和组织生活台账"
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEAD))
    sheet["A1"].font = Font(name="黑体", size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"] = "填报单位：桐花巷社区支部"
    for column, (top, below) in enumerate(zip(HEAD, BELOW, strict=True), 1):
        sheet.cell(3, column, top or None)
        sheet.cell(4, column, below or None)
        if not below:
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells(start_row=3, end_row=3, start_column=9, end_column=11)
    serial = 0
    for at, row in enumerate(ROWS, 5):
        real = row[1] is not None
        serial += real
        first = [serial] if real else [row[0]]
        for column, value in enumerate([*first, *(row if real else (None, *row[1:]))], 1):
            cell = sheet.cell(at, column, value if value != "" else None)
            if isinstance(value, datetime):
                cell.number_format = 'm"月"d"日"'
    last = len(ROWS) + 5
    sheet.cell(last, 1, "填表人：单晓曼　　审核：尉迟文静　　2025年12月31日")
    _dress(sheet, last)
    book.save(path)


def _dress(sheet: Worksheet, last: int) -> None:
    thin = Side(style="thin")
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cells in sheet.iter_rows(min_row=3, max_row=last - 1, max_col=len(HEAD)):
        for cell in cells:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "D5"


def build_by_kind(path: Path) -> None:
    """A sheet for each kind; the kind stands nowhere else."""
    book = Workbook()
    book.remove(book.active)
    head = ["会议日期", "开始时间", "结束时间", "会议主题", "主持人", "记录人", "请假人员", "缺席人员"]
    head += ["会议记录", "会议决议"]
    said = "会议由书记主持。\n第一项，传达文件。\n第二项，讨论。"
    sheets = {
        "党员大会": [
            [date(2025, 3, 5), "14:30", "16:00", "讨论年度计划", CHAIR, "赵䶮", "林喆（出差）", "", said, "一致同意"],
        ],
        "支委会": [[date(2025, 3, 1), "9:00", "10:00", "研究大会议题", CHAIR, "赵䶮", "", "", "", ""]],
        "第二党小组会": [[date(2025, 4, 2), "", "", "学习条例", "", "", "", "蔡德顺", "", ""]],
        "党课": [[date(2025, 6, 30), "", "", "“七一”专题党课", CHAIR, "", "周堃", "", said, ""]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([f"{name}记录（2025年）"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(head))
        sheet.append(head)
        for row in rows:
            sheet.append(row)
    book.create_sheet("附件说明")["A1"] = "照片另存"
    book.save(path)


def build_by_month(path: Path) -> None:
    """A sheet for each month; only the day is in its cells, and a merged day and kind bind rows together."""
    book = Workbook()
    book.remove(book.active)
    for month, day in (("1月", "8日"), ("2月", "12"), ("三月", "5号")):
        sheet = book.create_sheet(month)
        sheet.append([f"2025年{month}组织生活记录"])
        sheet.append(["日", "类型", "内容", "应到/实到", "缺席"])
        sheet.append([day, "主题党日", "学习原文", "57/56", "宋明辉（病假）"])
        sheet.append([None, None, "志愿服务"])
        for column in (1, 2, 4, 5):
            sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
        sheet.append([20, "党小组会（第三党小组）", "讨论", "", "无"])
    book.save(path)


def saved_by_office(made: Path, target: Path) -> None:
    """Let LibreOffice open a workbook and save it under the target's name and kind."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise SystemExit("soffice (LibreOffice Calc) is needed to save the sample")
    kind = target.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", f"{folder}/out", str(made)], check=True, stdout=sys.stderr, timeout=180)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder) / "out" / f"{made.stem}.{kind}", target)


def main() -> None:
    """Write the three registers."""
    with tempfile.TemporaryDirectory() as folder:
        for build, target in (
            (build_sample, SAMPLE),
            (build_by_kind, TESTS / "按类别分表.ods"),
            (build_by_month, TESTS / "按月份分表.xls"),
        ):
            made = Path(folder) / f"{target.stem}.xlsx"
            build(made)
            saved_by_office(made, target)


if __name__ == "__main__":
    main()

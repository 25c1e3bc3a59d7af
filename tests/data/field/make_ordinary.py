"""Makes the ordinary rosters again: `python tests/data/field/make_ordinary.py` (needs soffice).

Clean lists of different shapes in the formats that offices send. What the import yields of them is kept beside each
file; it changes only on purpose (`tests/field/test_ordinary_rosters.py`).
"""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from tests.data.field.make_rosters import FIVE, GENG, OWN, Merged, Moment, Person, csv_text, rows, saved_as, xlsx

OUT = Path(__file__).resolve().parent / "ordinary"
PEOPLE = (*FIVE, GENG)
Lines = list[list[Any]]


def month(day: Any) -> str:
    """A month as rosters write it."""
    return f"{day.year}.{day.month:02d}" if day else ""


def new_export() -> Lines:
    """The headers of the national system's list of today."""
    head = (
        "序号",
        "姓名",
        "性别",
        "公民身份号码",
        "民族",
        "出生日期",
        "学历",
        "人员类别",
        "加入党组织日期",
        "转为正式党员日期",
        "党籍状态",
        "所在党支部",
        "手机号码",
        "家庭住址",
        "工作单位及职务",
    )
    return rows(
        head,
        PEOPLE,
        序号=list(range(1, 7)),
        民族="汉族",
        学历=["大学", "大专", "硕士研究生", "大学", "大学", "小学"],
        加入党组织日期=lambda p: str(p.joined),
        转为正式党员日期=lambda p: str(p.regular or ""),
        党籍状态="正常",
        所在党支部=OWN,
        手机号码=lambda p: p.phone,
        家庭住址="江北新村1号",
        工作单位及职务="甲公司职员",
    )


def old_export() -> Lines:
    """The headers of the national system's list of old."""
    head = (
        "姓名",
        "身份证号码",
        "性别",
        "民族",
        "籍贯",
        "是否台湾省籍",
        "出生日期",
        "学历",
        "人员类别",
        "所在党组织",
        "入党时间",
        "转正时间",
        "工作岗位",
        "参加工作日期",
        "联系电话",
        "婚姻状况",
        "是否农民工 ",
        "信息完整度(%)",
    )
    return rows(
        head,
        PEOPLE,
        身份证号码=lambda p: p.id_number,
        民族="汉族",
        籍贯="江苏南京",
        是否台湾省籍="否",
        学历="大专",
        所在党组织=OWN,
        工作岗位="企业职工",
        参加工作日期="2001-08-01",
        婚姻状况="已婚",
        **{"是否农民工 ": "否", "信息完整度(%)": 100},
    )


def six_figures() -> Lines:
    """Dates as yyyyMM, as numbers."""

    def figures(day: Any) -> int | None:
        return int(f"{day:%Y%m}") if day else None

    return rows(
        ("姓名", "身份证号码", "性别", "出生日期", "民族", "入党时间", "转正日期", "人员类别", "手机号码"),
        PEOPLE,
        身份证号码=lambda p: p.id_number,
        出生日期=lambda p: figures(p.born),
        民族="汉族",
        入党时间=lambda p: figures(p.joined),
        转正日期=lambda p: figures(p.regular),
        手机号码=lambda p: int(p.phone),
    )


def village() -> Lines:
    """A list with a title, a line of who fills it in, a total and a foot."""
    head = ("序号", "姓名", "性别", "出生年月", "身份证号", "文化程度", "入党时间", "党员类别", "联系电话", "备注")
    body = rows(
        head,
        PEOPLE,
        序号=list(range(1, 7)),
        姓名=lambda p: p.name if len(p.name) > 2 else "　".join(p.name),
        出生年月=lambda p: month(p.born),
        文化程度="初中",
        入党时间=lambda p: month(p.joined),
        党员类别=lambda p: p.word,
        备注=["支部书记", None, None, None, None, "老党员"],
    )
    return [
        ["桐花巷支部党员花名册（2026年）"],
        ["填报单位：桐花巷支部　　　　联系电话：　"],
        *body,
        [None, "合计", "6人"],
        ["填表人：沈墨  2026.3.15"],
    ]


def two_headers() -> Lines:
    """A header of two lines with years and months in columns of their own."""
    upper = [Merged("姓名", 2), Merged("身份证号", 2), "入党时间", None, "转正时间", None, "联系方式", None]
    lower = [None, None, "年", "月", "年", "月", "手机", "固话"]
    lines: Lines = [upper, lower]
    for p in PEOPLE:
        regular = [p.regular.year, p.regular.month] if p.regular else [None, None]
        lines.append([p.name, p.id_number, p.joined.year, p.joined.month, *regular, p.phone, "051299900001"])
    return lines


def doubles() -> Lines:
    """Two degrees of schooling that agree, two phones, posts in the Party and at work."""
    head = (
        "姓名",
        "性别",
        "民族",
        "出生年月",
        "全日制学历",
        "在职学历",
        "学位",
        "入党时间",
        "转正时间",
        "党内职务",
        "行政职务",
        "手机",
        "办公电话",
    )
    return rows(
        head,
        PEOPLE,
        民族=["汉", "汉族", "回", "汉", "壮族", "汉"],
        出生年月=lambda p: month(p.born),
        全日制学历="大学本科",
        在职学历="大学本科",
        学位="学士",
        党内职务=["支部书记", "组织委员", None, None, None, None],
        行政职务="科员",
        手机=lambda p: p.phone,
        办公电话="051299900002",
    )


def real_dates(shown: str) -> Lines:
    """Dates that are dates, shown in a way."""

    def moment(day: Any) -> Moment | None:
        return Moment(datetime(day.year, day.month, 1 if "d" not in shown else day.day), shown) if day else None

    return rows(
        ("姓名", "性别", "身份证号", "人员类别", "入党时间", "转正时间"),
        PEOPLE,
        入党时间=lambda p: moment(p.joined),
        转正时间=lambda p: moment(p.regular),
    )


def numerals() -> Lines:
    """Dates in Chinese figures, and the same as above."""
    year = str.maketrans("0123456789", "〇一二三四五六七八九")
    months = ["", *"一二三四五六七八九", "十", "十一", "十二"]

    def spelt(p: Person) -> str:
        return f"{str(p.joined.year).translate(year)}年{months[p.joined.month]}月"

    return rows(
        ("姓 名", "性 别", "民族", "出生日期", "入党时间", "人员类别", "家庭住址"),
        PEOPLE,
        **{"姓 名": lambda p: p.name, "性 别": lambda p: p.sex},
        民族=["汉族", "同上", "〃", "汉族", "同上", "同上"],
        入党时间=spelt,
        家庭住址=["江北新村2号", "同上", "江北新村3号", None, "江北新村5号", "同上"],
    )


def plain() -> Lines:
    """A short list with nothing but the most needed."""
    return rows(("姓名", "性别", "出生日期", "联系电话"), PEOPLE)


def exchange() -> Lines:
    """The list that enterprises exchange."""
    head = ("姓名", "公民身份号码", "组织关系所在党支部", "入党日期", "转正日期", "党龄校正值(月)", "党员类型")
    return rows(
        head,
        PEOPLE,
        组织关系所在党支部=OWN,
        入党日期=lambda p: f"{p.joined:%Y/%m/%d}",
        转正日期=lambda p: f"{p.regular:%Y/%m/%d}" if p.regular else "",
        党员类型=lambda p: p.word,
    )


def university() -> Lines:
    """The list of a university."""
    head = (
        "上报时间",
        "支部名称",
        "党员类别",
        "姓名",
        "性别",
        "身份证号",
        "民族",
        "籍贯",
        "职级",
        "职务",
        "职称",
        "文化程度",
        "工作时间",
        "支部讨论入党时间",
        "支部讨论转正时间",
        "入党志愿书编号",
    )
    return rows(
        head,
        PEOPLE,
        上报时间="2026.6",
        支部名称="桐花巷支部",
        党员类别=lambda p: p.word[:2],
        民族="汉族",
        籍贯="浙江杭州",
        职级="副高",
        职务="副教授",
        职称="副教授",
        文化程度="研究生",
        工作时间="2001.7",
        支部讨论入党时间=lambda p: f"{p.joined.year}年{p.joined.month}月{p.joined.day}日",
        支部讨论转正时间=lambda p: f"{p.regular.year}年{p.regular.month}月{p.regular.day}日" if p.regular else "",
        入党志愿书编号="B0000001",
    )


def groups() -> dict[str, Lines]:
    """A sheet for each Party group."""
    head = ("姓名", "身份证号", "党小组", "人员类别", "入党时间", "转正时间")
    return {
        "第一党小组": rows(head, PEOPLE[:3], 党小组="第一党小组"),
        "第二党小组": rows(head, PEOPLE[3:], 党小组="第二党小组"),
    }


def html(lines: Lines) -> Callable[[Path], None]:
    """A writer of a page with a table, as websites offer it under the name .xls."""
    body = "".join("<tr>" + "".join(f"<td>{'' if v is None else v}</td>" for v in line) + "</tr>" for line in lines)
    page = f'<html><head><meta charset="utf-8"></head><body><table border="1">{body}</table></body></html>'
    return lambda path: path.write_text(page, encoding="utf-8") and None


def one(lines: Lines, **more: Any) -> Callable[[Path], None]:
    """A writer of a workbook of one sheet."""
    return xlsx({"党员名册": lines}, **more)


FILES: dict[str, Callable[[Path], None]] = {
    "全国系统新表.xlsx": one(new_export()),
    "全国系统旧表.xls": saved_as("xls", one(old_export())),
    "六位年月.xlsx": one(six_figures()),
    "村里的表.xlsx": one(village()),
    "村里的表.ods": saved_as("ods", one(village())),
    "两行表头.xlsx": one(two_headers()),
    "两种学历两个电话.xls": saved_as("xls", one(doubles())),
    "真日期.xlsx": one(real_dates("yyyy/m/d")),
    "只到月的日期.xls": saved_as("xls", one(real_dates('yyyy"年"m"月"'))),
    "汉字日期.ods": saved_as("ods", one(numerals())),
    "最简单的.csv": csv_text(plain()),
    "企业交换.csv": csv_text(exchange(), "gb18030"),
    "高校的表.xlsx": one(university(), title="桐花巷支部党员信息统计表"),
    "按小组分表.xlsx": xlsx(groups()),
    "网页另存.html": html(new_export()),
}


def main() -> None:
    """Make every file again, or those whose name begins with an argument."""
    OUT.mkdir(exist_ok=True)
    for name, write in FILES.items():
        if not sys.argv[1:] or name.startswith(tuple(sys.argv[1:])):
            write(OUT / name)


if __name__ == "__main__":
    main()

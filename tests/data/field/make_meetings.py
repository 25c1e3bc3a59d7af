"""Writes `meetings/`: meeting files as offices, programs and careless people write them, each with its answer.

    python -m tests.data.field.make_meetings

The answers were set down before the importer could give them. Each case is a folder with one file and `expected.json`;
what its keys mean stands in `tests/field/meeting_score.py`. All people are invented.
"""

import csv
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).resolve().parent / "meetings"
NAMES = ("贺云帆", "苗青禾", "柏承志", "宁小棠", "滕望舒", "尹槐序", "阮听澜", "古丽娜尔·艾力")
FIVE = NAMES[:5]
BEFORE_MIDNIGHT = timedelta(seconds=43)
"""What sheets written in China by one common program lack of a day."""

Rows = Sequence[Sequence[Any]]
Maker = Callable[[Path], None]


# --- files ------------------------------------------------------------------------------


def xlsx(
    *rows: Sequence[Any],
    sheet: str = "会议",
    formats: dict[str, str] | None = None,
    merged: Sequence[str] = (),
    mac: bool = False,
    more: dict[str, Rows] | None = None,
) -> Maker:
    """A workbook of one sheet, or of `more`; formats: cell or column -> number format; mac: days count from 1904."""

    def make(path: Path) -> None:
        book = Workbook()
        if mac:
            book.epoch = CALENDAR_MAC_1904
        book.active.title = sheet
        for line in rows:
            book.active.append(list(line))
        for where, written in (formats or {}).items():
            cells = [book.active[where]] if where[-1].isdigit() else book.active[where]
            for cell in cells:
                cell.number_format = written
        for area in merged:
            book.active.merge_cells(area)
        for name, lines in (more or {}).items():
            page = book.create_sheet(name)
            for line in lines:
                page.append(list(line))
        book.save(path)

    return make


def converted(maker: Maker) -> Maker:
    """The same sheet as an office program saves it as .xls or .ods."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / f"{path.stem}.xlsx"
            maker(source)
            office = ["soffice", "--headless", f"-env:UserInstallation={Path(folder).as_uri()}/office"]
            wanted = ["--convert-to", path.suffix.removeprefix("."), "--outdir", str(path.parent), str(source)]
            subprocess.run([*office, *wanted], check=True, capture_output=True)

    return make


def text(*rows: Sequence[Any], encoding: str = "utf-8-sig") -> Maker:
    """A CSV file."""

    def make(path: Path) -> None:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))

    return make


def garbled(*rows: Sequence[Any]) -> Maker:
    """A CSV file in which UTF-8 was taken for GBK and saved again."""

    def make(path: Path) -> None:
        whole = "\r\n".join(",".join(map(str, row)) for row in rows)
        path.write_bytes(whole.encode("utf-8").decode("gbk", errors="replace").encode("utf-8"))

    return make


def pictures(head: Sequence[str], *rows: Sequence[Any]) -> Maker:
    """A workbook whose cells beginning with `=` are formulas with their own text as the kept result."""

    def make(path: Path) -> None:
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("会议")
        for at, line in enumerate((head, *rows)):
            for column, value in enumerate(line):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(at, column, value.replace("=", "=_xlfn.", 1), None, value)
                elif value is not None:
                    sheet.write(at, column, value)
        book.close()

    return make


# --- answers ----------------------------------------------------------------------------


def met(day: str, kinds: str = "", topic: str = "", marks: dict[str, Any] | None = None, **more: Any) -> dict[str,
Any]:
    """A meeting as it may come in; marks of those not simply present."""
    told = {"day": day, "kinds": kinds, "topic": topic, "marks": marks or {}, **more}
    return {key: value for key, value in told.items() if value or key in ("day", "marks")}


def case(name: str, file: str, maker: Maker, why: str, **expected: Any) -> None:
    """Write one folder."""
    folder = HERE / name
    folder.mkdir(parents=True)
    maker(folder / file)
    kind = "case" if name.startswith("case-") else name[0]
    answer = {"kind": kind, "why": why, **expected}
    (folder / "expected.json").write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def days(*rows: dict[str, Any]) -> list[str]:
    return [row["day"] for row in rows]


GRID_WORDS = ["考勤", "签到", "打勾", "粘贴"]
LIST_WORDS = ["粘贴", "参会名单", "入会"]
A, M, S = "党员大会", "2026-03-20", "2026-06-18"
ABSENT, LEAVE = {"滕望舒": "absent"}, {"滕望舒": ["personal", "sick", "official", "absent"]}


# --- A: silence is not presence ---------------------------------------------------------


def silence_in_registers() -> None:
    head = ["会议时间", "会议类型", "会议主题"]
    case(
        "A01-参与人员与缺勤名单", "会议台账.xlsx",
        xlsx(
            [*head, "参与人员", "缺勤名单"],
            [M, A, "讨论上半年工作", "、".join(n for n in NAMES if n != "滕望舒"), "滕望舒"],
            ["2026-04-17", A, "学习讨论", None, "宁小棠、滕望舒"],
            [S, A, "换届准备", None, None],
        ),
        "缺勤名单里的人没有到；两栏都空的一次没有说谁到了",
        meetings=[
            met(M, "assembly", "讨论上半年工作", ABSENT),
            met("2026-04-17", "assembly", "学习讨论", {"宁小棠": "absent", "滕望舒": "absent"}),
        ],
        asked=[S], asked_or_in=["2026-04-17"],
    )  # fmt: skip
    case(
        "A02-参会人", "2026会议.xlsx",
        xlsx(
            [*head, "参会人"],
            [M, A, "讨论上半年工作", "、".join(NAMES[:6])],
            [S, A, "换届准备", " ".join(NAMES)],
        ),
        "参会人里没有的两个人不能算到会；八个人都写了的一次可以进来",
        meetings=[met(S, "assembly", "换届准备")], asked=[M],
    )  # fmt: skip
    case(
        "A03-与会党员与缺勤党员", "会议.ods",
        converted(xlsx(
            [*head, "与会党员", "缺勤党员"],
            [M, A, "讨论上半年工作", "、".join(n for n in NAMES if n not in ("滕望舒", "阮听澜")), "滕望舒，阮听澜"],
            [S, A, "换届准备", "、".join(NAMES), "无"],
        )),
        "缺勤党员没有到",
        meetings=[met(M, "assembly", "", {"滕望舒": "absent", "阮听澜": "absent"}), met(S, "assembly")],
    )  # fmt: skip
    case(
        "A04-实到与未到党员姓名", "会议.xls",
        converted(xlsx(
            [*head, "实到党员姓名", "未到党员姓名"],
            [M, A, "讨论上半年工作", "、".join(n for n in NAMES if n != "滕望舒"), "滕望舒（出差）"],
            [S, A, "换届准备", "、".join(NAMES[:7]), None],
        )),
        "两栏都是姓名，不是人数；第二次没有写古丽娜尔·艾力到没到",
        meetings=[met(M, "assembly", "", {"滕望舒": "official"})], asked=[S],
    )  # fmt: skip
    case(
        "A05-病假名单与事假名单", "会议签到.xlsx",
        xlsx(
            [*head, "应到人数", "实到人数", "病假名单", "事假名单", "缺勤人数"],
            [M, A, "讨论上半年工作", 8, 6, "滕望舒", "宁小棠", 2],
            [S, A, "换届准备", 8, 6, None, None, 2],
        ),
        "病假、事假各有其人；第二次少两人，没有写是谁",
        meetings=[met(M, "assembly", "", {"滕望舒": "sick", "宁小棠": "personal"})], asked=[S],
    )  # fmt: skip
    case(
        "A06-未签到", "会议.csv",
        text(
            [*head, "未签到"],
            [M, A, "讨论上半年工作", "滕望舒、宁小棠"],
            [S, A, "换届准备", "无"],
        ),
        "未签到的人不能算到会；是缺席还是忘了签，可以问",
        meetings=[met(M, "assembly", "", {"滕望舒": "absent", "宁小棠": "absent"}), met(S, "assembly")],
        asked_or_in=[M],
    )  # fmt: skip
    case(
        "A07-只有实到党员姓名", "会议.xlsx",
        xlsx([*head, "实到党员姓名"], [M, A, "讨论上半年工作", "、".join(NAMES[:6])], [S, A, "换届",
        "、".join(NAMES)]),
        "姓名不是人数；第一次有两人没有写到",
        meetings=[met(S, "assembly", "换届")], asked=[M],
    )  # fmt: skip
    case(
        "A08-不认识的栏里是姓名", "会议.xlsx",
        xlsx(
            [*head, "同志们"],
            [M, A, "讨论上半年工作", "滕望舒、宁小棠"],
            ["2026-04-17", A, "学习讨论", "滕望舒"],
            [S, A, "换届准备", "古丽娜尔·艾力"],
        ),
        "栏名不认识，格子里是名册上的人：到了还是没到，问一次",
        meetings=[met(M), met("2026-04-17"), met(S)], asked=[M, "2026-04-17", S], one_question=1,
        says=["同志们"],
    )  # fmt: skip
    case(
        "A09-没有考勤栏", "2026年会议.xlsx",
        xlsx(
            [*head, "地点", "主持人"],
            [M, A, "讨论上半年工作", "二楼会议室", "贺云帆"],
            ["2026-04-17", "主题党日", "清扫街巷", "桐花巷", "贺云帆"],
            [S, A, "换届准备", "二楼会议室", "苗青禾"],
        ),
        "整张表没有一个字说谁到了：问一次“都到了？”",
        meetings=[met(M), met("2026-04-17"), met(S)], asked=[M, "2026-04-17", S], one_question=1, says=["都到"],
    )  # fmt: skip


def silence_in_counts() -> None:
    head = ["会议时间", "会议类型", "会议主题"]
    case(
        "A10-人数与名单矛盾", "会议.xlsx",
        xlsx(
            [*head, "应到", "实到", "缺席人员"],
            [M, A, "讨论上半年工作", 8, 6, "滕望舒"],
            ["2026-04-17", A, "学习讨论", 8, 7, "宁小棠（病假）"],
            [S, A, "换届准备", 8, 8, "滕望舒（事假）"],
        ),
        "第一次少两人只写了一人，另一人不能算到会；第三次写了请假又写全到，要说出来",
        meetings=[
            met("2026-04-17", "assembly", "", {"宁小棠": "sick"}), met(S, "assembly", "", {"滕望舒": "personal"}),
        ],
        asked=[M], asked_or_in=[S], says=["实到"],
    )  # fmt: skip
    case(
        "A11-有表决权人数", "会议.xlsx",
        xlsx(
            [*head, "应到会有表决权人数", "实到会有表决权人数", "列席人数", "缺席人员"],
            [M, A, "接收预备党员", 7, 6, 2, "滕望舒（病假）"],
        ),
        "表决权人数不是应到人数，列席人数不是列席的人",
        meetings=[met(M, "assembly", "接收预备党员", {"滕望舒": "sick"}, fields={"guests": [""]})],
        silent=["应到 7", "实到 6"],
    )  # fmt: skip
    case(
        "A12-只有人数", "会议.csv",
        text(
            [*head, "应到", "实到"],
            [M, A, "讨论上半年工作", 8, 8], ["2026-04-17", A, "学习讨论", 8, 7], [S, A, "换届准备", "", ""],
        ),
        "八人全到是写明的；少一人要问是谁；没有写的要问",
        meetings=[met(M, "assembly", "讨论上半年工作")], asked=["2026-04-17", S],
    )  # fmt: skip
    case(
        "A13-只有到会率", "会议.xlsx",
        xlsx([*head, "到会率"], [M, A, "讨论上半年工作", "100%"], [S, A, "换届准备", "87.5%"]),
        "到会率不到百分之百，有人没来",
        meetings=[met(M, "assembly")], asked=[S], asked_or_in=[M],
    )  # fmt: skip
    case(
        "A14-签到表见附件", "会议.xlsx",
        xlsx([*head, "签到表"], [M, A, "讨论上半年工作", "见附件"], [S, A, "换届准备", "见附件2"]),
        "签到表不在这里：没有说谁到了",
        meetings=[met(M), met(S)], asked=[M, S],
    )  # fmt: skip
    case(
        "A15-请假栏写几人", "会议.xlsx",
        xlsx(
            [*head, "缺席人员"],
            [M, A, "讨论上半年工作", 2], ["2026-04-17", A, "学习讨论", "1人"], [S, A, "换届准备", "滕望舒等2人"],
            ["2026-09-17", A, "讨论三季度工作", "无"],
        ),
        "只写几人，不知道是谁",
        meetings=[met("2026-09-17", "assembly")], asked=[M, "2026-04-17", S], silent=["没有“2”"],
    )  # fmt: skip
    case(
        "A16-签到状态写在会议行", "会议.xlsx",
        xlsx(
            [*head, "签到状态"],
            [M, A, "讨论上半年工作", "滕望舒未签到，其余已签到"], [S, A, "换届准备", "全部签到"],
        ),
        "签到状态里写着有人没签到",
        meetings=[met(M, "assembly", "", LEAVE), met(S, "assembly")], asked_or_in=[M, S],
    )  # fmt: skip
    case(
        "A17-两栏都有同一人", "会议.xlsx",
        xlsx(
            [*head, "参与人员", "未到党员姓名"],
            [M, A, "讨论上半年工作", "、".join(NAMES), "滕望舒"],
            [S, A, "换届准备", "全体党员", "宁小棠（病假）"],
        ),
        "又到又没到，要问；“全体党员”与一个病假不矛盾",
        meetings=[met(S, "assembly", "", {"宁小棠": "sick"})], asked=[M], asked_or_in=[S],
    )  # fmt: skip


def one_person_a_line() -> None:
    case(
        "A20-逐人请假缺席", "请假统计.xlsx",
        xlsx(
            ["2026年请假、缺席统计"],
            ["序号", "姓名", "活动名称", "活动时间", "请假/缺席"],
            [1, "苗青禾", "三月支部党员大会", M, "请假（出差）"],
            [2, "滕望舒", "三月支部党员大会", M, "缺席"],
            [3, "宁小棠", "四月主题党日", "2026-04-17", "病假"],
            merged=["A1:E1"],
        ),
        "一人一行：合成两次会议，或者问；名字在这里的人都没有到",
        meetings=[
            met(M, "assembly", "", {"苗青禾": "official", "滕望舒": "absent"}),
            met("2026-04-17", "theme_day", "", {"宁小棠": "sick"}),
        ],
        asked_or_in=[M, "2026-04-17"], whole=True,
    )  # fmt: skip
    case(
        "A21-逐人缺日期缺主题", "请假缺席.xlsx",
        xlsx(
            ["姓名", "活动名称", "活动时间", "请假/缺席"],
            ["苗青禾", "三月支部党员大会", M, "事假"],
            ["滕望舒", "三月支部党员大会", None, "缺席"],
            ["宁小棠", None, M, "病假"],
            ["尹槐序", "四月主题党日", "2026-04-17", "公假"],
            ["阮听澜", None, None, "缺席"],
        ),
        "缺日期或主题的行不能丢：丢了就把没到的人算成到会",
        meetings=[
            met(M, "assembly", "", {"苗青禾": "personal", "滕望舒": "absent", "宁小棠": "sick"}),
            met("2026-04-17", "theme_day", "", {"尹槐序": "official", "阮听澜": ["absent", "present"]}),
        ],
        asked=["阮听澜"], asked_or_in=[M, "2026-04-17"], whole=True,
    )  # fmt: skip
    state = ["已签到", "已签到", "请假", "未签到", "已签到", "已签到", "迟到", "已签到"]
    case(
        "A22-逐人签到状态", "签到明细.csv",
        text(
            ["姓名", "会议主题", "会议类型", "会议时间", "签到状态"],
            *[[name, "讨论上半年工作", A, f"{M} 14:00", said] for name, said in zip(NAMES, state, strict=True)],
        ),
        "一次会议八行；请假、未签到、迟到各归各人",
        meetings=[
            met(M, "assembly", "讨论上半年工作",
                {"柏承志": ["personal", "sick", "official"], "宁小棠": "absent", "阮听澜": ["late"]}),
        ],
        asked_or_in=[M], whole=True,
    )  # fmt: skip
    case(
        "A23-逐人参加记录", "参加活动.xlsx",
        xlsx(
            ["姓名", "活动名称", "活动时间"],
            *[[name, "三月支部党员大会", M] for name in NAMES[:6]],
            *[[name, "四月主题党日", "2026-04-17"] for name in NAMES[:3]],
        ),
        "一人一行，没有说是到了还是没到；没写的人更不能算到会",
        meetings=[met(M), met("2026-04-17")], asked=[M, "2026-04-17"], whole=True,
    )  # fmt: skip
    case(
        "A24-学时统计", "学时统计.xlsx",
        xlsx(
            ["姓名", "培训名称", "时间", "学时"],
            ["贺云帆", "党支部书记培训班", "2026-05-11", 16],
            ["苗青禾", "新思想网上专题班", "2026-05-20", 4],
            ["苗青禾", "党支部书记培训班", "2026-05-11", 8],
        ),
        "个人的学时，不是会议",
        meetings=[],
        hours=[
            {"name": "贺云帆", "day": "2026-05-11", "minutes": 960, "title": "党支部书记培训班"},
            {"name": "苗青禾", "day": "2026-05-20", "minutes": 240, "title": "新思想网上专题班"},
            {"name": "苗青禾", "day": "2026-05-11", "minutes": 480, "title": "党支部书记培训班"},
        ],
        asked=[],
    )  # fmt: skip
    case(
        "A25-学时统计有难处", "学时统计表.csv",
        text(
            ["序号", "姓名", "活动名称", "活动时间", "学时数"],
            [1, "贺云帆", "廉政教育", "2026-05-11", "4学时"],
            [2, "张不在", "廉政教育", "2026-05-11", "4学时"],
            [3, "滕望舒", "廉政教育", "", "4"],
            [4, "宁小棠", "廉政教育", "2026-05-11", ""],
        ),
        "名册上没有的人、没有日期、没有学时的行要问，不能变成会议",
        meetings=[], hours=[{"name": "贺云帆", "day": "2026-05-11", "minutes": 240}], hours_may_ask=True,
        asked=["张不在", "滕望舒", "宁小棠"],
    )  # fmt: skip


def grids() -> None:
    signs = [("√", "√", "√"), ("△", "√", "√"), ("√", "√", "×"), ("√", "○", "√"),
             ("×", "√", "√"), ("√", "√", "√"), ("√", "×", "√"), ("√", "√", "△")]  # fmt: skip
    case(
        "A30-人员乘日期打勾", "签到表.xlsx",
        xlsx(
            ["2026年支部党员大会考勤表"],
            ["序号", "姓名", "3月20日", "6月18日", "9月17日"],
            *[[at, name, *row] for at, (name, row) in enumerate(zip(NAMES, signs, strict=True), 1)],
            ["说明：√到会 △请假 ×缺席 ○迟到"],
            merged=["A1:E1"],
        ),
        "考勤格：照图例读出来，或者问，或者说清楚这是考勤格",
        meetings=[
            met(M, "assembly", "", {"苗青禾": ["personal", "sick", "official"], "滕望舒": "absent"}),
            met(S, "assembly", "", {"宁小棠": "late", "阮听澜": "absent"}),
            met("2026-09-17", "assembly", "",
                {"柏承志": "absent", "古丽娜尔·艾力": ["personal", "sick", "official"]}),
        ],
        asked_or_in=[M, S, "2026-09-17"], whole=True, whole_says=GRID_WORDS,
    )  # fmt: skip
    words = [("√", "√"), ("病", "√"), ("√", "公"), ("事", "√"), ("缺", None), ("√", "√"), ("√", "√"), ("√",
    "√")]
    case(
        "A31-人员乘日期写病事", "考勤.xls",
        converted(xlsx(
            ["姓名", "党员大会", "主题党日"],
            [None, datetime(2026, 3, 20), datetime(2026, 4, 17)],
            *[[name, *row] for name, row in zip(NAMES, words, strict=True)],
            formats={"B2": "yyyy-mm-dd", "C2": "yyyy-mm-dd"},
        )),
        "空格子没有说到没到：那一次要问",
        meetings=[met(M, "assembly", "", {"苗青禾": "sick", "宁小棠": "personal", "滕望舒": "absent"})],
        asked=["2026-04-17"], asked_or_in=[M], whole=True, whole_says=GRID_WORDS,
    )  # fmt: skip
    case(
        "A32-日期乘人员", "会议考勤.xlsx",
        xlsx(
            ["日期", "类别", "议题", *NAMES],
            [M, A, "讨论上半年工作", "√", "√", "√", "√", "病", "√", "√", "√"],
            [S, A, "换届准备", "√", "事", "√", "√", "√", "√", "缺", "√"],
            ["2026-09-17", A, "讨论三季度工作", *["√"] * 8],
            ["2026-10-15", A, "学习", *["√"] * 7, None],
        ),
        "每人一栏；空着的一格要问",
        meetings=[
            met(M, "assembly", "讨论上半年工作", {"滕望舒": "sick"}),
            met(S, "assembly", "换届准备", {"苗青禾": "personal", "阮听澜": "absent"}),
            met("2026-09-17", "assembly", "讨论三季度工作"),
        ],
        asked=["2026-10-15"], asked_or_in=[M, S, "2026-09-17"],
    )  # fmt: skip


def meeting_programs() -> None:
    joined = [
        [f"{name}（{name}）", f"{M} 14:0{at}:12", f"{M} 15:31:40", 1, f"01:2{at}:10", "成员"]
        for at, name in enumerate(NAMES[:6])
    ]
    tencent = xlsx(
        ["会议主题:", "支部党员大会"], ["会议号:", "123 456 789"], ["创建人:", "贺云帆"],
        ["预定会议时间:", f"{M} 14:00:00"], ["实际开始时间:", f"{M} 13:58:00"], ["实际结束时间:", f"{M} 15:32:00"],
        ["参会用户总数:", 6], [],
        ["用户昵称（入会昵称）", "首次入会时间", "最后退会时间", "入会次数", "累计参会时长", "身份"],
        *joined, sheet="参会成员",
    )  # fmt: skip
    case(
        "A40-腾讯会议导出", "参会成员.xlsx", tencent,
        "名单里没有的两个人不能算到会，也不能算缺席；入会时间不是一次次会议",
        meetings=[met(M)], asked=[M], whole=True, whole_says=LIST_WORDS,
    )  # fmt: skip
    case(
        "O01-腾讯会议导出的话", "会议参会人员.xlsx", tencent,
        "说清楚这是参会名单，在哪里用它",
        meetings=[], asked=[M], whole=True, says=[LIST_WORDS],
    )  # fmt: skip
    punches = [
        [name, "桐花巷", f"A0{at}", day, "08:5" + str(at), "正常"]
        for day in ("26-03-19 星期四", "26-03-20 星期五") for at, name in enumerate(NAMES[:4])
    ]  # fmt: skip
    case(
        "A41-钉钉打卡", "打卡时间.xlsx",
        xlsx(
            ["每日统计表 统计日期：2026-03-19 至 2026-03-20"],
            ["员工姓名", "部门", "工号", "打卡日期", "上班1", None],
            [None, None, None, None, "打卡时间", "打卡结果"],
            *punches, merged=["A1:F1", "E2:F2"],
        ),
        "上班打卡不是会议",
        meetings=[], whole=True, whole_says=["打卡", "考勤", "签到", *LIST_WORDS],
    )  # fmt: skip
    case(
        "A42-钉钉会议", "钉钉视频会议.csv",
        text(
            ["会议主题：", "主题党日"], ["会议时间：", "2026/04/17 09:00-10:30"], ["发起人：", "贺云帆"],
            ["姓名", "部门", "参会状态", "首次入会时间", "离会时间", "参会时长"],
            *[[name, "桐花巷支部", "未参会" if name == "滕望舒" else "已参会",
               "" if name == "滕望舒" else "2026/04/17 08:59", "" if name == "滕望舒" else "2026/04/17 10:30",
               "" if name == "滕望舒" else "91分钟"] for name in NAMES],
        ),
        "参会状态写着谁没有参会",
        meetings=[met("2026-04-17", "theme_day", "", ABSENT)], asked_or_in=["2026-04-17"], whole=True,
        whole_says=LIST_WORDS,
    )  # fmt: skip


# --- B, C, D: dates and blanks that machines write --------------------------------------


REGISTER = ["日期", "类别", "议题", "主持人", "缺席人员"]


def before_midnight() -> None:
    shown = [datetime(2026, 1, 1), datetime(2026, 3, 20), datetime(2026, 7, 1)]
    rows = [[day - BEFORE_MIDNIGHT, A, f"第{at}次", "贺云帆", "滕望舒"] for at, day in enumerate(shown, 1)]
    right = [met(f"{day:%Y-%m-%d}", "assembly", f"第{at}次", ABSENT, fields={"start_time": [""]})
             for at, day in enumerate(shown, 1)]  # fmt: skip
    why = "格子里是前一天 23:59:17，写表的人看到的是后一天"
    for name, kind in (("B01-差43秒", "xlsx"), ("B02-差43秒的xls", "xls"), ("B03-差43秒的ods", "ods")):
        made = xlsx(REGISTER, *rows, formats={"A": "yyyy-mm-dd"})
        maker = made if kind == "xlsx" else converted(made)
        case(name, f"网页导出.{kind}", maker, why, meetings=right, asked_or_in=days(*right))
    case(
        "B04-午夜前带钟点", "导出.xlsx",
        xlsx(
            REGISTER,
            [datetime(2025, 12, 31, 23, 59, 17), A, "第1次", "贺云帆", "滕望舒"],
            [datetime(2026, 3, 19, 19, 30), A, "第2次", "贺云帆", "滕望舒"],
            formats={"A": "yyyy-mm-dd hh:mm:ss"},
        ),
        "带钟点的 23:59:17 可能差一天，要问；晚上七点半的会就在那一天",
        meetings=[
            met("2026-01-01", "assembly", "第1次", ABSENT),
            met("2026-03-19", "assembly", "第2次", ABSENT, fields={"start_time": "19:30"}),
        ],
        asked_or_in=["2026-01-01"],
    )  # fmt: skip
    case(
        "B05-文本的午夜前", "导出.csv",
        text(REGISTER, ["2025-12-31 23:59:17", A, "第1次", "贺云帆", "滕望舒"], [M, A, "第2次", "贺云帆", "无"]),
        "文本里的 23:59:17 也一样",
        meetings=[met("2026-01-01", "assembly", "第1次", ABSENT), met(M, "assembly", "第2次")],
        asked_or_in=["2026-01-01"],
    )  # fmt: skip
    case(
        "B06-零点不是开会时间", "导出.csv",
        text(
            REGISTER,
            ["2026-01-01 00:00:00", A, "第1次", "贺云帆", "滕望舒"],
            ["2026/3/20 0:00", A, "第2次", "贺云帆", "滕望舒"],
            ["2026-06-18T00:00:00", A, "第3次", "贺云帆", "滕望舒"],
        ),
        "机器补的零点不是开会时间",
        meetings=[
            met(day, "assembly", f"第{at}次", ABSENT, fields={"start_time": [""]})
            for at, day in enumerate(("2026-01-01", M, S), 1)
        ],
        asked_or_in=[S],
    )  # fmt: skip


def machine_written() -> None:
    def register(name: str, file: str, written: list[tuple[str, str, list[str]]], why: str, **more: Any) -> None:
        """A CSV register; written: text of the day, the day it means, times of beginning that are no lie."""
        rows = [[wrote, A, f"第{at}次", "贺云帆", "滕望舒"] for at, (wrote, _, _) in enumerate(written, 1)]
        right = [met(day, "assembly", f"第{at}次", ABSENT, fields={"start_time": starts})
                 for at, (_, day, starts) in enumerate(written, 1)]  # fmt: skip
        case(name, file, text(REGISTER, *rows), why, meetings=right, asked_or_in=days(*right), **more)

    register(
        "C01-结尾是Z", "导出.csv",
        [("2025-12-31T16:00:00.000Z", "2026-01-01", ["", "00:00"]), ("2026-03-20T06:00:00Z", M, ["", "14:00"]),
         ("2026-06-18T14:00:00+08:00", S, ["", "14:00"]), ("2026-07-31T16:30:00.000+00:00", "2026-08-01", ["",
         "00:30"])],
        "Z 是格林尼治时间，中国已是第二天", silent=["结束时间"],
    )  # fmt: skip
    register(
        "C02-Java与网页的日期", "导出.csv",
        [("Fri Mar 20 14:00:00 CST 2026", M, ["", "14:00"]), ("2026-06-18 14:00:00.0", S, ["", "14:00"]),
         ("Thu Jan 01 2026 09:30:00 GMT+0800 (中国标准时间)", "2026-01-01", ["", "09:30"]),
         ("Jul 1, 2026 9:00:00 AM", "2026-07-01", ["", "09:00"]), ("20-Mar-2025", "2025-03-20", [""])],
        "程序自己的写法：读对，或者问",
    )  # fmt: skip
    stamp = str(int(datetime.fromisoformat("2026-03-20T14:00:00+08:00").timestamp() * 1000))
    register(
        "C03-时间戳与连写", "导出.csv",
        [(stamp, M, ["", "14:00"]), ("20260618", S, [""]), ("20260917143000", "2026-09-17", ["", "14:30"]),
         ("2026年07月01日14时00分", "2026-07-01", ["", "14:00"]), ("２０２６－１０－１５", "2026-10-15", [""])],
        "毫秒数、连写、全角：读对，或者问",
    )  # fmt: skip
    case(
        "C04-pandas空白", "导出.csv",
        text(
            ["日期", "类别", "议题", "地点", "主持人", "应到", "缺席人员", "列席人员", "学时", "备注"],
            [f"{M} 00:00:00", A, "第1次", "nan", "贺云帆", "8.0", "滕望舒", "nan", "NaN", "<NA>"],
            [f"{S}", A, "第2次", "*", "None", "8.0", "宁小棠", "undefined", "nan", "null"],
            ["NaT", A, "第3次", "二楼", "贺云帆", "nan", "滕望舒", "", "2.0", ""],
            ["2026-09-17", A, "第4次", "二楼", "贺云帆", "8", "nan", "*", "2.0", "NaT"],
        ),
        "nan、NaT、<NA>、None、* 都是空，不得写进台账；没有日期的要问",
        meetings=[
            met(M, "assembly", "第1次", ABSENT, fields={"place": [""], "guests": [""], "remark": [""]}),
            met(S, "assembly", "第2次", {"宁小棠": "absent"}, fields={"chair": [""], "guests": [""], "place": [""]}),
            met("2026-09-17", "assembly", "第4次", fields={"study_minutes": 120, "guests": [""], "remark": [""]}),
        ],
        asked=["第3次"], asked_or_in=["2026-09-17"], silent=["没有“nan”", "学时“"],
        never=["nan", "NaN", "NaT", "<NA>", "None", "null", "undefined", "*"],
    )  # fmt: skip
    case(
        "C05-引号与等号", "导出.csv",
        text(
            REGISTER,
            ['="2026-03-20"', A, '="第1次"', '="贺云帆"', '="滕望舒"'], ["'2026-06-18", A, "'第2次", "'贺云帆",
             "'滕望舒"],
            ["\t2026-09-17", A, "\t第3次", "贺云帆\t", "\t滕望舒"], ["“2026-10-15”", A, "第4次", "贺云帆",
             "“滕望舒”"],
        ),
        "导出程序为防变形加的引号、等号、制表符",
        meetings=[
            met(M, "assembly", "第1次", ABSENT), met(S, "assembly", "第2次", ABSENT),
            met("2026-09-17", "assembly", "第3次", ABSENT), met("2026-10-15", "assembly", "第4次", ABSENT),
        ],
        asked_or_in=["2026-10-15"], never=['="', "'", "\t"],
    )  # fmt: skip
    case(
        "C06-看不见的字符", "微信复制.xlsx",
        xlsx(
            ["\ufeff日期", "类\u200b别", "议题", "开始时间", "应到", "实到", "缺席人员\u200b"],
            ["\u202d2026-03-20\u202c", A, "第1次", "14:\u200b00", "8\u200b", "7", "滕\u200b望舒"],
            ["2026\u00ad-06-18", "党员\u2060大会", "第2次", "\u20669:30\u2069", "8", "7\ufeff",
             "\u200e古丽娜尔·艾力"],
            ["2026-09-17\u200b", A, "第3次", "15:00", "8", "8", "\u200b"],
        ),
        "看不见的字符不能让人变成到会，也不能换了日期",
        meetings=[
            met(M, "assembly", "第1次", ABSENT, fields={"start_time": ["14:00", ""]}),
            met(S, "assembly", "第2次", {"古丽娜尔·艾力": "absent"}, fields={"start_time": ["09:30", ""]}),
            met("2026-09-17", "assembly", "第3次"),
        ],
        asked_or_in=[M, S, "2026-09-17"], never=["\u200b", "\u202d", "\ufeff"],
    )  # fmt: skip
    case(
        "C07-人数带点零", "导出.csv",
        text(
            ["日期", "类别", "议题", "应到", "实到", "缺席人员"],
            [M, A, "第1次", "8.0", "7.0", "滕望舒"], [S, A, "第2次", "8.0人", "8.0人", "无"],
            ["2026-09-17", A, "第3次", "'8", "'6", "nan"],
        ),
        "7.0 就是 7；第三次少两人没有写是谁",
        meetings=[met(M, "assembly", "第1次", ABSENT), met(S, "assembly", "第2次")], asked=["2026-09-17"],
        silent=["没有“nan”"],
    )  # fmt: skip


def day_numbers() -> None:
    zero_1904, zero_1900 = datetime(1904, 1, 1), datetime(1899, 12, 30)
    wanted = [datetime(2026, 3, 20), datetime(2026, 6, 18)]
    right = [met(f"{day:%Y-%m-%d}", "assembly", f"第{at}次", ABSENT) for at, day in enumerate(wanted, 1)]

    def rows(cells: Sequence[Any]) -> Rows:
        return [REGISTER, *[[cell, A, f"第{at}次", "贺云帆", "滕望舒"] for at, cell in enumerate(cells, 1)]]

    case(
        "D01-1904带格式", "苹果电脑.xlsx", xlsx(*rows(wanted), formats={"A": "yyyy-mm-dd"}, mac=True),
        "1904 年起算的工作簿", meetings=right,
    )  # fmt: skip
    case(
        "D02-1904无格式", "苹果电脑2.xlsx", xlsx(*rows([(day - zero_1904).days for day in wanted]), mac=True),
        "没有日期格式的天数也从 1904 年算：读对或者问，不得早四年", meetings=right, asked_or_in=days(*right),
    )  # fmt: skip
    case(
        "D03-1900无格式带钟点", "导出.xlsx", xlsx(*rows([(day - zero_1900).days + 14 / 24 for day in wanted])),
        "普通工作簿里没有格式的天数",
        meetings=[one | {"fields": {"start_time": ["", "14:00"]}} for one in right], asked_or_in=days(*right),
    )  # fmt: skip
    case(
        "D04-1904的开始时间", "苹果电脑3.xlsx",
        xlsx(
            ["日期", "类别", "议题", "开始时间", "缺席人员"],
            [datetime(2026, 3, 20, 14, 0), A, "第1次", 0.5833333333, "滕望舒"],
            formats={"A": "yyyy/m/d", "D": "h:mm"}, mac=True,
        ),
        "日期里的钟点和时间栏一致",
        meetings=[met(M, "assembly", "第1次", ABSENT, fields={"start_time": ["14:00", ""]})], asked_or_in=[M],
    )  # fmt: skip


# --- G: columns unread, headers unknown -------------------------------------------------


def headers() -> None:
    case(
        "G01-没读的栏", "会议.xlsx",
        xlsx(
            ["序号", "日期", "类别", "议题", "缺席人员", "宣传报道", "活动经费（元）", "空栏"],
            [1, M, A, "讨论上半年工作", "滕望舒（病假）", "桐花简讯第3期", 320.5, None],
            [2, S, A, "换届准备", "无", None, None, None],
        ),
        "有值没有读的栏要报出来；整栏空的不必",
        meetings=[met(M, "assembly", "", {"滕望舒": "sick"}), met(S, "assembly")],
        unread=["宣传报道", "活动经费（元）"],
    )  # fmt: skip
    case(
        "G02-新表头", "活动台账.xlsx",
        xlsx(
            ["活动时间", "活动类型", "活动主题", "活动地址", "会议组织者", "主讲人姓名", "记录员姓名", "会议时长",
             "缺席人员",
             "内容记录", "提交人", "提交时间"],
            [f"{M} 14:00", "党课", "学党章", "二楼会议室", "贺云帆", "苗青禾", "柏承志", "90分钟", "滕望舒",
             "第一章到第三章",
             "柏承志", "2026-03-25 08:00"],
        ),
        "提交时间不是开会时间；时长不是学时；内容记录不能丢",
        meetings=[
            met(M, "lecture", "学党章", ABSENT, fields={
                "start_time": "14:00", "place": "二楼会议室", "lecturer": "苗青禾", "recorder": "柏承志",
                "chair": ["", "贺云帆"], "minutes": "第一章到第三章", "study_minutes": [0],
            }),
        ],
        kept_or_unread={"会议组织者": "贺云帆"}, unread=["提交人", "提交时间"],
    )  # fmt: skip
    case(
        "G03-摘要简介意见", "会议.csv",
        text(
            ["会议日期", "会议类型", "会议名称", "会议摘要", "活动简介", "支部大会意见", "未到党员姓名"],
            [M, A, "第一季度党员大会", "听取报告", "上午集中", "同意接收", "滕望舒"],
        ),
        "写了的话要么进来，要么报出没有读",
        meetings=[met(M, "assembly", "第一季度党员大会", ABSENT)],
        kept_or_unread={"会议摘要": "听取报告", "活动简介": "上午集中", "支部大会意见": "同意接收"},
    )  # fmt: skip
    case(
        "G04-只有提交时间", "收集表.xlsx",
        xlsx(
            ["提交时间", "会议类型", "会议主题", "缺席人员"],
            ["2026-03-25 08:00", A, "讨论上半年工作", "滕望舒"],
        ),
        "提交时间不是开会的日子：问或者不读",
        meetings=[], asked=["2026-03-25"], whole=True,
    )  # fmt: skip
    case(
        "G05-所属组织有几个支部", "全镇会议.xlsx",
        xlsx(
            ["所属组织", "会议时间", "会议类型", "会议主题", "缺席人员"],
            ["桐花巷支部", M, A, "讨论上半年工作", "滕望舒"],
            ["柳溪村支部", "2026-03-22", A, "柳溪的会", "无"],
            ["枫桥社区支部", "2026-03-23", "主题党日", "枫桥的活动", "无"],
            ["桐花巷支部", S, A, "换届准备", "无"],
        ),
        "别的支部的会不能记到本支部名下",
        meetings=[met(M, "assembly", "", ABSENT), met(S, "assembly")],
        asked=["2026-03-22", "2026-03-23"], asked_or_in=[M, S], whole=True, says=[["柳溪村", "枫桥社区"]],
    )  # fmt: skip
    case(
        "G06-图片公式", "会议.xlsx",
        pictures(
            ["日期", "类别", "议题", "缺席人员", "签到表", "备注"],
            [M, A, "讨论上半年工作", "滕望舒", '=DISPIMG("ID_8A1",1)', '=DISPIMG("ID_8A2",1)'],
            [S, A, "换届准备", '=DISPIMG("ID_8A3",1)', None, None],
        ),
        "图片不是字；缺席人员里是图片的一次要问",
        meetings=[met(M, "assembly", "", ABSENT)], asked=[S], asked_or_in=[M], never=["DISPIMG", "ID_8A"],
    )  # fmt: skip
    case(
        "G07-繁体表头", "會議.xlsx",
        xlsx(
            ["會議時間", "會議類型", "會議主題", "地點", "主持人", "缺席人員", "請假人員"],
            [M, "黨員大會", "討論上半年工作", "二樓", "贺云帆", "滕望舒", "宁小棠（病假）"],
            [S, "黨員大會", "換屆準備", "二樓", "贺云帆", "", ""],
        ),
        "繁体：读出来，或者问，没到的人不能算到会",
        meetings=[
            met(M, "assembly", "", {"滕望舒": "absent", "宁小棠": "sick"}), met(S, "assembly"),
        ],
        asked_or_in=[M, S], whole=True,
    )  # fmt: skip
    case(
        "G08-两行表头", "三会一课.xls",
        converted(xlsx(
            ["会议情况", None, None, "时间", None, None, "出勤", None, None, None],
            ["类别", "议题", "主持人", "日期", "开始", "结束", "应到", "实到", "请假名单", "缺勤名单"],
            [A, "讨论上半年工作", "贺云帆", M, "14:00", "15:30", 8, 6, "宁小棠（病假）", "滕望舒"],
            [A, "换届准备", "贺云帆", S, "9:00", "10:30", 8, 8, "无", "无"],
            merged=["A1:C1", "D1:F1", "G1:J1"],
        )),
        "两行表头下面的名单",
        meetings=[
            met(M, "assembly", "讨论上半年工作", {"宁小棠": "sick", "滕望舒": "absent"},
                fields={"start_time": "14:00", "end_time": "15:30"}),
            met(S, "assembly", "换届准备", fields={"start_time": "09:00"}),
        ],
    )  # fmt: skip
    case(
        "G09-横着的台账", "会议.xlsx",
        xlsx(
            ["日期", M, S], ["类别", A, "主题党日"], ["议题", "讨论上半年工作", "清扫街巷"], ["主持人", "贺云帆",
             "苗青禾"],
            ["缺席人员", "滕望舒（病假）", "无"],
        ),
        "栏目往下、会议往右：读对，或者说清楚",
        meetings=[met(M, "assembly", "", {"滕望舒": "sick"}), met(S, "theme_day")],
        asked_or_in=[M, S], whole=True, whole_says=["横", "竖", "转置", "左边", "第一列"],
    )  # fmt: skip


def forms() -> None:
    def form(kind: str, when: str, topic: str, counts: tuple[int, int], away: str, body: str) -> Rows:
        return [
            ["会议记录"], ["会议名称", kind, "时间", when], ["地点", "二楼会议室", "主持人", "贺云帆"],
            ["应到人数", counts[0], "实到人数", counts[1]], ["缺席人员及原因", away], ["议题", topic], ["会议内容",
             body],
        ]  # fmt: skip

    first = form("支部党员大会", "2026年3月20日14:00", "讨论上半年工作", (8, 7), "滕望舒（病假）", "听取报告")
    second = form("支部党员大会", "2026年6月18日14:00", "换届准备", (8, 8), "无", "通过办法")
    case(
        "G10-一表一会", "会议记录.xlsx", xlsx(*first, sheet="3月", more={"6月": second}),
        "一张工作表一次会议的记录纸：读对，或者问，不得读成别的",
        meetings=[
            met(M, "assembly", "", {"滕望舒": "sick"}, fields={"place": ["", "二楼会议室"], "chair": ["", "贺云帆"]}),
            met(S, "assembly"),
        ],
        asked_or_in=[M, S], whole=True, whole_says=["记录", "一张", "左边"], never=["主持人", "地点", "实到人数"],
        silent=["“主持人”", "“实到人数”"],
    )  # fmt: skip
    case(
        "G11-一张记录纸竖排", "会议记录.xls",
        converted(xlsx(
            ["会议日期", "2026年3月20日"], ["会议类别", A], ["会议主题", "讨论上半年工作"], ["参加人员",
             "、".join(NAMES[:7])],
            ["请假人员", "古丽娜尔·艾力"], ["会议记录", "听取报告"],
        )),
        "一张纸一次会议，左边栏目右边内容",
        meetings=[met(M, "assembly", "", {"古丽娜尔·艾力": ["personal", "sick", "official"]})],
        asked_or_in=[M], whole=True, whole_says=["记录", "一张", "左边"],
    )  # fmt: skip
    case(
        "G12-有合并的分类", "会议.xlsx",
        xlsx(
            ["类别", "日期", "议题", "缺勤党员"],
            [A, M, "讨论上半年工作", "滕望舒"], [None, S, "换届准备", "宁小棠（事假）"],
            ["主题党日", "2026-04-17", "清扫街巷", "无"], [None, "2026-05-15", "走访", "尹槐序（病假）"],
            merged=["A2:A3", "A4:A5"],
        ),
        "合并的类别管两行；缺勤党员没有到",
        meetings=[
            met(M, "assembly", "讨论上半年工作", ABSENT), met(S, "assembly", "换届准备", {"宁小棠": "personal"}),
            met("2026-04-17", "theme_day", "清扫街巷"), met("2026-05-15", "theme_day", "走访", {"尹槐序": "sick"}),
        ],
    )  # fmt: skip


# --- O: sentences -----------------------------------------------------------------------


def sentences() -> None:
    case(
        "O02-乱码", "会议.csv",
        garbled(["会议时间", "会议类型", "会议主题", "缺席人员"], [M, A, "讨论上半年工作", "滕望舒"]),
        "乱码要说是乱码，说怎样重新导出",
        meetings=[], whole=True, says=[["乱码", "编码", "UTF-8"]],
    )  # fmt: skip
    case(
        "O03-没有议题也没有类别", "会议.xlsx",
        xlsx(["会议日期", "地点", "主持人", "缺席人员"], [M, "二楼", "贺云帆", "滕望舒"]),
        "找到了日期，缺的是议题或类别：说缺什么",
        meetings=[], whole=True, asked=[M], says=[["议题", "类别"]], silent=["认不出哪一列是会议日期"],
    )  # fmt: skip
    case(
        "O04-拿错花名册", "党员花名册.xlsx",
        xlsx(["姓名", "性别", "出生日期", "入党时间"], ["贺云帆", "男", "1968-03-14", "1995-07-01"]),
        "花名册不是会议",
        meetings=[], whole=True, says=[["花名册", "名册", "“姓名”"]],
    )  # fmt: skip
    case(
        "O05-党费表", "党费.xlsx",
        xlsx(
            ["姓名", "缴费月份", "金额", "缴费时间", "活动"],
            ["贺云帆", "2026-03", 20, M, "党费"], ["苗青禾", "2026-03", 15, M, "党费"],
        ),
        "党费不是会议",
        meetings=[], whole=True, asked=[M],
    )  # fmt: skip
    case(
        "O06-只有月份", "会议.xlsx",
        xlsx(REGISTER, ["3月", A, "讨论上半年工作", "贺云帆", "滕望舒"], ["2026年6月", A, "换届准备", "贺云帆", "无"]),
        "只有月份，不知道是哪一天：问，不能当成一号",
        meetings=[], asked=["2026-03", "2026-06"], says=[["几月几日", "哪一天"]],
    )  # fmt: skip
    case(
        "O07-名字差一个字", "会议.xlsx",
        xlsx(REGISTER, [M, A, "讨论上半年工作", "贺云帆", "藤望舒"], [S, A, "换届准备", "贺云帆", "小棠"]),
        "写错的名字要问，不能当没有",
        meetings=[], asked=[M, S], says=["藤望舒", "小棠"],
    )  # fmt: skip


def kept_cases() -> None:
    """Two cases that were tried by hand on this program before, in the same form."""
    people = [{"name": name} for name in FIVE]
    case(
        "case-30-参与人员列", "会议.xlsx",
        xlsx(
            ["会议类型", "会议主题", "会议时间", "会议地点", "主持人", "记录人", "应到人数", "实到人数", "参与人员",
             "缺勤名单",
             "内容记录", "提交人", "提交时间"],
            ["支部党员大会", "讨论上半年工作", "2026-03-20 14:00:00", "二楼会议室", "贺云帆", "苗青禾", 5, 4,
             "贺云帆、苗青禾、柏承志、宁小棠", "滕望舒", "听取工作报告", "苗青禾", "2026-03-21 08:00:00"],
            ["支部党员大会", "学习讨论", "2026-06-18 14:00:00", "二楼会议室", "贺云帆", "苗青禾", 5, 3,
             "贺云帆、苗青禾、柏承志", None, "学习讨论情况", "苗青禾", "2026-06-19 08:00:00"],
        ),
        "参与人员=到会；内容记录=会议记录；提交时间不是会议时间",
        people=people,
        meetings=[met(M, "assembly", "讨论上半年工作", ABSENT, fields={"minutes": "听取工作报告"})], asked=[S],
        unread=["提交人", "提交时间"],
    )  # fmt: skip
    case(
        "case-46-请假缺席逐人逐次", "请假、缺席统计.xlsx",
        xlsx(
            ["党支部", "学号", "姓名", "身份", "活动名称", "活动时间", "备注"],
            ["第一党支部", "1", "苗青禾", "正式党员", "三月支部党员大会", M, "请假：出差"],
            ["第一党支部", "1", "滕望舒", "正式党员", "三月支部党员大会", M, "缺席"],
            ["第一党支部", "1", "宁小棠", "正式党员", "四月主题党日", "2026-04-18", "请假：生病"],
        ),
        "一人一行：合成两次会议，或问、或拒绝；不得变成三次“全到”的会",
        people=people,
        meetings=[
            met(M, "assembly", "", {"苗青禾": "official", "滕望舒": "absent"}),
            met("2026-04-18", "theme_day", "", {"宁小棠": "sick"}),
        ],
        asked_or_in=[M, "2026-04-18"], whole=True,
    )  # fmt: skip


def main() -> None:
    for old in HERE.iterdir() if HERE.exists() else ():
        if old.is_dir() and not old.name.startswith("Z"):
            shutil.rmtree(old)
    for part in (
        silence_in_registers, silence_in_counts, one_person_a_line, grids, meeting_programs, before_midnight,
        machine_written, day_numbers, headers, forms, sentences, kept_cases,
    ):  # fmt: skip
        part()


if __name__ == "__main__":
    main()

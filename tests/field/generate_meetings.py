"""Writes random meeting files of known truth and looks what an import without any answer makes of them.

    python -m tests.field.generate_meetings --seeds 100 [--first 0] [--keep FOLDER]

No meeting may be invented, lost without a word or come in twice; nobody who was away may be present,
nobody of whom the
file says nothing may be anything; no day may be changed in silence. Asking or refusing with a sentence is always right.
"""

import argparse
import csv
import io
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.field import meeting_score
from tests.field.meeting_score import Outcome

NAMES = tuple(one["name"] for one in meeting_score.STANDARD)
LEAVES = ("personal", "sick", "official")
KINDS = {"党员大会": "assembly", "主题党日": "theme_day", "党课": "lecture", "集中学习": "study"}
TOPICS = ("讨论计划", "学习章程", "换届准备", "走访慰问", "清扫街巷", "通报情况", "讲专题课", "植树", "观看影片",
"座谈")
SHAPES = ("away", "away", "away", "attendees", "both", "counts", "nothing", "lines", "states", "grid", "days-grid")
DAY_STYLES = (
    "iso", "dots", "chinese", "slashes", "cell", "cell", "moment", "before-midnight", "before-midnight-text", "zulu",
    "java", "mac", "mac-number", "number", "compact", "quoted", "invisible", "yearless",
)  # fmt: skip
HEADERS = {
    "day": ("日期", "会议时间", "会议日期", "活动时间", "召开时间", "开会日期"),
    "kind": ("类别", "会议类型", "活动类型", "会议类别"),
    "topic": ("议题", "会议主题", "活动主题", "主要议题"),
    "place": ("地点", "会议地点", "活动地址", "会场"),
    "chair": ("主持人", "会议主持人", "会议组织者"),
    "minutes": ("会议记录", "内容记录", "会议摘要", "活动简介"),
    "sent": ("提交时间", "填报时间", "发布时间"),
    "odd": ("宣传报道", "经费", "附件", "是否上传"),
}
AWAY = {
    "absent": ("缺席人员", "缺席", "缺勤名单", "缺勤党员", "未到人员", "未到党员姓名", "未签到", "缺席党员",
    "没来的同志"),
    "leave": ("请假人员", "请假", "请假名单"),
    "sick": ("病假", "病假名单", "病假人员"),
    "personal": ("事假名单", "事假"),
}
CAME = ("参加人员", "参与人员", "参会人", "与会党员", "到会党员", "实到党员姓名", "到场的同志")
MARK_WORDS = {
    "absent": ("缺席", "无故缺席", "未到"),
    "sick": ("病假", "生病", "住院"),
    "personal": ("事假", "家中有事"),
    "official": ("出差", "公假"),
    "late": ("迟到",),
}
EMPTY = ("", "", "无", "无", "/", "nan", "—", "*", "NaN")


@dataclass(slots=True)
class Truth:
    """One meeting as it was. marks: of those away or late, each with every mark that is no lie. said: whether the file
    says who was there.
    """

    day: date
    kind: str
    topic: str
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: bool = True


@dataclass(slots=True)
class Made:
    """A file and its truth."""

    path: Path
    shape: str
    style: str
    truth: list[Truth]


class Maker:
    """Draws everything from one seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder, self.rng = seed, folder, random.Random(seed)
        self.shape = self.rng.choice(SHAPES)
        self.style = self.rng.choice(DAY_STYLES)
        self.as_text = self.rng.random() < 0.3 or self.style in ("quoted",)
        if self.style in ("cell", "moment", "before-midnight", "mac", "mac-number", "number"):
            self.as_text = False
        self.truth: list[Truth] = []

    def make(self) -> Made:
        """Write the file."""
        self._happened()
        sheets = self._grid() if "grid" in self.shape else self._lines() if self._by_person else self._register()
        path = self.folder / f"会议{self.seed}.{'csv' if self.as_text else 'xlsx'}"
        (self._save_text if self.as_text else self._save_book)(path, sheets)
        return Made(path, self.shape, self.style, self.truth)

    @property
    def _by_person(self) -> bool:
        return self.shape in ("lines", "states")

    def _pick(self, of: Sequence[str]) -> str:
        return self.rng.choice(of)

    def _happened(self) -> None:
        days = self.rng.sample(range(300), self.rng.randint(2, 7))
        for at, offset in enumerate(sorted(days), 1):
            day = date(2026, 1, 1) + timedelta(days=offset)
            kind = "党员大会" if "grid" in self.shape else self._pick(tuple(KINDS))
            self.truth.append(Truth(day, kind, f"{self._pick(TOPICS)}{at}"))

    # --- how things are written ---------------------------------------------------------

    def _day(self, day: date) -> Any:
        midnight = datetime(day.year, day.month, day.day)
        before = midnight - timedelta(seconds=43)
        written: dict[str, Any] = {
            "iso": f"{day}", "dots": f"{day.year}.{day.month}.{day.day}",
            "slashes": f"{day.year}/{day.month}/{day.day}",
            "chinese": f"{day.year}年{day.month}月{day.day}日", "cell": midnight, "mac": midnight,
            "moment": midnight + timedelta(hours=14), "before-midnight": before,
            "before-midnight-text": f"{before}", "zulu": f"{midnight - timedelta(hours=8):%Y-%m-%dT%H:%M:%S}.000Z",
            "java": f"{midnight:%a %b %d %H:%M:%S} CST {day.year}", "number": (midnight - datetime(1899, 12, 30)).days,
            "mac-number": (midnight - datetime(1904, 1, 1)).days, "compact": f"{midnight:%Y%m%d}",
            "quoted": f'="{day}"', "invisible": f"\u202d{day}\u202c", "yearless": f"{day.month}月{day.day}日",
        }  # fmt: skip
        return written[self.style]

    def _absences(self, truth: Truth, chosen: dict[str, str]) -> dict[str, str]:
        """Decide who was away, and return the cells of the columns of absentees by mark."""
        cells: dict[str, list[str]] = {mark: [] for mark in chosen}
        for name in self.rng.sample(NAMES, self.rng.choice((0, 1, 1, 2, 3))):
            column = self.rng.choice(tuple(chosen))
            bare = self.rng.random() < 0.4
            mark = column
            if column in ("absent", "leave") and not bare:
                mark = self.rng.choice(("sick", "personal", "official", *(("absent",) if column == "absent" else ())))
            truth.marks[name] = LEAVES if mark == "leave" else (mark,)
            if bare and column == "absent":
                # Under such a header a bare name says only that she was not there.
                truth.marks[name] = ("absent", *LEAVES)
            word = "" if bare or mark not in MARK_WORDS or column == mark else self._pick(MARK_WORDS[mark])
            shown = name if self.rng.random() > 0.1 else f"{name[0]}\u200b{name[1:]}"
            cells[column].append(f"{shown}（{word}）" if word else shown)
        sign = self._pick(("、", "，", "\n", "；"))
        return {mark: sign.join(told) or self._pick(EMPTY) for mark, told in cells.items()}

    # --- shapes -------------------------------------------------------------------------

    def _register(self) -> dict[str, list[list[Any]]]:
        heads = {name: self._pick(words) for name, words in HEADERS.items() if name in ("day", "kind", "topic")}
        heads |= {name: self._pick(HEADERS[name]) for name in ("place", "chair", "minutes", "sent", "odd")
                  if self.rng.random() < 0.4}  # fmt: skip
        chosen: dict[str, str] = {}
        if self.shape in ("away", "both"):
            marks = self.rng.choice((("absent",), ("absent",), ("leave",), ("leave", "absent"), ("sick", "personal")))
            chosen = {mark: self._pick(AWAY[mark]) for mark in marks}
            heads |= {f"away-{mark}": header for mark, header in chosen.items()}
        if self.shape in ("attendees", "both"):
            heads["came"] = self._pick(CAME)
        if self.shape == "counts" or (self.rng.random() < 0.3 and self.shape == "away"):
            heads |= {"expected": self._pick(("应到", "应到人数")), "present": self._pick(("实到", "实到人数",
            "到会人数"))}
        order = list(heads)
        if self.rng.random() < 0.7:
            self.rng.shuffle(order)
        by_kind = self.rng.random() < 0.2 and not self.as_text
        if by_kind:
            order.remove("kind")
        rows: dict[str, list[list[Any]]] = {}
        for truth in self.truth:
            cells = self._cells(truth, chosen)
            sheet = truth.kind if by_kind else "会议"
            rows.setdefault(sheet, []).append([cells.get(name) for name in order])
        return {sheet: self._dressed([heads[name] for name in order], lines) for sheet, lines in rows.items()}

    def _cells(self, truth: Truth, chosen: dict[str, str]) -> dict[str, Any]:
        cells: dict[str, Any] = {
            "day": self._day(truth.day), "kind": truth.kind, "topic": truth.topic, "place": "二楼会议室",
            "chair": "贺云帆",
            "minutes": "会上作了发言", "sent": f"{truth.day + timedelta(days=3)} 08:00", "odd": self._pick(("见附件",
            "")),
        }  # fmt: skip
        cells |= {f"away-{mark}": told for mark, told in self._absences(truth, chosen or {"absent": ""}).items()}
        there = [name for name in NAMES if name not in truth.marks]
        cells["came"] = self._pick(("、", " ", "，")).join(there)
        cells |= {"expected": len(NAMES), "present": len(there)}
        if self.shape in ("attendees", "counts", "nothing"):
            truth.said = not truth.marks and self.shape != "nothing"
        return cells

    def _dressed(self, head: list[str], lines: list[list[Any]]) -> list[list[Any]]:
        """Add title, numbers, sums, blank lines, a second header, a foot."""
        made: list[list[Any]] = []
        if self.style == "yearless" or self.rng.random() < 0.5:
            made.append([f"桐花巷支部{self.truth[0].day.year}年组织生活登记表"])
        if self.rng.random() < 0.3:
            made.append(["填报单位：桐花巷支部"])
        numbered = self.rng.random() < 0.5
        made.append(["序号", *head] if numbered else head)
        for at, line in enumerate(lines, 1):
            made.append([at, *line] if numbered else line)
            if self.rng.random() < 0.08:
                made.append([])
            if self.rng.random() < 0.05:
                made.append(["序号", *head] if numbered else head)
        if self.rng.random() < 0.2:
            made.append(["合计"])
        if self.rng.random() < 0.2:
            made.append(["填表人：苗青禾　　审核：贺云帆"])
        return made

    def _lines(self) -> dict[str, list[list[Any]]]:
        """One person a line: those away, or everybody with her state."""
        head = ["姓名", self._pick(("活动名称", "会议主题")), "类别", self._pick(HEADERS["day"])]
        states = self.shape == "states"
        head.append(self._pick(("签到状态", "考勤", "出席情况")) if states else self._pick(("请假/缺席", "备注",
        "情况")))
        lines: list[list[Any]] = []
        for truth in self.truth:
            away = self.rng.sample(NAMES, self.rng.randint(1, 3))
            for name in NAMES if states else away:
                mark = self.rng.choice(("absent", *LEAVES)) if name in away else ""
                if mark:
                    truth.marks[name] = (mark,)
                word = self._pick(MARK_WORDS[mark]) if mark else self._pick(("已签到", "√", "到"))
                lines.append([name, truth.topic, truth.kind, self._day(truth.day), word])
        if self.rng.random() < 0.4:
            self.rng.shuffle(lines)
        return {"明细": self._dressed(head, lines)}

    def _grid(self) -> dict[str, list[list[Any]]]:
        """People by days, or days by people, with signs and their legend."""
        signs = self.rng.choice((
            {"": "√", "leave": "△", "absent": "×", "late": "○"}, {"": "√", "sick": "病", "personal": "事",
            "absent": "缺"},
            {"": "1", "absent": "0"}, {"": "到", "personal": "事假", "absent": "缺席"},
        ))  # fmt: skip
        cells: dict[tuple[str, str], str] = {}
        for truth in self.truth:
            for name in self.rng.sample(NAMES, self.rng.randint(0, 3)):
                mark = self.rng.choice([one for one in signs if one])
                truth.marks[name] = LEAVES if mark == "leave" else (mark,)
                cells[truth.topic, name] = signs[mark]
            if self.rng.random() < 0.15:
                # A cell left empty says nothing.
                cells[truth.topic, self._pick([n for n in NAMES if n not in truth.marks])] = ""
                truth.said = False
        legend = ["说明：" + " ".join(f"{sign}{_LEGEND[mark]}" for mark, sign in signs.items())]
        if self.shape == "days-grid":
            head = ["日期", "类别", "议题", *NAMES]
            lines = [[self._day(one.day), one.kind, one.topic, *(cells.get((one.topic, n), signs[""]) for n in NAMES)]
                     for one in self.truth]  # fmt: skip
        else:
            head = ["姓名", *(self._day(one.day) for one in self.truth)]
            lines = [[n, *(cells.get((one.topic, n), signs[""]) for one in self.truth)] for n in NAMES]
        return {"考勤": [["2026年党员大会考勤表"], head, *lines, legend]}

    # --- saving -------------------------------------------------------------------------

    def _save_text(self, path: Path, sheets: dict[str, list[list[Any]]]) -> None:
        out = io.StringIO()
        (rows,) = sheets.values()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        path.write_bytes(out.getvalue().encode(self._pick(("utf-8", "utf-8-sig", "gb18030"))))

    def _save_book(self, path: Path, sheets: dict[str, list[list[Any]]]) -> None:
        book = Workbook()
        book.remove(book.active)
        if self.style.startswith("mac"):
            book.epoch = CALENDAR_MAC_1904
        shown = {"moment": "yyyy-mm-dd hh:mm"}.get(self.style, self._pick(("yyyy-mm-dd", 'yyyy"年"m"月"d"日"',
        "m/d/yyyy")))
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, datetime)):
                cell.number_format = shown
            if len(rows[0]) == 1 and self.rng.random() < 0.7:
                sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=max(map(len, rows)))
        book.save(path)


_LEGEND = {"": "到会", "leave": "请假", "absent": "缺席", "late": "迟到", "sick": "病假", "personal": "事假"}


def audit(made: Made, outcome: Outcome) -> list[str]:
    """Return what an import did to the truth without a word."""
    if outcome.error:
        return [] if outcome.error.get("what") and outcome.error.get("next") else ["refused without a sentence"]
    wrong: list[str] = []
    open_ = list(made.truth)
    for one, marks, _ in outcome.meetings:
        truth = next((truth for truth in open_ if truth.topic in one.topic), None)
        truth = truth or next((t for t in open_ if "grid" in made.shape and f"{t.day}" == one.day), None)
        if truth is None:
            wrong.append(f"invented: {one.day} {one.topic[:30]}")
            continue
        open_.remove(truth)
        wrong += [f"{truth.topic}: {told}" for told in _told_wrongly(truth, one.day, one.kinds, marks, outcome)]
    names = [row["name"] for row in outcome.entries]
    unnamed = len([name for name in names if not any(truth.topic in name for truth in made.truth)])
    lost = [truth for truth in open_ if not any(truth.topic in name for name in names)]
    if len(lost) > unnamed:
        wrong.append(f"lost without a word: {'、'.join(truth.topic for truth in lost)}")
    return wrong


def _told_wrongly(truth: Truth, day: str, kinds: str, marks: dict[str, str], outcome: Outcome) -> list[str]:
    wrong = []
    remarked = {row["field"] for row in outcome.told["remarks"] if truth.topic in row["name"]}
    if day != f"{truth.day}" and "day" not in remarked:
        wrong.append(f"day {truth.day} became {day}")
    if kinds != KINDS[truth.kind]:
        wrong.append(f"{truth.kind} became {kinds}")
    if not truth.said:
        wrong.append("came in although the file does not say who was there")
    for name, mark in marks.items():
        allowed = truth.marks.get(name, ("present",))
        if mark not in allowed:
            wrong.append(f"{name} is {mark}, was {'/'.join(allowed)}")
    return wrong


def tried(seed: int, folder: Path) -> tuple[Made, list[str]]:
    """Make one file, import it, audit."""
    made = Maker(seed, folder).make()
    return made, audit(made, meeting_score.run(made.path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    total: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(arguments.first, arguments.first + arguments.seeds):
            made, wrong = tried(seed, folder)
            total[made.shape] += 1
            if wrong:
                bad[made.shape] += 1
                print(f"seed {seed} ({made.shape}, {made.style}):", *(f"\n    {told}" for told in wrong))
    for shape in sorted(total):
        print(f"{shape:10} right {total[shape] - bad[shape]}/{total[shape]}")
    print(f"{'all':10} right {total.total() - bad.total()}/{total.total()}")


if __name__ == "__main__":
    main()

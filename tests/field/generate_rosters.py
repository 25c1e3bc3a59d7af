"""Random rosters with known truth: `python -m tests.field.generate_rosters --seeds 200 [--first N] [--keep FOLDER]`.

From a seed comes a workbook as offices write them: headers in many spellings and orders, titles, explaining rows,
feet, dates in one of many ways, people who are no members or no longer marked in one of many ways, several branches,
equal rows, namesakes, continued rows, signs on names. It is imported for good without any answer, and audited:

- nobody is invented, nobody stands there twice, nobody who should be in is lost without a sentence;
- no date comes in changed, or is left out, without a word about that person or that column;
- nobody comes in who is no member, unless as gone;
- where nothing about a row or its file is doubtful, the person comes in: asking about everything is no way out.
"""

import argparse
import os
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.data.field.make_rosters import Merged, Moment, csv_text, xlsx
from tests.exchange.roster_kit import number
from tests.field.roster_score import Outcome, import_file

SURNAMES = "戚乐卓计边耿贺苗柏宁滕荀岑甘祁左巫尤卞乌厉单易庞鲁韦邹窦"
GIVEN = "明远知秋航晓岚若水长河云帆青禾承志望舒时雨一诺书宁怀瑾安然子墨"
OWN_BRANCH, OTHER_BRANCHES = "桐花巷支部", ("柳溪支部", "荷塘支部", "退休干部支部")

HEADERS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号", "序"),
    "name": ("姓名", "姓 名", "党员姓名", "名字", "姓名*"),
    "sex": ("性别", "性 别"),
    "id_number": ("身份证号", "公民身份号码", "身份证号码", "公民身份证号码", "居民身份证号"),
    "birth_date": ("出生日期", "出生年月日", "出生时间", "生日"),
    "category": ("人员类别", "党员类别", "正式/预备", "党员类型", "党员阶段", "预/正"),
    "joined_date": ("入党时间", "入党日期", "加入党组织日期", "接收预备党员日期", "成为预备党员日期", "入党年月日"),
    "regular_date": ("转正时间", "转正日期", "转为正式党员日期", "成为正式党员时间"),
    "phone": ("联系电话", "手机号码", "手机", "联系方式"),
    "address": ("家庭住址", "现居住地", "常住地"),
    "work": ("工作单位", "工作单位及职务", "岗位职务"),
    "remark": ("备注", "说明"),
}
DATES = ("birth_date", "joined_date", "regular_date")
_ZERO = datetime(1899, 12, 30)


# --- people ---------------------------------------------------------------------------


@dataclass
class Known:
    """A person in the file and the truth about them.

    out: stands there but is no member of this branch. plain: nothing about the row is doubtful. twice: has two equal
    rows. more: a text in a second line of theirs.
    """

    name: str
    sex: str
    born: date
    joined: date
    regular: date | None
    order: int
    out: bool = False
    plain: bool = True
    twice: bool = False
    more: str = ""
    sheet: str = ""

    @property
    def id_number(self) -> str:
        """An ID number of nobody."""
        return number(f"{self.born:%Y%m%d}", self.order)

    def day(self, name: str) -> date | None:
        """One of the three dates."""
        return {"birth_date": self.born, "joined_date": self.joined, "regular_date": self.regular}[name]


@dataclass
class Truth:
    """What is true of a file. months: fields of which it tells only the month. columns: the header of each field.

    doubtful: something about the whole file may be asked. whole: it may be refused as a whole.
    """

    people: list[Known] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    doubtful: bool = False
    whole: bool = False
    features: tuple[str, ...] = ()


def _people(rng: random.Random, count: int) -> list[Known]:
    found: dict[str, Known] = {}
    while len(found) < count:
        order = 2 * len(found) + 101 + rng.randrange(2)
        name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))
        born = date(rng.randint(1945, 1980), rng.randint(1, 12), rng.randint(1, 28))
        joined = date(rng.randint(2000, 2019), rng.randint(1, 12), rng.randint(1, 28))
        regular: date | None = joined.replace(year=joined.year + 1)
        if rng.random() < 0.15:
            joined, regular = date(2026, rng.randint(1, 6), rng.randint(1, 28)), None
        found.setdefault(name, Known(name, "男" if order % 2 else "女", born, joined, regular, order))
    return list(found.values())


# --- ways to write a date -------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """A way to write a day; doubtful: an honest importer may ask; sheet: only a workbook can hold it."""

    write: Callable[[date], Any]
    month: bool = False
    doubtful: bool = False
    sheet: bool = False


def _moment(day: date, seconds: float = 0) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)


WAYS: dict[str, Way] = {
    "iso": Way(str),
    "dots": Way(lambda d: f"{d:%Y.%m.%d}"),
    "slash": Way(lambda d: f"{d.year}/{d.month}/{d.day}"),
    "chinese": Way(lambda d: f"{d.year}年{d.month}月{d.day}日"),
    "figures": Way(lambda d: f"{d:%Y%m%d}"),
    "pandas": Way(lambda d: f"{d} 00:00:00"),
    "pandas_text": Way(lambda d: f"{d} 00:00:00.0"),
    "offset": Way(lambda d: f"{d}T00:00:00.000+08:00"),
    "month": Way(lambda d: f"{d:%Y.%m}", month=True),
    "chinese_month": Way(lambda d: f"{d.year}年{d.month}月", month=True),
    "zulu": Way(lambda d: f"{d - timedelta(days=1)}T16:00:00.000Z", doubtful=True),
    "late_text": Way(lambda d: f"{d - timedelta(days=1)} 23:59:17", doubtful=True),
    "java": Way(lambda d: f"{d:%a %b %d} 00:00:00 CST {d.year}", doubtful=True),
    "cell": Way(lambda d: Moment(d, "yyyy/m/d"), sheet=True),
    "late": Way(lambda d: Moment(_moment(d, -43), "yyyy-mm-dd"), sheet=True),
    "late_bare": Way(lambda d: Moment(_moment(d, -43), ""), doubtful=True, sheet=True),
    "bare": Way(lambda d: Moment(d, ""), doubtful=True, sheet=True),
    "month_cell": Way(lambda d: Moment(d.replace(day=1), 'yyyy"年"m"月"'), month=True, sheet=True),
}
USUAL = ("iso", "dots", "slash", "chinese", "figures", "pandas", "month", "cell")


# --- the file -------------------------------------------------------------------------

GONE_WORDS = ("已去世", "停止党籍", "已出党", "自行脱党", "2025年转出", "取消预备党员资格", "退党")
STATES = ("已停止党籍", "已出党", "死亡", "已转出")
NOT_MEMBERS = ("入党积极分子", "发展对象", "群众", "共青团员", "入党申请人")
SIGNS = ("*{}", "★{}", "{}△", "{}[流动]", "{}（预备）", "{} 组长", "1.{}")
NAMES_GONE = ("{}（已故）", "{}（已转出）", "{}[去世]", "{} 已转出")
OUT_TITLES = ("共青团员花名册", "入党积极分子名册", "已转出党员名单", "可接收预备党员名单", "发展对象登记表")
OUT_SHEETS = ("入党积极分子", "已转出党员", "发展对象", "团员")


class Maker:
    """Makes one file from a seed: rows of fields first, then cells under headers, then the junk around them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.truth = Truth()
        self.csv = self.rng.random() < 0.25
        self.mac = not self.csv and self.rng.random() < 0.1
        self.lines: list[tuple[Known | None, dict[str, Any]]] = []
        self.others: dict[str, list[list[Any]]] = {}
        self.title = ""
        chosen = self.rng.sample(sorted(FEATURES), self.rng.randint(1, 5))
        self.truth.features = tuple(name for name in FEATURES if name in chosen)
        self.fields = self._fields()
        self.ways = {name: self._way(name) for name in DATES}

    def _fields(self) -> list[str]:
        kept = [name for name in HEADERS if name in ("name", "id_number", "joined_date") or self.rng.random() < 0.7]
        needed = {"not_members": "category", "gone_remark": "remark", "example": "remark", "continued": "phone"}
        kept += [needed[f] for f in self.truth.features if needed.get(f, "name") not in kept]
        kept = list(dict.fromkeys(kept))
        self.rng.shuffle(kept)
        kept.sort(key=lambda name: name != "serial")
        self.truth.columns = {name: self.rng.choice(HEADERS[name]) for name in kept}
        return kept

    def _way(self, name: str) -> str:
        names = [key for key, way in WAYS.items() if not (way.sheet and self.csv)]
        if "odd_dates" not in self.truth.features:
            names = [key for key in names if key in USUAL]
        if name == "birth_date":
            # Only dates after 1992 are written in ways that depend on summer time.
            names = [key for key in names if key != "zulu"]
        way = self.rng.choice(names)
        if WAYS[way].month:
            self.truth.months.add(name)
        return way

    def make(self) -> "Maker":
        """Choose people, write their rows, let every feature do its part."""
        people = _people(self.rng, self.rng.randint(5, 14))
        self.truth.people = people
        self.lines = [(one, self._row(one)) for one in people]
        doubtful = any(WAYS[self.ways[name]].doubtful for name in DATES if name in self.fields)
        bare = self.mac and any(self.ways[name] in ("bare", "late_bare") for name in DATES)
        for one in people:
            one.plain = not doubtful and not bare
        for feature in self.truth.features:
            FEATURES[feature](self)
        return self

    def _row(self, one: Known) -> dict[str, Any]:
        cells: dict[str, Any] = {
            "name": one.name, "sex": one.sex, "id_number": one.id_number, "phone": f"1209990{one.order:04d}",
            "category": "正式党员" if one.regular else "预备党员", "address": "江北新村1号", "work": "甲公司",
        }  # fmt: skip
        for name in DATES:
            day = one.day(name)
            cells[name] = WAYS[self.ways[name]].write(day) if day else None
        return cells

    def some(self, least: int = 1) -> list[tuple[Known, dict[str, Any]]]:
        """A few people whose rows nothing has been done to yet."""
        free = [(one, cells) for one, cells in self.lines if one and one.plain and not one.out and not one.twice]
        return self.rng.sample(free, min(len(free), self.rng.randint(least, 3)))

    def add_column(self, name: str, header: str) -> None:
        """Add a column after the others."""
        if name not in self.fields:
            self.fields.append(name)
            self.truth.columns[name] = header

    def written(self, lines: list[tuple[Known | None, dict[str, Any]]]) -> list[list[Any]]:
        """The header and the cells of rows; a row that is a text stands alone."""
        found: list[list[Any]] = [[self.truth.columns[name] for name in self.fields]]
        for serial, (_, cells) in enumerate(lines, 1):
            if "text" in cells:
                found.append([cells["text"]])
            else:
                found.append([cells.get(name, serial if name == "serial" else None) for name in self.fields])
        return found

    def sheets(self) -> dict[str, list[list[Any]]]:
        """All sheets as they are written."""
        main = self.written(self.lines)
        return {"党员名册": main, **self.others}

    def save(self, folder: Path) -> Path:
        """Write the file."""
        if self.csv:
            path = folder / "名册.csv"
            lines = self.sheets()["党员名册"]
            csv_text([[self.title], *lines] if self.title else lines, self.rng.choice(("utf-8-sig", "gb18030")))(path)
        else:
            path = folder / "名册.xlsx"
            xlsx(self.sheets(), mac=self.mac, title=self.title)(path)
        return path


# --- what a file may have -------------------------------------------------------------


def _out(one: Known, cells: dict[str, Any], **changed: Any) -> None:
    one.out, one.plain = True, False
    cells.update(changed)


def not_members(make: Maker) -> None:
    for one, cells in make.some():
        _out(one, cells, category=make.rng.choice(NOT_MEMBERS), joined_date=None, regular_date=None)


def gone_remark(make: Maker) -> None:
    for one, cells in make.some():
        _out(one, cells, remark=make.rng.choice(GONE_WORDS))


def gone_state(make: Maker) -> None:
    make.add_column("state", "党籍状态")
    for _, cells in make.lines:
        cells["state"] = "正常"
    for one, cells in make.some():
        _out(one, cells, state=make.rng.choice(STATES))


def gone_columns(make: Maker) -> None:
    make.add_column("left_day", make.rng.choice(("转出时间", "关系转出时间", "转出日期")))
    make.add_column("left_to", make.rng.choice(("转出单位", "转往何处", "转入党支部")))
    for one, cells in make.some():
        _out(one, cells, left_day="2026-05-20", left_to="柳溪支部")


def gone_name(make: Maker) -> None:
    for one, cells in make.some():
        _out(one, cells, name=make.rng.choice(NAMES_GONE).format(one.name))


def gone_section(make: Maker) -> None:
    chosen = make.some()
    make.lines = [line for line in make.lines if line not in chosen]
    make.lines.append((None, {"text": make.rng.choice(("以下为已转出党员", "转出党员：", "二、入党积极分子"))}))
    for one, cells in chosen:
        _out(one, cells)
        make.lines.append((one, cells))


def out_sheet(make: Maker) -> None:
    if make.csv:
        return
    chosen = make.some()
    make.lines = [line for line in make.lines if line not in chosen]
    name = make.rng.choice(OUT_SHEETS)
    for one, cells in chosen:
        _out(one, cells)
        one.sheet = name
    make.others[name] = make.written(list(chosen))


def out_title(make: Maker) -> None:
    make.title = f"桐花巷支部{make.rng.choice(OUT_TITLES)}"
    make.truth.doubtful = make.truth.whole = True
    for one in make.truth.people:
        one.out, one.plain = True, False


def good_title(make: Maker) -> None:
    if not make.title:
        make.title = make.rng.choice(
            ("桐花巷支部党员花名册（2026年）", "党员基本信息表", "中共云栖市桐花巷支部党员名册")
        )


def branches(make: Maker) -> None:
    make.add_column("branch", make.rng.choice(("所在党支部", "所属党支部", "支部名称", "所在支部")))
    make.truth.doubtful = True
    for _, cells in make.lines:
        cells["branch"] = OWN_BRANCH
    for one, cells in make.some(2):
        _out(one, cells, branch=make.rng.choice(OTHER_BRANCHES))


def one_branch(make: Maker) -> None:
    if "branches" in make.truth.features:
        return
    make.add_column("branch", make.rng.choice(("所在党支部", "所属党支部", "支部名称")))
    name = make.rng.choice((OWN_BRANCH, "中共云栖市桐花巷支部", "中共云栖市桐花巷支部委员会"))
    for _, cells in make.lines:
        cells["branch"] = name


def former_branch(make: Maker) -> None:
    make.add_column("former", make.rng.choice(("原所在党支部", "原工作单位", "家庭联系电话", "监护人电话")))
    for _, cells in make.lines:
        cells["former"] = make.rng.choice((None, "柳溪支部", "荷塘支部", "05129990000"))


def unknown_columns(make: Maker) -> None:
    for header in make.rng.sample(("学号", "党费基数", "流入地", "困难党员", "介绍信编号"), 2):
        make.add_column(header, header)
        for _, cells in make.lines:
            cells[header] = "1001"


def example(make: Maker) -> None:
    cells = make._row(Known("张三", "男", date(1980, 1, 1), date(2005, 7, 1), date(2006, 7, 1), 901))
    way = make.rng.choice(("remark", "name"))
    cells |= {"remark": "示例，填写时请删除"} if way == "remark" else {"name": "张三（示例）"}
    make.lines.insert(0, (None, cells))


def demands(make: Maker) -> None:
    make.lines.insert(0, (None, dict.fromkeys(make.fields, "必填")))


def column_numbers(make: Maker) -> None:
    make.lines.insert(0, (None, {name: place for place, name in enumerate(make.fields, 1)}))


def equal_rows(make: Maker) -> None:
    for one, cells in make.some()[:1]:
        one.twice, one.plain = True, False
        make.lines.append((one, dict(cells)))


def namesakes(make: Maker) -> None:
    pair = make.some(2)[:2]
    if len(pair) == 2:
        (first, _), (second, cells) = pair
        second.name = first.name
        cells["name"] = first.name


def continued(make: Maker) -> None:
    for one, cells in make.some()[:1]:
        index = next(i for i, (_, other) in enumerate(make.lines) if other is cells)
        if not make.csv:
            cells["name"] = Merged(one.name, 2)
        one.more, one.plain = "05129990001", False
        make.lines.insert(index + 1, (None, {"phone": one.more, "serial": None}))


def signs(make: Maker) -> None:
    for one, cells in make.some():
        one.plain = False
        cells["name"] = make.rng.choice(SIGNS).format(one.name)


def blank_words(make: Maker) -> None:
    for name in ("address", "work", "remark", "phone"):
        if name not in make.fields:
            continue
        for _, cells in make.some():
            cells[name] = make.rng.choice(("nan", "NaN", "<NA>", "None", "undefined", "NULL", "\\N", "*"))


def foot(make: Maker) -> None:
    make.lines.append(
        (None, {"text": make.rng.choice(("合计", "填表人：沈墨　2026.3.15", "注：人员类别填写正式党员、预备党员"))})
    )


def repeated_header(make: Maker) -> None:
    middle = make.rng.randrange(1, len(make.lines) + 1)
    make.lines.insert(middle, (None, dict(make.truth.columns)))


def odd_dates(make: Maker) -> None:
    """The ways were chosen when the maker was made."""


FEATURES: dict[str, Callable[[Maker], None]] = {
    feature.__name__: feature
    for feature in (
        out_title, good_title, namesakes, not_members, gone_remark, gone_state, gone_columns, gone_name, branches,
        one_branch, former_branch, unknown_columns, blank_words, signs, odd_dates, equal_rows, example, demands,
        column_numbers, repeated_header, continued, out_sheet, gone_section, foot,
    )
}  # fmt: skip
"""In the order in which they do their part: what changes cells, then what adds rows, then what ends the list."""


# --- the audit ------------------------------------------------------------------------


def audit(truth: Truth, outcome: Outcome) -> list[str]:
    """Return every breach of the promises at the top."""
    if "error" in outcome.told:
        return [] if truth.whole else [f"整个文件被拒绝：{outcome.told['error']['code']}"]
    return list(_audit(truth, outcome))


def _audit(truth: Truth, outcome: Outcome) -> Iterator[str]:
    known: dict[str, list[Known]] = defaultdict(list)
    for one in truth.people:
        known[one.name].append(one)
    kept: dict[str, list[dict[str, str]]] = defaultdict(list)
    for found in outcome.members:
        kept[found["name"]].append(found)
    for name in kept.keys() - known.keys():
        yield f"台账里多出“{name}”"
    for name, people in known.items():
        left = list(kept.get(name, ()))
        if len(left) > len(people):
            yield f"{name} 进来了 {len(left)} 次"
        for one in sorted(people, key=lambda one: one.out):
            mine = next((m for m in left if _same(one, m)), None)
            if mine is not None:
                left.remove(mine)
            yield from _person(truth, outcome, one, mine)
        yield from (f"{name} 对不上任何一个人" for _ in left)
    stored = {value for found in outcome.members for key, value in found.items() if key != "name_initials"}
    yield from (
        f"{m['name']} 的电话或单位是从前的、别人的" for m in outcome.members if _FORMER.search(m["phone"] + m["work"])
    )
    yield from (
        f"存进了“{word}”" for word in sorted(stored & {"nan", "NaN", "<NA>", "None", "undefined", "NULL", "\\N", "*"})
    )


_FORMER = re.compile("05129990000|柳溪支部|荷塘支部")


def _same(one: Known, found: dict[str, str]) -> bool:
    if found["id_number"]:
        return found["id_number"] == one.id_number
    return not found["birth_date"] or found["birth_date"][:4] == str(one.born.year)


def _person(truth: Truth, outcome: Outcome, one: Known, found: dict[str, str] | None) -> Iterator[str]:
    asked = outcome.named(one.name, "undecided", "refused")
    if found is None:
        if not asked and not (one.out and one.sheet and one.sheet in outcome.words):
            yield f"{one.name} 不见了，也没有一句话"
        elif one.plain and not truth.doubtful:
            yield f"{one.name} 这一行没有疑问，却没有进来"
        return
    if one.out:
        if found["status"] == "active":
            yield f"{one.name} 不该进来"
        return
    for name in DATES:
        yield from _date(truth, outcome, one, found, name)
    if one.twice and not outcome.named(one.name, "undecided", "refused", "remarks"):
        yield f"{one.name} 有两行，没有一句话"
    if one.more and one.more not in found["phone"] + outcome.words and not outcome.named(one.name, "remarks"):
        yield f"{one.name} 的续行没有一句话"


def _date(truth: Truth, outcome: Outcome, one: Known, found: dict[str, str], name: str) -> Iterator[str]:
    day = one.day(name)
    # Where the sheet has no birthday the ID number tells it.
    right = "" if day is None or (name not in truth.columns and name != "birth_date") else str(day)
    month = right[:7]
    if found[name] == (month if name in truth.months else right):
        return
    if name == "birth_date" and found[name] in (month, right):
        return
    told = any(one.name in row["name"] and row["field"] == name for row in outcome.rows("remarks"))
    unread = truth.columns.get(name) in {entry["header"] for entry in outcome.told.get("unread", ())}
    if not told and not (not found[name] and unread):
        yield f"{one.name} {name}={found[name]!r}，应为 {right!r}，没有一句话"


def run(seed: int, folder: Path) -> tuple[Truth, list[str]]:
    """Make, import and audit the file of a seed."""
    make = Maker(seed).make()
    return make.truth, audit(make.truth, import_file(make.save(folder), folder))


def main() -> int:
    """Run seeds and print what is wrong, then how often each feature stood in a wrong file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep the files of wrong seeds in this folder")
    arguments = parser.parse_args()
    os.environ.setdefault("ZBTZ_HOME", tempfile.mkdtemp(prefix="field-keys-"))
    wrong, seen = Counter[str](), Counter[str]()
    bad = 0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        with tempfile.TemporaryDirectory() as work:
            truth, said = run(seed, Path(work))
            seen.update(truth.features)
            if not said:
                continue
            bad += 1
            wrong.update(truth.features)
            sys.stdout.write(f"{seed} {'+'.join(truth.features)}：{'；'.join(said[:3])}\n")
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (file,) = Path(work).glob("名册.*")
                (arguments.keep / f"{seed}{file.suffix}").write_bytes(file.read_bytes())
    sys.stdout.write(f"种子 {arguments.seeds}，有错 {bad}\n")
    for feature, count in seen.most_common():
        sys.stdout.write(f"   {feature} {wrong[feature]}/{count}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Whether the person of a row is a member of this branch: every sort of evidence in the row, and over it.

Nobody comes in as a member unasked who may be an applicant, a league member, or somebody who has left.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from exchange import roster_coded, roster_header, roster_lists, roster_standing, roster_words
from exchange.roster_findings import Finding, undecided, warning
from exchange.roster_sheet import Entry, RosterRow
from exchange.roster_standing import LOST, NOT_MEMBER
from models import words
from models.dates import display_date

_DATED = {"left_date": "transfer", "death_date": "deceased", "expelled_date": "expelled", "stopped_date": "stopped"}
_STAGES = {"candidate": "发展对象", "activist": "入党积极分子", "applied": "入党申请人", "league": "共青团员"}
_MEMBER_FIELDS = ("joined_date", "regular_date")
_DAY = re.compile(r"(?:19|20)\d{2}(?:[年./\-]\d{1,2}(?:[月./\-]\d{1,2}日?|月)?|年)?")
_LONGEST_REASON = 200
_NO = ("否", "未", "没有", "×", "在册", "正常")


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody left: `kind` of the ledger, the day as ISO text (empty when nobody knows), and what was written."""

    kind: str
    day: str = ""
    reason: str = ""

    def shown(self) -> str:
        """Return it as people read it: `2024年3月1日 组织关系转出，去向…`."""
        parts = (display_date(self.day, "chinese"), words.label("left_kind", self.kind))
        said = " ".join(part for part in parts if part)
        return f"{said}，{self.reason}" if self.reason else said


@dataclass(frozen=True, slots=True)
class Membership:
    """What is to be asked or told, how she left if she did, and remarks to keep."""

    findings: tuple[Finding, ...] = ()
    leaving: Leaving | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    kind: str
    said: str


def judge(
    row: RosterRow, values: Mapping[str, str], beside_name: Iterable[str], day_of: Callable[[object], str]
) -> Membership:
    """Judge a row. values: what was read of it. beside_name: what stood beside the name. day_of: reads a date."""
    evidence = [*_in_row(row, beside_name), *_over_row(row, values)]
    lost = next((one for one in evidence if one.kind == LOST), None)
    told = [warning("status", "row-lost", value=lost.said)] if lost else []
    notes = ("失去联系",) if lost else ()
    gone = [one for one in evidence if one.kind in roster_standing.GONE]
    if gone:
        leaving = _leaving(row, gone, day_of)
        value = "；".join(dict.fromkeys(one.said for one in gone))[:_LONGEST_REASON]
        facts = {"value": value, "leaving": leaving.shown()}
        finding = undecided("status", "row-seems-left", ("left", "active"), **facts)
        return Membership((finding, *told), leaving, notes)
    outside = next((one for one in evidence if one.kind == NOT_MEMBER), None) or _by_stage(row, values)
    if outside is not None:
        told.insert(0, undecided("status", "row-seems-no-member", ("active",), value=outside.said))
    return Membership(tuple(told), None, notes)


# --- in the row -----------------------------------------------------------------------


def _in_row(row: RosterRow, beside_name: Iterable[str]) -> Iterator[_Evidence]:
    for name in ("status", "left_kind"):
        for entry in _filled(row, name):
            yield from _said(entry.column.label, roster_standing.answer(entry.column.label, str(entry.cell.value)))
    for entry in _filled(row, "category"):
        text = str(entry.cell.value)
        if not roster_coded.read("category", text).known and not roster_standing.is_no_member(text):
            yield from _said(entry.column.label, text)
    for entry in _filled(row, "remark"):
        yield from _in_remark(entry, row)
    for beside in beside_name:
        yield from _said("姓名", beside)
    for name in ("", "other"):
        for entry in _filled(row, name):
            if not roster_header.elsewhere(entry.column.label):
                yield from _said(entry.column.label, str(entry.cell.value), whole=True)
    yield from _in_columns_of_leaving(row)


def _said(label: str, text: str, *, whole: bool = False) -> Iterator[_Evidence]:
    said = roster_standing.said_by(text, whole=whole)
    if said is not None:
        yield _Evidence(said.kind, f"{label}：{' '.join(said.text.split())[:60]}")


def _in_remark(entry: Entry, row: RosterRow) -> Iterator[_Evidence]:
    """A remark may tell an admitted member's past: that she is no member must then be all it says."""
    for evidence in _said(entry.column.label, str(entry.cell.value)):
        admitted = any(True for name in _MEMBER_FIELDS for _ in _filled(row, name))
        if evidence.kind == NOT_MEMBER and admitted:
            yield from _said(entry.column.label, str(entry.cell.value), whole=True)
        else:
            yield evidence


def _in_columns_of_leaving(row: RosterRow) -> Iterator[_Evidence]:
    arrived = any(roster_standing.is_arrived(_text(entry)) for entry in _filled(row, "status"))
    for name, kind in (*_DATED.items(), ("left_place", "transfer"), ("lost_date", LOST)):
        if arrived and kind == "transfer":
            continue
        for entry in _filled(row, name):
            text = _text(entry)
            if not text.startswith(_NO):
                yield _Evidence(kind, f"{entry.column.label}：{text[:60]}")
    for entry in _filled(row, "left_kind"):
        text = _text(entry)
        if not text.startswith(_NO) and roster_standing.said_by(text) is None:
            yield _Evidence("transfer", f"{entry.column.label}：{text[:60]}")


# --- over the row ---------------------------------------------------------------------


def _over_row(row: RosterRow, values: Mapping[str, str]) -> Iterator[_Evidence]:
    kinds = [row.heading] if row.heading else list(row.about.kinds)
    surely = "category" in values or any(name in row.entries for name in _MEMBER_FIELDS)
    for kind in kinds:
        if kind.kind == roster_lists.LOST:
            yield _Evidence(LOST, kind.title)
        elif kind.kind == roster_lists.LEFT and not (kind.mixed and row.about.tells_leaving):
            said = roster_standing.said_by(kind.title)
            yield _Evidence(said.kind if said and said.kind in roster_standing.GONE else "transfer", kind.title)
        elif kind.kind == roster_lists.NOT_MEMBER and not (kind.mixed and surely):
            yield _Evidence(NOT_MEMBER, kind.title)


def _by_stage(row: RosterRow, values: Mapping[str, str]) -> _Evidence | None:
    """Return the stage before admission that a row without one tells of."""
    if "category" in values or any(True for name in _MEMBER_FIELDS for _ in _filled(row, name)):
        return None
    if any(True for _ in _filled(row, "category")):
        return None
    for name, word in _STAGES.items():
        for entry in _filled(row, name):
            if not _text(entry).startswith(_NO):
                return _Evidence(NOT_MEMBER, f"{entry.column.label}：{word}，没有入党时间")
    fields = row.about.fields
    if any(roster_standing.asks_for_members(entry.column.label) for entry in _filled(row, "status")):
        return None
    if row.about.answered:
        return _Evidence(NOT_MEMBER, "别的人写明了是党员，这一行没有写")
    if row.about.has_others:
        return _Evidence(NOT_MEMBER, "同一张表里有还不是党员的人，这一行没有写类别和入党时间")
    if fields & set(_STAGES) and not fields & {"category", *_MEMBER_FIELDS}:
        stage = next(word for name, word in _STAGES.items() if name in fields)
        return _Evidence(NOT_MEMBER, f"表里有{stage}的栏，没有入党时间和类别")
    return None


# --- leaving --------------------------------------------------------------------------


def _leaving(row: RosterRow, gone: list[_Evidence], day_of: Callable[[object], str]) -> Leaving:
    """Put together what the row says of a leaving; the gravest kind counts."""
    kind = min((one.kind for one in gone), key=roster_standing.GONE.index)
    days = [day_of(entry.cell.value) for name in _DATED for entry in _filled(row, name)]
    if not any(days):
        days = [day_of(found.group()) for one in gone for found in [_DAY.search(one.said)] if found]
    places = [f"去向：{_text(entry)}" for entry in _filled(row, "left_place") if not _text(entry).startswith(_NO)]
    kinds = [_text(entry) for entry in _filled(row, "left_kind")]
    said = [_text_of_said(one) for one in gone if one.kind == kind and not kinds and not places]
    reason = "；".join(dict.fromkeys([*kinds, *places, *said]))[:_LONGEST_REASON]
    ledger_kind = roster_standing.left_kind(kind)
    if ledger_kind == "other" and not reason:
        reason = roster_standing.word(kind)
    return Leaving(ledger_kind, next((day for day in days if day), ""), reason)


def _text_of_said(one: _Evidence) -> str:
    """Return the words of a piece of evidence without the header they stand under; a mere day is no words."""
    text = one.said.split("：", 1)[-1]
    return "" if _DAY.sub("", text).strip("日 0:：.-/") == "" else text


def _filled(row: RosterRow, name: str) -> Iterator[Entry]:
    for entry in row.entries.get(name, ()):
        if not entry.cell.flaw and not roster_words.says_nothing(entry.cell.value):
            yield entry


def _text(entry: Entry) -> str:
    value = entry.cell.value
    text = value.date().isoformat() if hasattr(value, "date") else str(value)
    return " ".join(text.split())

"""The year's registers of study: reading list, tests, checked notes, exhibition (M43 to M46, M53)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models import amounts, exam, reading, reflection, study_archive, study_record, words
from models.exam import Exam
from models.reading import ReadingItem
from models.reflection import Reflection
from models.study_record import StudyRecord
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row of a register."""

    number: int
    of: Any


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes somebody has looked at: a notebook's stretch, or self-study with its pages."""

    name: str
    day: str
    title: str
    pages: int
    checker: str
    checked_on: str
    said: str


@dataclass(frozen=True, slots=True)
class StudyYear:
    """What a branch has of a year's study. expected: how many were members in the year."""

    expected: int
    books: Sequence[ReadingItem]
    exams: Sequence[Exam]
    notes: Sequence[Notes]
    exhibited: Sequence[Reflection]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the year's study, of some members or of all, as the one piece that is printed."""
    own = unit.of(ledger, options)
    study = None if options.blank_rows else gather(ledger, options, own.year)
    title = f"{own.year}年度学习登记"
    scopes = {"unit": own, "study": study}
    return [BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name)]


def gather(ledger: "Ledger", options: PrintOptions, year: int) -> StudyYear:
    """Return the study of a year."""
    org = options.organisation

    def wanted(one: Any) -> bool:
        return not options.members or one.member_id in options.members

    texts = list(filter(wanted, reflection.list_reflections(ledger, org=org)))
    shown = [one for one in texts if one.exhibited_on[:4] == str(year)]
    shown.sort(key=lambda one: (one.exhibited_on, one.day))
    exams = sorted(
        filter(wanted, exam.list_exams(ledger, org=org, year=year)), key=lambda one: (one.day, one.title)
    )
    records = study_record.list_records(ledger, org=org, year=year)
    return StudyYear(
        len(study_archive.list_archives(ledger, org=org, year=year)),
        reading.list_items(ledger, org=org, year=year),
        exams,
        _notes(list(filter(wanted, records)), [one for one in texts if one.day[:4] == str(year)]),
        shown,
    )


def _notes(records: Sequence[StudyRecord], texts: Sequence[Reflection]) -> list[Notes]:
    found = [
        Notes(one.name, one.from_day, one.title, one.note_pages, one.checker, one.checked_on, one.check_result)
        for one in records
        if one.note_pages or one.checker
    ]
    found += [
        Notes(one.name, one.day, one.title, one.pages, one.reviewer, one.reviewed_on, one.review)
        for one in texts
        if one.kind == "notes"
    ]
    return sorted(found, key=lambda one: one.day)


# --- how values are written -----------------------------------------------------------


def _exam_counts(study: StudyYear) -> str:
    tests = {(one.day, one.title) for one in study.exams}
    passed, failed = (sum(one.passed == key for one in study.exams) for key in ("yes", "no"))
    known = f"，合格{passed}人次、不合格{failed}人次" if passed or failed else ""
    return f"共{len(tests)}场，{len(study.exams)}人次{known}"


def _note_counts(study: StudyYear) -> str:
    checked = sum(bool(one.checked_on or one.checker) for one in study.notes)
    return f"共{len(study.notes)}条，已检查{checked}条"


def _score(row: Numbered) -> str:
    return "" if row.of.score is None else amounts.credits_text(row.of.score)


def _length(row: Numbered) -> str:
    count = row.of.characters
    return str(count) if count else f"{row.of.pages}页" if row.of.pages else ""


def _pages(row: Numbered) -> str:
    return str(row.of.pages) if row.of.pages else ""


def _value(name: str) -> Callable[[Numbered], str]:
    return lambda row: str(getattr(row.of, name))


def _day(name: str) -> Callable[[Numbered], str]:
    return lambda row: narrow_date(getattr(row.of, name))


def _word(group: str, name: str) -> Callable[[Numbered], str]:
    return lambda row: words.label(group, getattr(row.of, name))


def _number(row: Numbered) -> str:
    return str(row.number)


_ROWS = {
    "book": {
        "title": Field("书名（篇目）", "中国共产党章程", _value("title")),
        "author": Field("作者", "", _value("author")),
        "issuer": Field("发布单位", "街道党工委", _value("issuer")),
        "need": Field("类别", "必读", _word("reading_item.need", "need")),
        "due": Field("完成期限", "2026.06.30", _day("due_date")),
        "done": Field("已读人数", "18", _value("done"), may_be_empty=False),
        "remark": Field("备注", "", _value("remark")),
    },
    "exam_line": {
        "day": Field("日期", "2026.06.30", _day("day")),
        "title": Field("考核内容", "党章党规测试", _value("title")),
        "method": Field("方式", "闭卷", _word("exam.method", "method")),
        "name": Field("姓名", "张三", _value("name"), may_be_empty=False),
        "score": Field("成绩", "92.5", _score),
        "grade": Field("等次", "优秀", _value("grade")),
        "passed": Field("是否合格", "合格", _word("exam.passed", "passed")),
        "organizer": Field("组织单位", "街道党工委", _value("organizer")),
        "remark": Field("备注", "", _value("remark")),
    },
    "note": {
        "name": Field("姓名", "张三", _value("name"), may_be_empty=False),
        "day": Field("日期", "2026.03.31", _day("day")),
        "title": Field("学习内容", "学习党章", _value("title")),
        "pages": Field("笔记页数", "12", _pages),
        "checker": Field("检查人", "王秀兰", _value("checker")),
        "checked_on": Field("检查日期", "2026.04.02", _day("checked_on")),
        "said": Field("检查结论", "记录认真", _value("said")),
    },
    "exhibit": {
        "name": Field("作者", "张三", _value("name"), may_be_empty=False),
        "title": Field("题目", "把群众的小事办好", _value("title")),
        "day": Field("写作日期", "2026.05.20", _day("day")),
        "length": Field("字数", "1200", _length),
        "shown_on": Field("展出日期", "2026.07.01", _day("exhibited_on")),
        "shown_at": Field("展出地点", "党员活动室", _value("exhibited_at")),
    },
}

FIELDS = {
    "study.exam_counts": Field("人次", "共2场，36人次", _exam_counts, "共　　　场，　　　人次"),
    "study.note_counts": Field("条数", "共20条，已检查18条", _note_counts, "共　　　条，已检查　　　条"),
    "study.expected": Field("应读人数", "20", lambda study: str(study.expected), "　　　"),
    "study.exhibit_count": Field("篇数", "8", lambda study: str(len(study.exhibited)), "　　　"),
}
for _scope, _fields in _ROWS.items():
    FIELDS[f"{_scope}.number"] = Field("序号", "1", _number, may_be_empty=False)
    FIELDS |= {f"{_scope}.{name}": field for name, field in _fields.items()}


def _rows(name: str) -> Callable[[StudyYear], list[Numbered]]:
    return lambda study: [Numbered(number, one) for number, one in enumerate(getattr(study, name), 1)]


SOURCES = {
    "study.books": RowSource("书目", "book", _rows("books")),
    "study.exams": RowSource("考核成绩", "exam_line", _rows("exams")),
    "study.notes": RowSource("笔记检查", "note", _rows("notes")),
    "study.exhibited": RowSource("展出", "exhibit", _rows("exhibited")),
}

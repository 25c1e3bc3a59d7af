"""What the cells of one row mean: values as the ledger keeps them, and what is wrong with them.

Nothing is repaired and nothing is guessed: a number where an ID number should be is refused, a date that
can mean two is asked.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from exchange import (
    roster_category,
    roster_coded,
    roster_documents,
    roster_header,
    roster_meaning,
    roster_membership,
    roster_names,
    roster_words,
)
from exchange.roster_findings import REFUSED, Finding, refused, undecided, warning
from exchange.roster_header import POST
from exchange.roster_membership import Leaving
from exchange.roster_sheet import Entry, RosterRow
from exchange.sheets.grid import Cell, cell_name
from models import cell_text, codes, id_number, member, texts, words
from models.date_text import DateReading, parse_date
from models.dates import PartialDate, display_date
from models.errors import RefusedError
from models.names import person_name

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_LONGEST_EXACT_NUMBER = 15


@dataclass(slots=True)
class RowReading:
    """One row understood.

    name: as it can be shown, even when it is refused. values: field -> value as the ledger keeps it; empty
    ones are left out. notes: remarks that stood beside values and go to the member's remark. derived:
    fields whose value comes from the ID number because the sheet has none. leaving: how she left, once a person has
    settled that she did.
    """

    row: RosterRow
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    derived: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    leaving: Leaving | None = None


def read_row(row: RosterRow, *, today: date, decided: Mapping[str, str] | None = None) -> RowReading:
    """Read one row.

    decided: field -> value that a person settled on; it stands in place of the sheet's.
    """
    reader = _RowReader(row, today, dict(decided or {}))
    reader.read()
    return reader.reading


class _RowReader:
    def __init__(self, row: RosterRow, today: date, decided: dict[str, str]) -> None:
        self.reading = RowReading(row)
        self._row = row
        self._today = today
        self._decided = decided
        self._beside = roster_names.NameParts("")
        self._still = ""

    def read(self) -> None:
        self._flaws()
        self._name()
        self._id_number()
        self._coded("sex")
        for name in member.DATE_FIELDS:
            self._date(name)
        if "arrived_date" in self._row.entries:
            self._date("arrived_date")
        self._category()
        for name in ("ethnicity", "education"):
            self._coded(name)
        self._education_and_degree()
        for name in ("group", "native_place", "degree", "party_post", "work", "phone", "address"):
            self._text(name)
        self._posts()
        self._beside_the_name()
        self._from_id_number()
        self._membership()
        self._continued()
        self._remark()

    # --- helpers ----------------------------------------------------------------------

    def _say(self, finding: Finding) -> None:
        self.reading.findings.append(finding)

    def _keep(self, name: str, value: str) -> None:
        if value:
            self.reading.values[name] = value

    def _entries(self, name: str) -> tuple[Entry, ...]:
        found = self._row.entries.get(name, ())
        return tuple(entry for entry in found if not entry.cell.flaw and entry.column.part != POST)

    def _alike(self, name: str, read: Callable[[Entry], str]) -> Entry | None:
        """Return the cell of a field; where several columns are headed alike, they must say the same or are
        asked.
        """
        entries = self._entries(name)
        said = {text: entry for entry in entries if (text := read(entry))}
        if len(said) > 1:
            labels = "、".join(f"{e.column.label}“{_shown(e.cell)}”" for e in said.values())
            self._say(undecided(name, "row-two-columns", tuple(said), columns=labels))
            return None
        return next(iter(said.values()), entries[0] if entries else None)

    def _flaws(self) -> None:
        for name, entries in self._row.entries.items():
            if not roster_header.rule(name).kept:
                continue
            for entry in entries:
                if entry.cell.flaw and name not in self._decided:
                    place = cell_name(self._row.row, entry.column.number)
                    judge = warning if entry.cell.flaw == "picture" else refused
                    self._say(judge(name, f"row-{entry.cell.flaw}", cell=place, value=_shown(entry.cell)))
        for column in self._row.ditto:
            if column.field and roster_header.rule(column.field).kept:
                self._say(warning(column.field, "row-ditto-alone", label=column.label))

    # --- fields -----------------------------------------------------------------------

    def _name(self) -> None:
        written = self._decided.get("name")
        if written is None:
            entry = self._alike("name", lambda e: _plain(e.cell))
            if entry is None and any(e.cell.flaw != "picture" for e in self._row.entries.get("name", ())):
                # Which of the columns holds the name is being asked, or it cannot be read: it is not missing.
                self.reading.name = self._row.shown("name")[:20]
                return
            written = "" if entry is None else _text_of(entry.cell)
        self._beside = beside = roster_names.parts(written)
        self.reading.name = "".join(c for c in beside.name if c.isprintable()).strip()[:20]
        if beside.wrong:
            self._say(refused("name", f"row-name-{beside.wrong}", value=written[:40]))
            return
        if beside.signs and "name_sign" not in self._decided:
            shown = "".join(beside.signs)
            self._say(undecided("name", "row-name-sign", ("remark", "drop"), sign=shown))
        elif beside.signs and self._decided["name_sign"] == "remark":
            self.reading.notes.append(f"姓名标有“{''.join(beside.signs)}”")
        self.reading.notes += beside.notes
        try:
            self.reading.values["name"] = self.reading.name = person_name(beside.name)
        except RefusedError as error:
            self._say(Finding(REFUSED, "name", error.code, error.facts))

    def _beside_the_name(self) -> None:
        """Take what stood beside the name for category and sex where no column says them."""
        category = self._beside.category
        if category and not self._decided.get("category"):
            known = self.reading.values.setdefault("category", category)
            if known != category:
                del self.reading.values["category"]
                shown = words.label("category", category)
                self._say(undecided("category", "row-category-beside-name", (category, known), value=shown))
        if self._beside.sex and "sex" not in self.reading.values:
            self.reading.values["sex"] = self._beside.sex

    def _id_number(self) -> None:
        if "id_number" in self._decided:
            number = id_number.normalized(self._decided["id_number"])
        else:
            entry = self._alike("id_number", lambda e: id_number.normalized(_plain(e.cell)))
            if entry is None or _says_nothing(_plain(entry.cell)):
                return
            if _came_from_number(entry.cell):
                self._say(refused("id_number", "row-id-as-number", value=_shown(entry.cell)))
                return
            if self._is_other_document(id_number.normalized(_number_of(entry.cell))):
                return
            number = self._seen("id_number", id_number.normalized(_number_of(entry.cell)))
            if not number:
                return
        if "*" in number or "＊" in number:
            self._say(warning("id_number", "row-id-masked"))
            return
        wrong = id_number.problem(number)
        if wrong == "old":
            self._say(undecided("id_number", "row-id-old", (id_number.upgraded(number),), value=number))
        elif wrong:
            self._say(refused("id_number", f"row-id-{wrong}", value=number[:40], length=len(number)))
        else:
            self._keep("id_number", number)

    def _is_other_document(self, number: str) -> bool:
        """Put the number of an officer's card, a permit or a passport into the remark; tell whether it is one."""
        kind = self._row.shown("document")
        document = roster_documents.other_document(kind, number)
        if document:
            shown = _shown(self._entries("id_number")[0].cell)
            self.reading.notes.append(shown if document in shown else f"{document} {shown}")
            self._say(warning("id_number", "row-other-document", document=document, value=shown))
        return bool(document)

    def _date(self, name: str) -> None:
        if name in self._decided:
            self._keep(name, texts.iso_date(f"member.{name}", self._decided[name], where=self.reading.name))
            return
        hint = ""
        if name == "regular_date" and self._not_yet():
            return
        if name == "birth_date":
            hint = id_number.birth_date(self.reading.values.get("id_number", ""))
        reading = self._date_reading(name, hint)
        if reading is None:
            return
        if reading.note:
            self.reading.notes.append(f"{Finding('', name, '').field_word}：{reading.note}")
        self._keep(name, reading.value)
        shown = self._row.shown(name)[:40]
        if reading.remark:
            meant = display_date(reading.value, "chinese")
            self._say(warning(name, f"row-{reading.remark}", value=shown, meant=meant))
        if reading.code == "date-undecided":
            meant = "还是".join(display_date(choice, "chinese") for choice in reading.choices)
            self._say(undecided(name, "row-date-undecided", reading.choices, value=shown, meant=meant))
        elif reading.code == "date-lunar":
            self._say(undecided(name, "row-date-lunar", value=shown))
        elif reading.code:
            self._say(refused(name, f"row-{reading.code}", value=shown))

    def _not_yet(self) -> bool:
        """Tell whether words stand for the day of becoming full: not yet (`待转正`), or later (`延长预备期半年`)."""
        said = roster_words.squeezed(self._row.shown("regular_date"))
        if any(one.value == "full" for one in roster_category.read(self._row)):
            return False
        if roster_words.pattern("standing", "not_yet_full", "later").fullmatch(said):
            written = self._row.shown("regular_date")[:60]
            self.reading.notes.append(f"转正：{written}")
            self._say(warning("regular_date", "row-regular-later", value=written))
        elif said not in roster_words.words("standing", "not_yet_full", "whole"):
            return False
        self._still = "probationary"
        return True

    def _date_reading(self, name: str, hint: str) -> DateReading | None:
        entries = self._entries(name)
        parts = {e.column.part: e for e in entries if e.column.part}
        if parts:
            written = ".".join(_plain(parts[p].cell) for p in ("year", "month", "day") if p in parts)
            return parse_date(written.rstrip("."), this_year=self._today.year, birth_hint=hint)
        readings = [self._one_date(e, hint) for e in entries]
        said = [reading for reading in readings if reading.value or reading.code]
        if len(said) > 1 and (merged := _merged_dates(said)) is not None:
            return merged
        if len({(reading.value, reading.code, reading.choices) for reading in said}) > 1:
            labels = "、".join(f"{e.column.label}“{_shown(e.cell)}”" for e in entries)
            choices = tuple(dict.fromkeys(reading.value for reading in said if reading.value))
            self._say(undecided(name, "row-two-columns", choices, columns=labels))
            return None
        return said[0] if said else readings[0] if readings else None

    def _one_date(self, entry: Entry, hint: str) -> DateReading:
        return parse_date(
            entry.cell.value,
            this_year=self._today.year,
            number_format=entry.cell.number_format,
            birth_hint=hint,
            exact=entry.exact,
            shift=entry.cell.shift,
        )

    def _coded(self, name: str) -> None:
        if name in self._decided:
            self._keep(name, self._decided[name])
            return
        entry = self._highest() if name == "education" else None
        entry = entry or self._alike(name, lambda e: roster_coded.read(name, _plain(e.cell)).value or _plain(e.cell))
        written = "" if entry is None else _plain(entry.cell)
        if _says_nothing(written):
            return
        reading = roster_coded.read(name, written)
        if not reading.known:
            self._say(warning(name, "row-word-unknown", value=written[:20]))
        self._keep(name, self._line(name, reading.value) if name in member.TEXT_LIMITS else reading.value)

    def _highest(self) -> Entry | None:
        """Return the highest of several educations under unlike headers (全日制, 在职); the others are noted."""
        order = roster_words.table("headers")["education"]["highest_first"]
        filled = [one for one in self._entries("education") if not _says_nothing(_plain(one.cell))]
        known = {one: roster_coded.read("education", _plain(one.cell)).value for one in filled}
        unlike = len({one.column.label for one in filled}) == len(filled)
        if len(set(known.values())) < 2 or not unlike or not set(known.values()) <= set(order):
            return None
        best = min(filled, key=lambda one: order.index(known[one]))
        others = [one for one in filled if known[one] != known[best]]
        self.reading.notes += [f"{one.column.label}：{_shown(one.cell)}" for one in others]
        return best

    def _category(self) -> None:
        """Read the category; where several columns tell it, 预备 says more than 中共党员."""
        if "category" in self._decided:
            self._keep("category", self._decided["category"])
            return
        said = roster_category.read(self._row)
        if len(said) > 1:
            labels = "、".join(f"{one.label}“{one.text[:40]}”" for one in said)
            choices = tuple(dict.fromkeys(one.value for one in said if one.value in ("full", "probationary")))
            self._say(undecided("category", "row-two-columns", choices, columns=labels))
        elif said and said[0].value == codes.NOT_MEMBER:
            self._say(refused("category", "row-not-a-member", value=said[0].text[:20]))
        elif said and not said[0].value:
            self._say(undecided("category", "row-category-unknown", ("full", "probationary"), value=said[0].text[:20]))
        elif said:
            self._keep("category", said[0].value)
        elif not (self._row.section == "probationary" and "regular_date" in self.reading.values):
            self._keep("category", self._row.section or self._still)

    def _text(self, name: str) -> None:
        if name in self._decided:
            self._keep(name, self._decided[name])
            return
        if roster_header.rule(name).joins:
            read = _number_of if name == "phone" else _plain
            said = dict.fromkeys(self._line(name, self._seen(name, read(e.cell))) for e in self._entries(name))
            written = "；".join(text for text in said if not _says_nothing(text))
        else:
            entry = self._alike(name, lambda e: _plain(e.cell))
            written = "" if entry is None else _plain(entry.cell)
        if name == "phone" and _SCIENTIFIC.fullmatch(written):
            self._say(warning(name, "row-phone-as-number", value=written))
        elif not _says_nothing(written):
            self._keep(name, self._line(name, written))

    def _seen(self, name: str, text: str) -> str:
        """Return a number without invisible characters inside it, which is told; any other text as it is."""
        seen = cell_text.without_unseen(text)
        if name not in ("phone", "id_number") or (seen == text and cell_text.TURNING not in text):
            return text
        sound = cell_text.TURNING not in text and (name == "phone" or id_number.problem(seen) in ("", "old"))
        seen = seen.replace(cell_text.TURNING, "")
        judge, code = (warning, "row-number-invisible") if sound else (refused, "row-number-invisible-wrong")
        self._say(judge(name, code, value=seen[:40], length=len(seen)))
        return seen if sound else ""

    def _line(self, name: str, text: str) -> str:
        """Return a text as the ledger keeps it, or say why it cannot."""
        limit = member.TEXT_LIMITS.get(name, 60)
        try:
            return texts.line(f"member.{name}", text, limit)
        except RefusedError as error:
            self._say(Finding(REFUSED, name, error.code, error.facts))
            return ""

    def _from_id_number(self) -> None:
        """Take birthday and sex from the ID number where the sheet has none; contradictions are
        `roster_checks`.
        """
        number = self.reading.values.get("id_number", "")
        for name, value in (("birth_date", id_number.birth_date(number)), ("sex", id_number.sex(number))):
            if value and name not in self.reading.values and not self._row.entries.get(name):
                self.reading.values[name] = value
                self.reading.derived.add(name)

    def _membership(self) -> None:
        """Ask about people who may be no members, or no longer; take what a person settled."""
        membership = roster_membership.judge(self._row, self.reading.values, self._beside.notes, self._day)
        settled = self._decided.get("status")
        findings = [one for one in membership.findings if not (settled and one.field == "status" and one.choices)]
        self.reading.findings += findings
        self.reading.notes += membership.notes
        if settled == "left":
            self.reading.leaving = membership.leaving

    def _day(self, value: object) -> str:
        """Return the day that a cell or a text means, empty when it means none that can be."""
        reading = parse_date(value, this_year=self._today.year)
        if reading.code or not reading.value or PartialDate.from_iso(reading.value).first > self._today:
            return ""
        return reading.value

    def _posts(self) -> None:
        """Take the posts whose columns are ticked."""
        entries = [entry for entry in self._row.entries.get("party_post", ()) if entry.column.part == POST]
        held = [entry.column.label for entry in entries if roster_meaning.tick(entry.cell)]
        if held and "party_post" not in self._decided:
            said = [self.reading.values.get("party_post", ""), *held]
            posts = "、".join(dict.fromkeys(text for text in said if text))
            self._keep("party_post", self._line("party_post", posts))

    def _education_and_degree(self) -> None:
        """Read 学历学位 in one column, where the two have no column of their own."""
        for entry in self._entries("education_degree"):
            education, degree = roster_coded.education_and_degree(_plain(entry.cell))
            for name, value in (("education", education), ("degree", degree)):
                if not _says_nothing(value) and name not in self.reading.values and name not in self._decided:
                    self._keep(name, self._line(name, value))

    def _continued(self) -> None:
        if self._row.continued:
            self._say(warning("", "row-continued", cells="、".join(self._row.continued)[:200]))

    def _remark(self) -> None:
        if "remark" in self._decided:
            self._keep("remark", self._decided["remark"])
            self.reading.notes = []
            return
        self._text("remark")


def _merged_dates(readings: list[DateReading]) -> DateReading | None:
    """Return the most precise of several dates that can mean the same day, None when they cannot."""
    if any(reading.code for reading in readings):
        return None
    dates = [PartialDate.from_iso(reading.value) for reading in readings]
    best = max(dates, key=lambda one: (bool(one.month), bool(one.day)))
    if not all(best.agrees_with(one) for one in dates):
        return None
    notes = dict.fromkeys(reading.note for reading in readings if reading.note)
    remark = next((reading.remark for reading in readings if reading.value == best.iso), "")
    return DateReading(best.iso, "，".join(notes), remark=remark)


def _came_from_number(cell: Cell) -> bool:
    """Tell whether an ID number went through a number: then its last digits are lost for good."""
    if isinstance(cell.value, bool | datetime | date | time | timedelta):
        return True
    if isinstance(cell.value, int | float):
        return len(str(abs(int(cell.value)))) > _LONGEST_EXACT_NUMBER
    plain = _plain(cell)
    if _SCIENTIFIC.fullmatch(plain):
        return True
    digits = id_number.normalized(_number_of(cell))
    if digits != id_number.normalized(plain) and len(digits) > _LONGEST_EXACT_NUMBER:
        return cell_text.through_a_float(digits)
    return len(digits) == 18 and digits.endswith("000") and not id_number.is_valid(digits)


def _text_of(cell: Cell) -> str:
    """Return a cell as the text a person would have typed."""
    value = cell.value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return cell_text.unquoted(value, "\"'") if isinstance(value, str) else str(value)


def _number_of(cell: Cell) -> str:
    """Return a cell for a long number: without the point of a program that took it for one, without any quotes."""
    return cell_text.whole_number(cell_text.unquoted(_plain(cell)))


def _says_nothing(text: str) -> bool:
    return cell_text.says_nothing(text) or text in cell_text.NOT_KNOWN


def _plain(cell: Cell) -> str:
    """Return a cell's text on one line, without blanks at its ends."""
    text = unicodedata.normalize("NFC", _text_of(cell))
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", text).strip(" \u3000\xa0\t")


def _shown(cell: Cell) -> str:
    return _plain(cell)[:40]

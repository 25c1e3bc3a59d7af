"""What the importer of meetings has to say about a row; levels are those of the roster's importer."""

from dataclasses import dataclass
from typing import Any

from exchange.roster_findings import REFUSED, UNDECIDED, WARNING, Finding
from models import words

_WORDS = {"away": "缺席、请假人员", "attendees": "参加人员", "year": "年份", "person": "姓名"}


@dataclass(frozen=True, slots=True)
class MeetingFinding(Finding):
    """A remark on a field of a meeting. choices: ISO days, kinds joined by `+`, ids of groups or members, marks."""

    @property
    def field_word(self) -> str:
        """The field's Chinese name."""
        return field_word(self.field)


def field_word(field: str) -> str:
    """Return the Chinese name of a field of a meeting's row."""
    if not field:
        return ""
    if field in _WORDS:
        return _WORDS[field]
    if field in ("study_kind", "title", "to_day"):
        return words.label("field", f"study_record.{field.removeprefix('study_')}")
    return words.label("field", f"meeting.{field}")


def refused(field_: str, code: str, **facts: Any) -> MeetingFinding:
    """Return a finding that keeps the row out."""
    return MeetingFinding(REFUSED, field_, code, facts)


def undecided(field_: str, code: str, choices: tuple[str, ...] = (), **facts: Any) -> MeetingFinding:
    """Return a finding that somebody has to decide."""
    return MeetingFinding(UNDECIDED, field_, code, facts, choices)


def warning(field_: str, code: str, **facts: Any) -> MeetingFinding:
    """Return a finding that does not keep the row out."""
    return MeetingFinding(WARNING, field_, code, facts)

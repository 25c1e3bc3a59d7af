"""One gap: what is missing, how grave that is, whose it is, and where it is mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models import words
from models.kinds.catalog import kinds

SEVERITIES = ("must", "should", "note")
"""must: the archive cannot be called complete; should: a secretary will want it; note: worth knowing."""

CODES = (
    "hours_short",
    "credits_short",
    "no_minutes",
    "away_no_reason",
    "no_make_up",
    "section_empty",
    "no_summary",
    "not_reviewed",
    "not_filed",
    "text_unread",
    "reading_open",
    "exam_missing",
    "exam_failed",
    "no_pledge",
    "pledge_open",
    "pledge_unkept",
    "personal_data",
    "meeting_late",
    "record_none",
    "record_missing",
    "amount_short",
    "record_overdue",
)

PLACES = ("member", "meeting", "credits", "archive", "pledge", *kinds())
"""Where a gap is mended: with an id, that record; without one, the page where such a record is entered."""


@dataclass(frozen=True, slots=True)
class Place:
    """kind: of `PLACES`. id: of the record (a member's for `member` and `archive`), empty where one is to be made. act:
    of a declared kind, what is to be done to its records.
    """

    kind: str
    id: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """code: of `CODES`; severity: of `SEVERITIES`; member_id, name: empty for what is the whole branch's; subject: the
    section, meeting, book or test; text: one sentence; facts: what the sentence was made of.
    """

    code: str
    severity: str
    member_id: str
    name: str
    subject: str
    text: str
    place: Place
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the gap for `--json`: `code`, `severity`, `member`, `id`, `subject`, `text`, `place`, `place_id`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "member": self.name,
            "id": self.member_id,
            "subject": self.subject,
            "text": self.text,
            "place": self.place.kind,
            "place_id": self.place.id,
        }


def told(
    code: str,
    severity: str,
    place: Place,
    subject: str,
    *,
    who: tuple[str, str] = ("", ""),
    variant: str = "",
    **facts: Any,
) -> Gap:
    """Make a gap with its sentence. who: member id and name; variant: of the sentence, where a code has several."""
    member_id, name = who
    said = {"name": name, "subject": subject, **facts}
    sentence = words.label("gap", f"{code}.{variant}" if variant else code).format(**said)
    return Gap(code, severity, member_id, name, subject, sentence, place, said)

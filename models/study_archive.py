"""A member's study archive of one year (党员学习档案, M49): filled in, reviewed by the secretary, filed.

What the archive contains is never stored here: it is gathered from meetings, study and texts. Kept are the
member's summary and the way the archive has gone.
"""

from dataclasses import dataclass

ARCHIVE_STATES = ("open", "filled", "reviewed", "filed")
TEXT_LIMITS = {
    "summary": 20_000,
    "group_opinion": 1_000,
    "reviewer": 60,
    "review": 1_000,
    "returned": 300,
    "filed_by": 60,
    "file_number": 40,
}
LONG_TEXTS = ("summary", "group_opinion", "review")


@dataclass(frozen=True, slots=True)
class StudyArchive:
    """One archive. returned: why it was sent back or opened again; filed_digest: of what it held when filed."""

    org: int
    id: str
    member_id: str
    year: int
    state: str
    summary: str
    group_opinion: str
    filled_on: str
    reviewer: str
    reviewed_on: str
    review: str
    returned: str
    filed_by: str
    filed_on: str
    file_number: str
    filed_digest: str
    name: str

"""Evidence files (佐证材料): photos and documents kept inside the ledger beside the record they prove.

The contents stay in the branch's own file, encrypted with it; packages carry only name, size and digest.
"""

from dataclasses import dataclass

OWNER_TABLES = (
    "meeting",
    "study_record",
    "reflection",
    "talk",
    "exam",
    "credit_entry",
    "make_up",
    "pledge",
    "pledge_deed",
)
"""What a file can be evidence for."""

MEDIA = ("pdf", "jpeg", "png", "text", "word", "excel", "ofd", "wps")
MOST_BYTES = 20 * 1024 * 1024
TEXT_LIMITS = {"file_name": 200, "note": 200}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file. media: one of `MEDIA`, found from its content; size in bytes; digest: SHA-256 of its content."""

    org: int
    id: str
    owner_table: str
    owner_id: str
    file_name: str
    media: str
    size: int
    digest: str
    note: str
    entered_on: str

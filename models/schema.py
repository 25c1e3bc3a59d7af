"""What tables a ledger has: their keys, what travels in packages, what counts as content.

The tables themselves are made by `migrations`; a test compares both. The write gate permits no other table, because
sqlite-utils would silently create one for a misspelt name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SELF = 1
"""The local number of the organisation that this ledger belongs to."""

APPLICATION_ID = 0x5A42545A
"""Marks our files in the SQLite header: the letters ZBTZ."""

VERSION = 5
"""The newest schema this program knows (`PRAGMA user_version`)."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table that the write gate may touch.

    key: the primary key's columns in order. travels: part of a branch's snapshot (rows without `org` go into the
    package). since: the schema it came with. added: columns of a later schema with their defaults; content that
    has nothing but defaults in what came later has the digest that the earlier schema gave it. stays: a row that came
    with an operation stays when that is undone, others may have come to rest on it.
    """

    name: str
    key: tuple[str, ...]
    travels: bool = False
    since: int = 1
    added: Mapping[str, str | int] = field(default_factory=dict)
    stays: bool = False


_STUDY_CHECK: dict[str, str | int] = {"note_pages": 0, "checker": "", "checked_on": "", "check_result": ""}
_ALL = (
    Table("organization", ("number",)),
    Table("organization_key", ("org", "key_id")),
    Table("organization_lineage", ("org", "lineage")),
    Table("party_group", ("org", "id"), travels=True),
    Table("member", ("org", "id"), travels=True, added={"arrived_date": ""}),
    Table("post_term", ("org", "id"), travels=True, since=2),
    Table("study_exemption", ("org", "id"), travels=True, since=2),
    Table("meeting", ("org", "id"), travels=True, since=2),
    Table("attendance", ("org", "meeting_id", "member_id"), travels=True, since=2),
    Table("make_up", ("org", "id"), travels=True, since=2),
    Table("study_record", ("org", "id"), travels=True, since=2, added=_STUDY_CHECK),
    Table("credit_entry", ("org", "id"), travels=True, since=2),
    Table("rule_choice", ("org", "id"), travels=True, since=2),
    Table("duty_note", ("org", "id"), travels=True, since=2),
    Table("reading_item", ("org", "id"), travels=True, since=3),
    Table("reading_done", ("org", "id"), travels=True, since=3),
    Table("reflection", ("org", "id"), travels=True, since=3),
    Table("talk", ("org", "id"), travels=True, since=3),
    Table("exam", ("org", "id"), travels=True, since=3),
    Table("evidence", ("org", "id"), travels=True, since=3),
    Table("study_archive", ("org", "id"), travels=True, since=3),
    Table("pledge", ("org", "id"), travels=True, since=3),
    Table("pledge_item", ("org", "id"), travels=True, since=3),
    Table("pledge_step", ("org", "id"), travels=True, since=3),
    Table("pledge_deed", ("org", "id"), travels=True, since=3),
    Table("pledge_appraisal", ("org", "pledge_id", "source"), travels=True, since=3),
    Table("pledge_opinion", ("org", "id"), travels=True, since=3),
    Table("kind_definition", ("org", "id"), travels=True, since=5, stays=True),
    Table("record", ("org", "id"), travels=True, since=5),
    Table("record_person", ("org", "record_id", "field", "position"), travels=True, since=5),
    Table("record_line", ("org", "id"), travels=True, since=5),
    Table("record_step", ("org", "id"), travels=True, since=5),
    Table("archive_print", ("org", "member_id", "year"), since=3),
    Table("setting", ("name",)),
    Table("invitation", ("id",)),
    Table("sent_package", ("lineage", "number")),
    Table("received_package", ("org", "digest")),
)

TABLES: dict[str, Table] = {table.name: table for table in _ALL}

TRAVELLING: tuple[str, ...] = tuple(table.name for table in _ALL if table.travels)
"""Tables of a snapshot, parents before children."""

RECORD_KEEPING = (
    "ledger_info",
    "own_key",
    "snapshot_content",
    "evidence_content",
    "print_run",
    "print_part",
    "draft",
    "journal_operation",
    "journal_change",
    "_sqlite_migrations",
)
"""Tables beside the content: identity, keys, stored snapshots, contents of evidence files, the print run
that goes on, drafts, journal. The gate does not open them to operations."""

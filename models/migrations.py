"""The steps that make and change a ledger's tables, in order; a released step is never edited.

Each step is one transaction together with its record and the new `user_version`. A step uses nothing but `db`.
"""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("ledger")

_FOUNDATION = """
CREATE TABLE ledger_info (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    ledger_id TEXT NOT NULL,
    lineage TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE own_key (
    key_id TEXT PRIMARY KEY,
    sign_private TEXT NOT NULL,
    sign_public TEXT NOT NULL,
    seal_private TEXT NOT NULL,
    seal_public TEXT NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT
) STRICT;

CREATE TABLE organization (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    short_name TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    level TEXT NOT NULL CHECK (level IN ('branch', 'general_branch', 'committee')),
    parent_id TEXT NOT NULL DEFAULT '',
    secretary TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE organization_key (
    org INTEGER NOT NULL REFERENCES organization (number),
    key_id TEXT NOT NULL,
    sign_public TEXT NOT NULL,
    seal_public TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    revoked_at TEXT,
    PRIMARY KEY (org, key_id)
) STRICT;

CREATE TABLE organization_lineage (
    org INTEGER NOT NULL REFERENCES organization (number),
    lineage TEXT NOT NULL,
    rank INTEGER NOT NULL CHECK (rank > 0),
    accepted_at TEXT NOT NULL,
    PRIMARY KEY (org, lineage)
) STRICT;

CREATE TABLE party_group (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    formed_date TEXT NOT NULL DEFAULT '',
    dissolved_date TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id)
) STRICT;

CREATE TABLE member (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    name_pinyin TEXT NOT NULL DEFAULT '',
    name_initials TEXT NOT NULL DEFAULT '',
    sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'male', 'female')),
    ethnicity TEXT NOT NULL DEFAULT '',
    native_place TEXT NOT NULL DEFAULT '',
    id_number TEXT NOT NULL DEFAULT '',
    birth_date TEXT NOT NULL DEFAULT '',
    education TEXT NOT NULL DEFAULT '',
    degree TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '' CHECK (category IN ('', 'full', 'probationary')),
    joined_date TEXT NOT NULL DEFAULT '',
    regular_date TEXT NOT NULL DEFAULT '',
    group_id TEXT,
    party_post TEXT NOT NULL DEFAULT '',
    work TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'left')),
    left_date TEXT NOT NULL DEFAULT '',
    left_kind TEXT NOT NULL DEFAULT '',
    left_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, group_id) REFERENCES party_group (org, id)
) STRICT;
CREATE INDEX member_by_pinyin ON member (org, name_pinyin);
CREATE INDEX member_by_id_number ON member (org, id_number);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL REFERENCES organization (number),
    code TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;

CREATE TABLE sent_package (
    lineage TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    digest TEXT NOT NULL,
    recipient_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    file_name TEXT NOT NULL,
    counts TEXT NOT NULL,
    journal_seq INTEGER NOT NULL,
    content_digest TEXT NOT NULL,
    receipt_code TEXT NOT NULL,
    acknowledged_at TEXT,
    receipt TEXT,
    PRIMARY KEY (lineage, number)
) STRICT;

CREATE TABLE received_package (
    org INTEGER NOT NULL REFERENCES organization (number),
    digest TEXT NOT NULL,
    lineage TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    created_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    file_name TEXT NOT NULL,
    counts TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    receipt_code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('current', 'replaced')),
    PRIMARY KEY (org, digest)
) STRICT;
CREATE UNIQUE INDEX received_package_current ON received_package (org) WHERE state = 'current';

CREATE TABLE snapshot_content (
    digest TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE journal_operation (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    note TEXT NOT NULL,
    undoes INTEGER REFERENCES journal_operation (seq),
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE journal_change (
    seq INTEGER NOT NULL REFERENCES journal_operation (seq),
    n INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    row_key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (seq, n)
) STRICT;
CREATE INDEX journal_change_by_row ON journal_change (tbl, row_key);
"""


@MIGRATIONS()
def m001_foundation(db: Database) -> None:
    """Identity, organisations and their keys, groups, members, packages, journal."""
    for statement in _FOUNDATION.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA application_id = 1514296410")
    db.execute("PRAGMA user_version = 1")

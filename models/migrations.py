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


_YEAR = """
ALTER TABLE organization ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN founded_date TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN arrived_date TEXT NOT NULL DEFAULT '';

CREATE TABLE post_term (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    post TEXT NOT NULL,
    group_id TEXT,
    from_date TEXT NOT NULL DEFAULT '',
    to_date TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id),
    FOREIGN KEY (org, group_id) REFERENCES party_group (org, id)
) STRICT;
CREATE INDEX post_term_by_member ON post_term (org, member_id);

CREATE TABLE study_exemption (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;

CREATE TABLE meeting (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    kinds TEXT NOT NULL CHECK (length(kinds) > 0),
    group_id TEXT,
    topic TEXT NOT NULL CHECK (length(topic) BETWEEN 1 AND 200),
    day TEXT NOT NULL CHECK (length(day) = 10),
    start_time TEXT NOT NULL DEFAULT '',
    end_time TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    chair TEXT NOT NULL DEFAULT '',
    recorder TEXT NOT NULL DEFAULT '',
    lecturer TEXT NOT NULL DEFAULT '',
    lecturer_post TEXT NOT NULL DEFAULT '',
    guests TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT '',
    decisions TEXT NOT NULL DEFAULT '',
    effect TEXT NOT NULL DEFAULT '',
    study_minutes INTEGER NOT NULL DEFAULT 0 CHECK (study_minutes BETWEEN 0 AND 1440),
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'kept' CHECK (status IN ('kept', 'withdrawn')),
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, group_id) REFERENCES party_group (org, id)
) STRICT;
CREATE INDEX meeting_by_day ON meeting (org, day);

CREATE TABLE attendance (
    org INTEGER NOT NULL REFERENCES organization (number),
    meeting_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, meeting_id, member_id),
    FOREIGN KEY (org, meeting_id) REFERENCES meeting (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX attendance_by_member ON attendance (org, member_id);

CREATE TABLE make_up (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    study_minutes INTEGER NOT NULL CHECK (study_minutes BETWEEN 0 AND 1440),
    tutor TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, meeting_id, member_id) REFERENCES attendance (org, meeting_id, member_id)
) STRICT;
CREATE UNIQUE INDEX make_up_once ON make_up (org, meeting_id, member_id);

CREATE TABLE study_record (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    organizer TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    from_day TEXT NOT NULL CHECK (length(from_day) = 10),
    to_day TEXT NOT NULL CHECK (length(to_day) = 10),
    study_minutes INTEGER NOT NULL CHECK (study_minutes BETWEEN 0 AND 60000),
    result TEXT NOT NULL DEFAULT '',
    proof TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX study_record_by_member ON study_record (org, member_id, from_day);

CREATE TABLE credit_entry (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    item TEXT NOT NULL DEFAULT '',
    hundredths INTEGER NOT NULL CHECK (hundredths BETWEEN -100000 AND 100000),
    reason TEXT NOT NULL,
    proof TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX credit_entry_by_member ON credit_entry (org, member_id, day);

CREATE TABLE rule_choice (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    use TEXT NOT NULL CHECK (use IN ('duties', 'credits')),
    rule_set TEXT NOT NULL,
    from_date TEXT NOT NULL DEFAULT '',
    to_date TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (org, id)
) STRICT;

CREATE TABLE duty_note (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    subject_id TEXT NOT NULL DEFAULT '',
    period TEXT NOT NULL,
    text TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id)
) STRICT;
"""


@MIGRATIONS()
def m002_year(db: Database) -> None:
    """Posts, meetings with attendance, make-up, study, credits entered by hand, rule sets chosen."""
    for statement in _YEAR.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 2")

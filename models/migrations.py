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


_ARCHIVE = """
ALTER TABLE study_record ADD COLUMN note_pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE study_record ADD COLUMN checker TEXT NOT NULL DEFAULT '';
ALTER TABLE study_record ADD COLUMN checked_on TEXT NOT NULL DEFAULT '';
ALTER TABLE study_record ADD COLUMN check_result TEXT NOT NULL DEFAULT '';

CREATE TABLE reading_item (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    year INTEGER NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    author TEXT NOT NULL DEFAULT '',
    issuer TEXT NOT NULL DEFAULT '',
    need TEXT NOT NULL CHECK (need IN ('required', 'recommended')),
    due_date TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id)
) STRICT;

CREATE TABLE reading_done (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    reading_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, reading_id) REFERENCES reading_item (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE UNIQUE INDEX reading_done_once ON reading_done (org, reading_id, member_id);

CREATE TABLE reflection (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('reflection', 'notes')),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    day TEXT NOT NULL CHECK (length(day) = 10),
    body TEXT NOT NULL DEFAULT '',
    pages INTEGER NOT NULL DEFAULT 0 CHECK (pages BETWEEN 0 AND 2000),
    reviewer TEXT NOT NULL DEFAULT '',
    reviewed_on TEXT NOT NULL DEFAULT '',
    review TEXT NOT NULL DEFAULT '',
    exhibited_on TEXT NOT NULL DEFAULT '',
    exhibited_at TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX reflection_by_member ON reflection (org, member_id, day);

CREATE TABLE talk (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    occasion TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    points TEXT NOT NULL DEFAULT '',
    ranking TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX talk_by_member ON talk (org, member_id, day);

CREATE TABLE exam (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    day TEXT NOT NULL CHECK (length(day) = 10),
    method TEXT NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 100000),
    grade TEXT NOT NULL DEFAULT '',
    passed TEXT NOT NULL DEFAULT '' CHECK (passed IN ('', 'yes', 'no')),
    organizer TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX exam_by_member ON exam (org, member_id, day);

CREATE TABLE evidence (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    owner_table TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    file_name TEXT NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
    media TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    note TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id)
) STRICT;
CREATE INDEX evidence_by_owner ON evidence (org, owner_table, owner_id);

CREATE TABLE evidence_content (
    digest TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE study_archive (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'filled', 'reviewed', 'filed')),
    summary TEXT NOT NULL DEFAULT '',
    group_opinion TEXT NOT NULL DEFAULT '',
    filled_on TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL DEFAULT '',
    reviewed_on TEXT NOT NULL DEFAULT '',
    review TEXT NOT NULL DEFAULT '',
    returned TEXT NOT NULL DEFAULT '',
    filed_by TEXT NOT NULL DEFAULT '',
    filed_on TEXT NOT NULL DEFAULT '',
    file_number TEXT NOT NULL DEFAULT '',
    filed_digest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE UNIQUE INDEX study_archive_once ON study_archive (org, member_id, year);

CREATE TABLE archive_print (
    org INTEGER NOT NULL REFERENCES organization (number),
    member_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    digest TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages > 0),
    printed_at TEXT NOT NULL,
    PRIMARY KEY (org, member_id, year)
) STRICT;

CREATE TABLE print_run (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    target TEXT NOT NULL,
    options TEXT NOT NULL,
    wanted TEXT NOT NULL
) STRICT;

CREATE TABLE print_part (
    run TEXT NOT NULL,
    position INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages > 0),
    content BLOB NOT NULL,
    PRIMARY KEY (run, position)
) STRICT;

CREATE TABLE pledge (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    owner TEXT NOT NULL CHECK (owner IN ('member', 'branch', 'leader')),
    member_id TEXT,
    year INTEGER NOT NULL,
    until_date TEXT NOT NULL DEFAULT '',
    foreword TEXT NOT NULL DEFAULT '',
    supervision TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (
        state IN ('draft', 'review', 'approved', 'posted', 'keeping', 'appraising', 'concluded', 'ended')
    ),
    verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'kept', 'partly', 'unkept')),
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX pledge_by_year ON pledge (org, year);

CREATE TABLE pledge_item (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    pledge_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    kind TEXT NOT NULL,
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
    measure TEXT NOT NULL DEFAULT '',
    due_date TEXT NOT NULL DEFAULT '',
    responsible TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'kept', 'partly', 'unkept')),
    outcome_reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, pledge_id) REFERENCES pledge (org, id)
) STRICT;
CREATE INDEX pledge_item_by_pledge ON pledge_item (org, pledge_id, position);

CREATE TABLE pledge_step (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    pledge_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    step TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    by_whom TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    until_day TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, pledge_id) REFERENCES pledge (org, id)
) STRICT;
CREATE UNIQUE INDEX pledge_step_in_order ON pledge_step (org, pledge_id, position);

CREATE TABLE pledge_deed (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    pledge_id TEXT NOT NULL,
    item_id TEXT,
    day TEXT NOT NULL CHECK (length(day) = 10),
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
    proof TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, pledge_id) REFERENCES pledge (org, id),
    FOREIGN KEY (org, item_id) REFERENCES pledge_item (org, id)
) STRICT;
CREATE INDEX pledge_deed_by_pledge ON pledge_deed (org, pledge_id, day);

CREATE TABLE pledge_appraisal (
    org INTEGER NOT NULL REFERENCES organization (number),
    pledge_id TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('self', 'members', 'masses', 'branch')),
    day TEXT NOT NULL CHECK (length(day) = 10),
    grade TEXT NOT NULL DEFAULT '' CHECK (grade IN ('', 'kept', 'partly', 'unkept')),
    satisfied INTEGER NOT NULL DEFAULT 0 CHECK (satisfied BETWEEN 0 AND 100000),
    basically INTEGER NOT NULL DEFAULT 0 CHECK (basically BETWEEN 0 AND 100000),
    unsatisfied INTEGER NOT NULL DEFAULT 0 CHECK (unsatisfied BETWEEN 0 AND 100000),
    remark TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, pledge_id, source),
    FOREIGN KEY (org, pledge_id) REFERENCES pledge (org, id)
) STRICT;

CREATE TABLE pledge_opinion (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    pledge_id TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    from_whom TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
    handling TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, pledge_id) REFERENCES pledge (org, id)
) STRICT;
CREATE INDEX pledge_opinion_by_pledge ON pledge_opinion (org, pledge_id, day);
"""


@MIGRATIONS()
def m003_archive(db: Database) -> None:
    """What the study archive needs beside the year, the archive's own way, evidence files, and pledges."""
    for statement in _ARCHIVE.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 3")


_DRAFTS = """
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    at TEXT NOT NULL,
    typed TEXT NOT NULL CHECK (json_valid(typed))
) STRICT
"""


@MIGRATIONS()
def m004_drafts(db: Database) -> None:
    """What was typed and not saved yet."""
    db.execute(_DRAFTS)
    db.execute("PRAGMA user_version = 4")


_SHELF = """
CREATE TABLE kind_definition (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    text TEXT NOT NULL,
    PRIMARY KEY (org, id)
) STRICT;
CREATE UNIQUE INDEX kind_definition_once ON kind_definition (org, key, version);

CREATE TABLE record (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    kind_version INTEGER NOT NULL CHECK (kind_version > 0),
    member_id TEXT,
    day TEXT NOT NULL DEFAULT '',
    year INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    amount INTEGER,
    body TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX record_by_kind ON record (kind, org, day);
CREATE INDEX record_by_member ON record (org, member_id, day);

CREATE TABLE record_person (
    org INTEGER NOT NULL REFERENCES organization (number),
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    member_id TEXT NOT NULL,
    PRIMARY KEY (org, record_id, field, position),
    FOREIGN KEY (org, record_id) REFERENCES record (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE INDEX record_person_by_member ON record_person (org, member_id);

CREATE TABLE record_line (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    member_id TEXT,
    period TEXT NOT NULL DEFAULT '',
    amount INTEGER,
    mark TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, record_id) REFERENCES record (org, id),
    FOREIGN KEY (org, member_id) REFERENCES member (org, id)
) STRICT;
CREATE UNIQUE INDEX record_line_in_order ON record_line (org, record_id, position);
CREATE INDEX record_line_by_member ON record_line (org, member_id);

CREATE TABLE record_step (
    org INTEGER NOT NULL REFERENCES organization (number),
    id TEXT NOT NULL,
    record_id TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    step TEXT NOT NULL,
    day TEXT NOT NULL CHECK (length(day) = 10),
    by_whom TEXT NOT NULL DEFAULT '',
    remark TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    until_day TEXT NOT NULL DEFAULT '',
    entered_on TEXT NOT NULL,
    PRIMARY KEY (org, id),
    FOREIGN KEY (org, record_id) REFERENCES record (org, id)
) STRICT;
CREATE UNIQUE INDEX record_step_in_order ON record_step (org, record_id, position);
"""


@MIGRATIONS()
def m005_shelf(db: Database) -> None:
    """The shared shelf: records of every kind that is declared from here on, and the declarations they were made by."""
    for statement in _SHELF.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("PRAGMA user_version = 5")

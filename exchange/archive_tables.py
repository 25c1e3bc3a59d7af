"""The tables of a package that the study archive and the pledges need, as data (schema 3)."""

import re

from exchange.between import Fills, Link, Needs, Owned, Path
from exchange.fields import WireTable
from exchange.kind_tables import SHELF_TABLES, table_of
from exchange.wire_fields import MEMBER_ID, day, day_or_nothing, texts
from models import dates, evidence, pledge, pledge_steps, study_archive
from models.ids import UUID7
from models.kinds.column import Choice, Date, Id, Integer, Pattern, Ref, Text

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DIGEST_OR_NOTHING = re.compile(r"(?:[0-9a-f]{64})?", re.ASCII)
_YEAR = Integer(name="year", low=dates.EARLIEST_YEAR, high=dates.LATEST_YEAR)
_PLEDGE_ID = Ref(name="pledge_id", table="pledge")
_POSITION = Integer(name="position", low=1, high=10_000)
_GRADE = ("", *pledge.GRADES)
_REVIEW = ("reviewer", "reviewed_on", "review")
_VOTE_COLUMNS = ("satisfied", "basically", "unsatisfied")
_DONE = ("concluded",)
_WITH_ITEMS = tuple(state for state in pledge.STATES if state not in ("draft", "ended"))

EVIDENCE = WireTable(
    name="evidence",
    title="file_name",
    since=3,
    owned=(Owned(column="owner_id", table_in="owner_table"),),
    fields=(
        Id(name="id"),
        Choice(name="owner_table", values=evidence.OWNER_TABLES),
        Pattern(name="owner_id", pattern=UUID7),
        *texts(evidence.TEXT_LIMITS, required="file_name"),
        Choice(name="media", values=evidence.MEDIA),
        Integer(name="size", low=1, high=evidence.MOST_BYTES),
        Pattern(name="digest", pattern=_DIGEST),
        day("entered_on"),
    ),
)

STUDY_ARCHIVE = WireTable(
    name="study_archive",
    title="member_id",
    since=3,
    unique=(("member_id", "year"),),
    needs=(
        Needs("state", ("open",), empty=("filled_on", "reviewed_on", "filed_on")),
        Needs("state", ("filled",), filled=("filled_on",), empty=("reviewed_on", "filed_on")),
        Needs("state", ("reviewed",), filled=("filled_on", *_REVIEW), empty=("filed_on",)),
        Needs("state", ("filed",), filled=("filled_on", *_REVIEW, "filed_by", "filed_on")),
    ),
    fields=(
        Id(name="id"),
        MEMBER_ID,
        _YEAR,
        Choice(name="state", values=study_archive.ARCHIVE_STATES),
        *texts(study_archive.TEXT_LIMITS, required="", multiline=study_archive.LONG_TEXTS),
        day_or_nothing("filled_on"),
        day_or_nothing("reviewed_on"),
        day_or_nothing("filed_on"),
        Pattern(name="filed_digest", pattern=_DIGEST_OR_NOTHING),
    ),
)

PLEDGE = WireTable(
    name="pledge",
    title="member_id",
    since=3,
    needs=(
        Needs("owner", ("branch",), empty=("member_id",)),
        Needs("owner", ("member", "leader"), filled=("member_id",)),
        Needs("state", _DONE, filled=("verdict",)),
        Needs("state", tuple(one for one in pledge.STATES if one not in _DONE), empty=("verdict",)),
    ),
    fields=(
        Id(name="id"),
        Choice(name="owner", values=pledge.OWNERS),
        Ref(name="member_id", table="member", nullable=True, default=None),
        _YEAR,
        Date(name="until_date"),
        *texts(pledge.TEXT_LIMITS, required="", multiline=pledge.LONG_TEXTS),
        Choice(name="state", values=pledge.STATES),
        Choice(name="verdict", values=_GRADE),
        day("entered_on"),
    ),
)

PLEDGE_ITEM = WireTable(
    name="pledge_item",
    title="text",
    since=3,
    needs=(Needs("outcome", ("partly", "unkept"), filled=("outcome_reason",)),),
    fills=(
        Fills("pledge_id", "pledge", "state", _WITH_ITEMS, told="没有承诺事项"),
        Fills("pledge_id", "pledge", "state", _DONE, "有事项没有完成情况", some=("outcome",), every=True),
    ),
    fields=(
        Id(name="id"),
        _PLEDGE_ID,
        _POSITION,
        Choice(name="kind", values=pledge.ITEM_KINDS),
        *texts(pledge.ITEM_LIMITS, required="text", multiline=pledge.LONG_TEXTS),
        Date(name="due_date"),
        Choice(name="outcome", values=_GRADE),
    ),
)

PLEDGE_STEP = WireTable(
    name="pledge_step",
    title="pledge_id",
    since=3,
    unique=(("pledge_id", "position"),),
    needs=(
        Needs("step", ("post",), filled=("place", "until_day")),
        Needs("step", ("return", "end"), filled=("remark",)),
    ),
    path=Path(
        by="pledge_id",
        table="pledge",
        state="state",
        start="draft",
        step="step",
        position="position",
        day="day",
        moves={step: (move.before, move.after) for step, move in pledge_steps.MOVES.items()},
    ),
    fields=(
        Id(name="id"),
        _PLEDGE_ID,
        _POSITION,
        Choice(name="step", values=pledge.STEPS),
        day("day"),
        *texts(pledge.STEP_LIMITS, required=""),
        day_or_nothing("until_day"),
        day("entered_on"),
    ),
)

PLEDGE_DEED = WireTable(
    name="pledge_deed",
    title="text",
    since=3,
    links=(Link(("pledge_id", "item_id"), "pledge_item", to=("pledge_id", "id")),),
    fields=(
        Id(name="id"),
        _PLEDGE_ID,
        Ref(name="item_id", table="pledge_item", nullable=True, default=None),
        day("day"),
        *texts(pledge.DEED_LIMITS, required="text", multiline=pledge.LONG_TEXTS),
        day("entered_on"),
    ),
)

_VOTES = tuple(Integer(name=name, low=0, high=pledge.MOST_VOTES) for name in _VOTE_COLUMNS)

PLEDGE_APPRAISAL = WireTable(
    name="pledge_appraisal",
    title="pledge_id",
    since=3,
    unique=(("pledge_id", "source"),),
    fills=(
        Fills("pledge_id", "pledge", "state", _DONE, "没有个人自评的等次", {"source": "self"}, ("grade",)),
        Fills("pledge_id", "pledge", "state", _DONE, "没有支部评定的等次", {"source": "branch"}, ("grade",)),
        Fills("pledge_id", "pledge", "state", _DONE, "没有党员互评的票数", {"source": "members"}, _VOTE_COLUMNS),
    ),
    fields=(
        _PLEDGE_ID,
        Choice(name="source", values=pledge.SOURCES),
        day("day"),
        Choice(name="grade", values=_GRADE),
        *_VOTES,
        Text(name="remark", limit=pledge.STEP_LIMITS["remark"]),
        day("entered_on"),
    ),
)

PLEDGE_OPINION = WireTable(
    name="pledge_opinion",
    title="text",
    since=3,
    fields=(
        Id(name="id"),
        _PLEDGE_ID,
        day("day"),
        *texts(pledge.OPINION_LIMITS, required="text", multiline=pledge.LONG_TEXTS),
        day("entered_on"),
    ),
)

ARCHIVE_TABLES = (
    table_of("reading_item"),
    table_of("reading_done"),
    table_of("reflection"),
    table_of("talk"),
    table_of("exam"),
    EVIDENCE,
    STUDY_ARCHIVE,
    PLEDGE,
    PLEDGE_ITEM,
    PLEDGE_STEP,
    PLEDGE_DEED,
    PLEDGE_APPRAISAL,
    PLEDGE_OPINION,
    *SHELF_TABLES,
)

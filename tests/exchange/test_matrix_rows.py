"""Groups E and F of the matrix: bodies that are signed with the right key and hold what must not get in."""

import dataclasses
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from exchange import body, strict_json
from exchange.tables import MEETING, MEMBER, ORGANIZATION, TABLES
from models import member, snapshot
from models.errors import RefusedError
from models.kinds.column import Column, Integer, Text
from tests.exchange.package_kit import (
    Desk,
    Forge,
    Pair,
    Tables,
    id_number,
    lines,
    members_of,
    rows_of,
    with_first,
    with_manifest,
    with_member,
    with_rows,
    zipped,
)

Change = Callable[[bytes], bytes]

STRANGER = "01a1fcb2-a1fc-728c-8d44-385b711c0be8"


def _lines(table: str, change: Callable[[list[bytes]], list[bytes]]) -> Change:
    """A table with its raw lines changed and a manifest that fits."""
    name = f"{table}.ndjson"

    def make(plain: bytes) -> bytes:
        members = members_of(plain)
        changed = change(members[name].split(b"\n")[:-1])
        members[name] = b"".join(line + b"\n" for line in changed)
        return zipped(with_manifest(members))

    return make


def _first_line(table: str, change: Callable[[bytes], bytes]) -> Change:
    return _lines(table, lambda found: [change(found[0]), *found[1:]])


def _appended(table: str, raw: bytes) -> Change:
    """The first line with one more piece of JSON before its closing brace."""
    return _first_line(table, lambda line: line[:-1] + b"," + raw + b"}")


def _value(table: str = "member", **values: Any) -> Change:
    return lambda plain: with_first(plain, table, **values)


def _raw(table: str, column: str, raw: bytes) -> Change:
    """The first line with a column's value written as these bytes."""

    def put(line: bytes) -> bytes:
        value = json.dumps(json.loads(line)[column], ensure_ascii=False).encode()
        before = f'"{column}":'.encode()
        assert before + value in line
        return line.replace(before + value, before + raw, 1)

    return _first_line(table, put)


def _raw_name(raw: bytes) -> Change:
    return _raw("member", "name", raw)


def _manifest_hash_wrong(plain: bytes) -> bytes:
    members = members_of(plain)
    listed = json.loads(members["manifest.json"])
    listed["members"]["member.ndjson"]["sha256"] = "0" * 64
    return zipped(members | {"manifest.json": json.dumps(listed).encode()})


def _manifest_broken(plain: bytes) -> bytes:
    return zipped(members_of(plain) | {"manifest.json": b"{members:}"})


def _bom(plain: bytes) -> bytes:
    members = members_of(plain)
    return zipped(with_manifest(members | {"member.ndjson": b"\xef\xbb\xbf" + members["member.ndjson"]}))


def _last_line_cut(plain: bytes) -> bytes:
    members = members_of(plain)
    return zipped(with_manifest(members | {"credit_entry.ndjson": members["credit_entry.ndjson"][:-1]}))


def _rows_wrong(plain: bytes) -> bytes:
    members = members_of(plain)
    listed = json.loads(with_manifest(members)["manifest.json"])
    listed["members"]["member.ndjson"]["rows"] += 1
    return zipped(members | {"manifest.json": json.dumps(listed).encode()})


def _content_wrong(plain: bytes) -> bytes:
    return zipped(with_manifest(members_of(plain), content_digest="0" * 64))


def _same_id_twice(plain: bytes) -> bytes:
    rows = rows_of(members_of(plain)["member.ndjson"])
    rows[1]["id"] = rows[0]["id"]
    return with_rows(plain, {"member": rows})


def _many_rows(plain: bytes) -> bytes:
    members = members_of(plain)
    return zipped(with_manifest(members | {"member.ndjson": b"{}\n" * 6_000_000}))


def _organization(**values: Any) -> Change:
    def make(plain: bytes) -> bytes:
        members = members_of(plain)
        facts = json.loads(members["organization.json"]) | values
        return zipped(with_manifest(members | {"organization.json": lines([facts])}))

    return make


def _sheet(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Change:
    """The attendance changed row by row."""

    def make(plain: bytes) -> bytes:
        rows = [dict(row) for row in body.read(plain).tables["attendance"]]
        return with_rows(plain, {"attendance": change(rows)})

    return make


def _without_sheet(plain: bytes) -> bytes:
    """Only the withdrawn meeting keeps its sheet; the make-up goes, so that it is not what is refused."""
    tables = body.read(plain).tables
    withdrawn = {row["id"] for row in tables["meeting"] if row["status"] == "withdrawn"}
    rows = [row for row in tables["attendance"] if row["meeting_id"] in withdrawn]
    assert rows
    return with_rows(plain, {"attendance": rows, "make_up": []})


def _made_up_twice(plain: bytes) -> bytes:
    (row,) = body.read(plain).tables["make_up"]
    return with_rows(plain, {"make_up": [row, row | {"id": STRANGER}]})


def _made_up_by_another(plain: bytes) -> bytes:
    """Somebody who is on the roster, and a meeting that was held: only together they are on no sheet."""
    tables = body.read(plain).tables
    on_it = {row["member_id"] for row in tables["attendance"]}
    other = next(row["id"] for row in tables["member"] if row["id"] not in on_it)
    return with_rows(plain, {"make_up": [tables["make_up"][0] | {"member_id": other}]})


def _each(table: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Change:
    """Every row of a table changed; those for which nothing comes back are left out."""

    def make(plain: bytes) -> bytes:
        rows = [change(dict(row)) for row in body.read(plain).tables[table]]
        return with_rows(plain, {table: [row for row in rows if row is not None]})

    return make


def _where(column: str, value: str, **values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda row: row | values if row[column] == value else row


def _without(column: str, value: str) -> Callable[[dict[str, Any]], dict[str, Any] | None]:
    return lambda row: None if row[column] == value else row


def _skipped(step: str) -> Change:
    """The ways of all pledges without a step, numbered anew as if nothing were missing."""

    def make(plain: bytes) -> bytes:
        rows = sorted(body.read(plain).tables["pledge_step"], key=lambda row: (row["pledge_id"], row["position"]))
        kept: list[dict[str, Any]] = []
        for row in rows:
            if row["step"] != step:
                position = sum(one["pledge_id"] == row["pledge_id"] for one in kept) + 1
                kept.append(row | {"position": position})
        return with_rows(plain, {"pledge_step": sorted(kept, key=lambda row: str(row["id"]))})

    return make


def _deed_for_another(plain: bytes) -> bytes:
    """A deed for an item that is there, but of somebody else's pledge."""
    tables = body.read(plain).tables
    deed = next(row for row in tables["pledge_deed"] if row["item_id"])
    other = next(row["id"] for row in tables["pledge_item"] if row["pledge_id"] != deed["pledge_id"])
    return _each("pledge_deed", _where("id", deed["id"], item_id=other))(plain)


def _rows(plain: bytes, table: str) -> list[dict[str, Any]]:
    return body.read(plain).tables[table]


def _somebody(plain: bytes) -> str:
    return str(_rows(plain, "member")[0]["id"])


E: dict[str, tuple[str, Change]] = {
    "E01 digest in the manifest": ("hash", _manifest_hash_wrong),
    "E02 manifest no JSON": ("json", _manifest_broken),
    "E03 a field twice": ("json-dup", _appended("credit_entry", b'"reason":"x"')),
    "E04 NaN": ("json-nan", _raw("credit_entry", "hundredths", b"NaN")),
    "E05 Infinity": ("json-nan", _raw("credit_entry", "hundredths", b"-Infinity")),
    "E06 deep": ("json", _first_line("credit_entry", lambda line: b"[" * 100_000)),
    "E07 five thousand digits": ("json", _raw("credit_entry", "hundredths", b"9" * 5000)),
    "E08 over 64 bits": ("range", _value("credit_entry", hundredths=1 << 64)),
    "E09 BOM": ("bom", _bom),
    "E10 GBK": ("utf8", _raw_name('"张三"'.encode("gbk"))),
    "E11 lone surrogate": ("char", _raw_name(b'"\\ud800"')),
    "E12 NUL": ("char", _raw_name(b'"a\\u0000"')),
    "E13 a line of 1 MB": ("line", _raw("meeting", "minutes", b'"' + b"x" * 1024 * 1024 + b'"')),
    "E14 last line cut": ("rows", _last_line_cut),
    "E15 a list for a text": ("type", _value(name=["x"])),
    "E16 a truth value": ("range", _value("study_record", study_minutes=True)),
    "E17 null": ("type", _value(name=None)),
    "E18 a number for a row": ("row", _first_line("credit_entry", lambda line: b"7")),
    "E19 an empty line": ("json", _lines("study_record", lambda found: [found[0], b"", *found[1:]])),
    "E20 line separator": ("char", _value("meeting", topic="一\u2028二")),
    "E21 number of rows": ("rows", _rows_wrong),
    "E22 content digest": ("content", _content_wrong),
    "E23 half an hour too fine": ("range", _value("study_record", study_minutes=90.0)),
    "E24 a person of a sheet without reason": (
        "row",
        _first_line("attendance", lambda line: line.replace(b',""]', b"]", 1)),
    ),
    "E25 a sheet without meeting": ("row", _first_line("attendance", lambda line: b'{"rows":[]}')),
    "E26 a sheet as a list": ("row", _first_line("attendance", lambda line: b"[]")),
    "E27 a sheet of numbers": (
        "row",
        _first_line("attendance", lambda line: line.split(b'"rows"')[0] + b'"rows":[7]}'),
    ),
}

F: dict[str, tuple[str, Change]] = {
    "F01 name of 10,000 characters": ("length", _value(name="张" * 10_000)),
    "F03 a column nobody has": ("column", _value(**{'name"); DROP TABLE member': "x"})),
    "F04 direction": ("char", _value(name="张\u202e三")),
    "F05 zero width": ("char", _value(name="张\u200b三")),
    "F06 not composed": ("nfc", _value(work="e\u0301cole")),
    "F07 no UUIDv7": ("id", _value("credit_entry", id="7")),
    "F08 an id twice": ("dup-id", _same_id_twice),
    "F09 attendance of no meeting": ("ref", _sheet(lambda rows: [*rows, rows[0] | {"meeting_id": STRANGER}])),
    "F10 a meeting without its sheet": ("unfit", _without_sheet),
    "F10 somebody twice on a sheet": ("dup-id", _sheet(lambda rows: [rows[0], *rows])),
    "F10 somebody of no roster": ("ref", _sheet(lambda rows: [*rows, rows[0] | {"member_id": STRANGER}])),
    "F11 1e308": ("range", _value("study_record", study_minutes=1e308)),
    "F12 negative": ("range", _value("study_record", study_minutes=-60)),
    "F13 30 February": ("date", _value("meeting", day="2025-02-30")),
    "F14 year 9999": ("date", _value("meeting", day="9999-01-01")),
    "F15 ID number": ("pattern", _value(id_number="110101199001011234X")),
    "F18 hours of an unknown member": ("ref", _value("study_record", member_id=STRANGER)),
    "F19 digits of another script": ("pattern", _value(phone="١٣٨")),
    "F20 six million rows": ("bomb", _many_rows),
    "F21 a column missing": ("missing", _value(remark=...)),
    "F22 no such choice": ("choice", _value(sex="unknown")),
    "F23 a group not in the package": ("ref", _value(group_id=STRANGER)),
    "F24 check digit": ("pattern", _value(id_number=id_number("99010119850701001")[:-1] + "0")),
    "F25 small x": ("pattern", _value(id_number="99010119850701001x")),
    "F26 name empty": ("length", _value(name="")),
    "F27 month 13": ("date", _value(birth_date="1985-13")),
    "F28 full-width date": ("date", _value(birth_date="１９８５")),
    "F29 a meeting of a month": ("date", _value("meeting", day="2025-03")),
    "F30 no kind": ("choice", _value("meeting", kinds="")),
    "F31 a kind twice": ("choice", _value("meeting", kinds="assembly+assembly")),
    "F32 kinds in another order": ("choice", _value("meeting", kinds="lecture+assembly")),
    "F33 a kind nobody knows": ("choice", _value("meeting", kinds="assembly+party")),
    "F34 quarter past 25": ("pattern", _value("meeting", start_time="25:15")),
    "F35 full-width time": ("pattern", _value("meeting", start_time="１４:00")),
    "F36 a day of 25 hours": ("range", _value("meeting", study_minutes=1500)),
    "F37 minutes of 50,001 characters": ("length", _value("meeting", minutes="记" * 50_001)),
    "F38 a line break in a topic": ("char", _value("meeting", topic="一\n二")),
    "F39 no such mark": ("choice", _sheet(lambda rows: [rows[0] | {"mark": "asleep"}, *rows[1:]])),
    "F40 made up by somebody else": ("ref", _made_up_by_another),
    "F41 made up twice": ("dup-id", _made_up_twice),
    "F42 no such post": ("choice", _value("post_term", post="president")),
    "F43 a post of nobody": ("ref", _value("post_term", member_id=STRANGER)),
    "F44 freed by nobody's reason": ("length", _value("study_exemption", reason="")),
    "F45 freed since never": ("date", _value("study_exemption", from_date="")),
    "F46 too many credits": ("range", _value("credit_entry", hundredths=100_001)),
    "F47 a path for a rule set": ("pattern", _value("rule_choice", rule_set="../../etc/passwd")),
    "F48 options that are no JSON": ("pattern", _value("rule_choice", options="{")),
    "F49 options that are a list": ("pattern", _value("rule_choice", options="[]")),
    "F50 options as an object": ("type", _value("rule_choice", options={})),
    "F51 a note on no rule": ("pattern", _value("duty_note", rule="national")),
    "F52 no such kind of unit": ("choice", _organization(kind="castle")),
    "F53 founded on 30 February": ("date", _organization(founded_date="2001-02-30")),
    "F54 a text of 100,001 characters": ("length", _value("reflection", body="学" * 100_001)),
    "F55 a book read by nobody": ("ref", _value("reading_done", member_id=STRANGER)),
    "F56 a book of no list": ("ref", _value("reading_done", reading_id=STRANGER)),
    "F57 evidence for what is not there": ("ref", _value("evidence", owner_id=STRANGER)),
    "F58 evidence for what is elsewhere": ("ref", _value("evidence", owner_table="meeting")),
    "F59 evidence for a table of ours": ("choice", _value("evidence", owner_table="setting")),
    "F60 evidence of 21 MB": ("range", _value("evidence", size=21 * 1024 * 1024)),
    "F61 a score of 1,001": ("range", _value("exam", score=100_100)),
    "F62 an archive filed without review": (
        "unfit",
        _each("study_archive", _where("state", "filed", reviewed_on="", reviewer="", review="")),
    ),
    "F63 an archive filed by nobody": ("unfit", _each("study_archive", _where("state", "filed", filed_by=""))),
    "F64 an open archive with a review": (
        "unfit",
        _each("study_archive", _where("state", "open", reviewed_on="2025-12-01")),
    ),
    "F65 two archives of one year": (
        "dup-id",
        lambda plain: with_rows(
            plain,
            {"study_archive": [row | {"member_id": _somebody(plain)} for row in _rows(plain, "study_archive")]},
        ),
    ),
    "F66 a pledge posted without approval": ("unfit", _skipped("approve")),
    "F67 a pledge kept without posting": ("unfit", _skipped("post")),
    "F68 a state that no step leads to": ("unfit", _each("pledge", _where("state", "draft", state="review"))),
    "F69 days that go back": ("unfit", _each("pledge_step", _where("step", "begin", day="2024-12-31"))),
    "F70 steps numbered with a gap": ("unfit", _each("pledge_step", _where("step", "post", position=50))),
    "F71 a posting without its place": ("unfit", _each("pledge_step", _where("step", "post", place=""))),
    "F72 returned without a reason": ("unfit", _each("pledge_step", _where("step", "return", remark=""))),
    "F73 a result without tally": ("unfit", _each("pledge_appraisal", _without("source", "members"))),
    "F74 a tally without votes": (
        "unfit",
        _each(
            "pledge_appraisal", _where("source", "members", satisfied=0, basically=0, unsatisfied=0)
        ),
    ),
    "F75 a result without the branch's grade": (
        "unfit",
        _each("pledge_appraisal", _where("source", "branch", grade="")),
    ),
    "F76 a result with an item left open": ("unfit", _each("pledge_item", _where("outcome", "kept", outcome=""))),
    "F77 not kept for no reason": ("unfit", _each("pledge_item", _where("outcome", "partly", outcome_reason=""))),
    "F78 a verdict before the result": ("unfit", _each("pledge", _where("state", "posted", verdict="kept"))),
    "F79 the branch's pledge of a member": ("unfit", _each("pledge", _where("owner", "member", owner="branch"))),
    "F80 a member's pledge of nobody": ("unfit", _each("pledge", _where("owner", "branch", owner="member"))),
    "F81 a deed for another's item": ("ref", _deed_for_another),
    "F82 a submitted pledge without items": (
        "unfit",
        lambda plain: with_rows(plain, {"pledge_item": [], "pledge_deed": []}),
    ),
    "F83 half a vote": ("range", _value("pledge_appraisal", satisfied=0.5)),
    "F84 no such step": ("choice", _value("pledge_step", step="skip")),
}

ROWS = E | F


@pytest.mark.parametrize("row", ROWS)
def test_is_refused(row: str, desk: Desk) -> None:
    code, change = ROWS[row]
    path = desk.put(desk.forge.file(plain=change(desk.forge.plain)))
    assert desk.refused_with(path) == code


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(_value("meeting", topic="一\u2028二"), ("会议 第 1 行 议题", "U+2028"), id="topic"),
        pytest.param(_value("study_record", study_minutes=-60), ("学习记录 第 1 行 学时",), id="hours"),
        pytest.param(_without_sheet, ("会议 第 1 行", "人数与名册不符"), id="sheet"),
        pytest.param(_made_up_by_another, ("补课 第 1 行 姓名",), id="made up"),
        pytest.param(_skipped("approve"), ("承诺 第", "办理经过不按顺序"), id="path"),
        pytest.param(
            _each("pledge_appraisal", _without("source", "members")), ("承诺 第", "没有党员互评的票数"), id="tally"
        ),
        pytest.param(
            _each("study_archive", _where("state", "filed", review="")), ("学习档案 第", "没有填审阅意见"), id="review"
        ),
    ],
)
def test_the_place_in_the_year_is_named(change: Change, told: tuple[str, ...], desk: Desk) -> None:
    (result,) = desk.pair.receive(desk.put(desk.forge.file(plain=change(desk.forge.plain))))
    for part in told:
        assert part in result.reason


def test_the_place_is_named(desk: Desk) -> None:
    change = _value(phone="a\u200bb")
    (result,) = desk.pair.receive(desk.put(desk.forge.file(plain=change(desk.forge.plain))))
    assert "党员 第 1 行 联系电话" in result.reason
    assert "U+200B" in result.reason


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("'); DROP TABLE member; --", id="F02 SQL"),
        pytest.param('=HYPERLINK("http://x","y")', id="F16 formula"),
        pytest.param("𠅤喆·买买提", id="F17 rare characters"),
        pytest.param("<b>张&三</b>", id="markup"),
    ],
)
def test_is_kept_as_it_is(name: str, pair: Pair) -> None:
    sent = pair.pack()
    forge = Forge(pair, sent.path)
    path = pair.folder / "包.dyb"
    path.write_bytes(forge.file(plain=with_member(forge.plain, name=name)))
    (result,) = pair.receive(path)
    assert result.accepted, result.reason
    kept = {found.name for found in member.list_members(pair.committee, org=pair.org)}
    assert name in kept
    assert len(kept) == 3


# --- a sheet is a line ----------------------------------------------------------------


def test_a_sheet_is_one_line(desk: Desk) -> None:
    tables = body.read(desk.forge.plain).tables
    found = rows_of(members_of(desk.forge.plain)["attendance.ndjson"])
    assert [line["meeting_id"] for line in found] == sorted(row["id"] for row in tables["meeting"])
    on_first = [row for row in tables["attendance"] if row["meeting_id"] == found[0]["meeting_id"]]
    assert found[0]["rows"] == [[row["member_id"], row["mark"], row["reason"]] for row in on_first]
    assert {row["mark"] for row in on_first} == {"present", "sick"}


NOTHING_SAID = dict.fromkeys(ORGANIZATION.columns, "") | {"name": "一支部"}


def test_a_long_sheet_goes_on_in_the_next_line() -> None:
    """Reasons of a hundred rare characters for 1,201 people: no line comes near the limit."""
    ids = [str(uuid.UUID(int=7 << 76 | 2 << 62 | number)) for number in range(1, 1203)]
    tables: Tables = {table.name: [] for table in TABLES}
    template = {column.name: column.default for column in MEETING.fields}
    held = template | {"id": ids[0], "kinds": "assembly", "topic": "大会", "day": "2025-03-05", "status": "kept"}
    tables["meeting"] = [held | {"entered_on": "2025-03-06", "study_minutes": 0}]
    nobody = {column.name: column.default for column in MEMBER.fields}
    tables["member"] = [nobody | {"id": one, "name": "张", "status": "active"} for one in ids[1:]]
    away = {"mark": "personal", "reason": "𠅤" * 100}
    tables["attendance"] = [{"meeting_id": ids[0], "member_id": one} | away for one in ids[1:]]
    long = body.write(tables, NOTHING_SAID, nonce="0" * 32, id_numbers=True)
    sheets = members_of(long)["attendance.ndjson"].splitlines()
    assert [len(json.loads(sheet)["rows"]) for sheet in sheets] == [500, 500, 201]
    assert max(map(len, sheets)) < body.MOST_LINE_BYTES
    assert body.read(long).tables == tables


def test_the_longest_reflection_fits_into_a_line(desk: Desk) -> None:
    """A hundred thousand rare characters, and a review as long as it may be."""
    plain = with_first(desk.forge.plain, "reflection", body="𠅤" * 100_000, review="𠅤" * 1_000)
    longest = max(map(len, members_of(plain)["reflection.ndjson"].splitlines()))
    assert 400_000 < longest < body.MOST_LINE_BYTES
    assert body.read(plain).tables["reflection"][0]["body"] == "𠅤" * 100_000


def test_the_longest_meeting_fits_into_a_line(desk: Desk) -> None:
    """Every text as long as the ledger takes it, in characters of four bytes, and with ends of lines."""
    limits = {column.name: column.limit for column in MEETING.fields if isinstance(column, Text)}
    values = {name: "𠅤" * limit for name, limit in limits.items()}
    values["decisions"] = "一\n" * 5_000
    plain = with_first(desk.forge.plain, "meeting", **values)
    longest = max(map(len, members_of(plain)["meeting.ndjson"].splitlines()))
    assert 200_000 < longest < body.MOST_LINE_BYTES
    assert body.read(plain).tables["meeting"][0]["minutes"] == "𠅤" * 50_000


# --- versions -------------------------------------------------------------------------

FIRST = ("party_group", "member")


def as_of_schema_1(plain: bytes) -> bytes:
    """The body as the program of schema 1 would have written it: its tables and columns only."""
    members = members_of(plain)
    later = [f"{table.name}.ndjson" for table in TABLES if table.since > 1]
    members = {name: content for name, content in members.items() if name not in later}
    tables = {name: body.read(plain).tables[name] for name in FIRST}
    old = {table.name: {column.name for column in table.fields if column.since == 1} for table in TABLES}
    for name in FIRST:
        tables[name] = [{key: row[key] for key in row if key in old[name]} for row in tables[name]]
        members[f"{name}.ndjson"] = lines(tables[name])
    facts = json.loads(members["organization.json"])
    members["organization.json"] = lines(
        [{key: value for key, value in facts.items() if key not in ("kind", "founded_date")}]
    )
    return zipped(with_manifest(members, content_digest=snapshot.digest_of(tables)))


def test_tables_and_columns_an_older_program_lacked_get_their_default(desk: Desk) -> None:
    found = body.read(as_of_schema_1(desk.forge.plain), written_by=1)
    now = body.read(desk.forge.plain)
    assert {name: found.tables[name] for name in FIRST} == {name: now.tables[name] for name in FIRST}
    assert all(found.tables[table.name] == [] for table in TABLES if table.since > 1)
    assert (found.organization["kind"], found.organization["founded_date"]) == ("", "")
    assert {row["arrived_date"] for row in found.tables["member"]} == {""}


def test_what_is_of_our_own_version_must_be_there(desk: Desk) -> None:
    with pytest.raises(RefusedError) as caught:
        body.read(as_of_schema_1(desk.forge.plain), written_by=2)
    assert caught.value.code == "members"
    with pytest.raises(RefusedError) as caught:
        body.read(with_member(desk.forge.plain, arrived_date=...))
    assert caught.value.code == "missing"


def test_what_a_newer_program_adds_is_left_out_and_said_so(desk: Desk) -> None:
    members = members_of(desk.forge.plain)
    rows = [row | {"colour": "red"} for row in rows_of(members["credit_entry.ndjson"])]
    members |= {"credit_entry.ndjson": lines(rows), "donation.ndjson": lines([{"id": STRANGER}])}
    found = body.read(zipped(with_manifest(members)), written_by=99, known=2)
    assert found.tables == body.read(desk.forge.plain).tables
    assert found.left_out == ("donation.ndjson",)


def test_a_program_of_schema_1_would_have_read_its_part(desk: Desk) -> None:
    """What the header says of `min_schema` is true: two tables, the rest left out, nothing refused."""
    wire = tuple(
        dataclasses.replace(table, fields=tuple(column for column in table.fields if column.since == 1))
        for table in TABLES
        if table.name in FIRST
    )
    found = body.read(desk.forge.plain, written_by=2, known=1, wire=wire)
    assert set(found.tables) == set(FIRST)
    assert len(found.left_out) == len(TABLES) - len(FIRST)
    assert "meeting.ndjson" in found.left_out


def test_newer_package_that_we_may_read_comes_in(pair: Pair) -> None:
    sent = pair.pack()
    forge = Forge(pair, sent.path)
    members = members_of(forge.plain)
    rows = [row | {"colour": "red"} for row in rows_of(members["member.ndjson"])]
    plain = zipped(with_manifest(members | {"member.ndjson": lines(rows)}))
    path = pair.folder / "新.dyb"
    path.write_bytes(forge.file(plain=plain, head={"schema": 99}))
    assert pair.receive(path)[0].accepted
    assert pair.received_digest() == snapshot.digest_of(snapshot.collect(pair.branch))


def test_every_kind_of_field_refuses_what_is_no_text() -> None:
    kinds: list[Column] = [column for table in body.TABLES for column in table.fields]
    for value in (7, 1.5, True, [], {}, float("inf")):
        for column in kinds:
            if not isinstance(column, Integer):
                assert column.wrong(value) is not None, column


def test_strict_json_takes_what_json_is() -> None:
    assert strict_json.loads('{"a":[1,"二",null]}'.encode(), "包头") == {"a": [1, "二", None]}

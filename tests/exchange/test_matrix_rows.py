"""Groups E and F of the matrix: bodies that are signed with the right key and hold what must not get in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from exchange import body, strict_json
from exchange.fields import Choice, Date, Field, Id, Integer, Ref, Text, WireTable
from models import member, snapshot
from models.errors import RefusedError
from tests.exchange.package_kit import (
    Desk,
    Forge,
    Pair,
    id_number,
    lines,
    members_of,
    rows_of,
    with_manifest,
    with_member,
    with_rows,
    zipped,
)

Change = Callable[[bytes], bytes]


def _member_lines(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    """The member table with its raw lines changed and a manifest that fits."""

    def make(plain: bytes) -> bytes:
        members = members_of(plain)
        changed = change(members["member.ndjson"].split(b"\n")[:-1])
        members["member.ndjson"] = b"".join(line + b"\n" for line in changed)
        return zipped(with_manifest(members))

    return make


def _first_line(change: Callable[[bytes], bytes]) -> Change:
    return _member_lines(lambda found: [change(found[0]), *found[1:]])


def _appended(raw: bytes) -> Change:
    """The first member's line with one more piece of JSON before its closing brace."""
    return _first_line(lambda line: line[:-1] + b"," + raw + b"}")


def _value(**values: Any) -> Change:
    return lambda plain: with_member(plain, **values)


def _raw_name(raw: bytes) -> Change:
    def put(line: bytes) -> bytes:
        name = json.loads(line)["name"]
        return line.replace(json.dumps(name, ensure_ascii=False).encode(), raw, 1)

    return _first_line(put)


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
    return zipped(with_manifest(members | {"member.ndjson": members["member.ndjson"][:-1]}))


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


STRANGER = "01a1fcb2-a1fc-728c-8d44-385b711c0be8"

E: dict[str, tuple[str, Change]] = {
    "E01 digest in the manifest": ("hash", _manifest_hash_wrong),
    "E02 manifest no JSON": ("json", _manifest_broken),
    "E03 a field twice": ("json-dup", _appended(b'"name":"x"')),
    "E04 NaN": ("json-nan", _appended(b'"remark2":NaN')),
    "E05 Infinity": ("json-nan", _appended(b'"remark2":-Infinity')),
    "E06 deep": ("json", _first_line(lambda line: b"[" * 100_000)),
    "E07 five thousand digits": ("json", _appended(b'"remark2":' + b"9" * 5000)),
    "E09 BOM": ("bom", _bom),
    "E10 GBK": ("utf8", _raw_name('"张三"'.encode("gbk"))),
    "E11 lone surrogate": ("char", _raw_name(b'"\\ud800"')),
    "E12 NUL": ("char", _raw_name(b'"a\\u0000"')),
    "E13 a line of 1 MB": ("line", _raw_name(b'"' + b"x" * 1024 * 1024 + b'"')),
    "E14 last line cut": ("rows", _last_line_cut),
    "E15 a list for a text": ("type", _value(name=["x"])),
    "E17 null": ("type", _value(name=None)),
    "E18 a number for a row": ("row", _first_line(lambda line: b"7")),
    "E19 an empty line": ("json", _member_lines(lambda found: [found[0], b"", *found[1:]])),
    "E20 line separator": ("char", _value(remark="a\u2028b")),
    "E21 number of rows": ("rows", _rows_wrong),
    "E22 content digest": ("content", _content_wrong),
}

F: dict[str, tuple[str, Change]] = {
    "F01 name of 10,000 characters": ("length", _value(name="张" * 10_000)),
    "F03 a column nobody has": ("column", _value(**{'name"); DROP TABLE member': "x"})),
    "F04 direction": ("char", _value(name="张\u202e三")),
    "F05 zero width": ("char", _value(name="张\u200b三")),
    "F06 not composed": ("nfc", _value(work="e\u0301cole")),
    "F07 no UUIDv7": ("id", _value(id="7")),
    "F08 an id twice": ("dup-id", _same_id_twice),
    "F13 30 February": ("date", _value(joined_date="2008-02-30")),
    "F14 year 9999": ("date", _value(joined_date="9999")),
    "F15 ID number": ("pattern", _value(id_number="110101199001011234X")),
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
}

ROWS = E | F


@pytest.mark.parametrize("row", ROWS)
def test_is_refused(row: str, desk: Desk) -> None:
    code, change = ROWS[row]
    path = desk.put(desk.forge.file(plain=change(desk.forge.plain)))
    assert desk.refused_with(path) == code


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


# --- tables that come later, declared as data -----------------------------------------

MEETING = WireTable(name="meeting", fields=(Id(name="id"), Text(name="title", limit=60), Date(name="day")))
PERSON = WireTable(name="person", fields=(Id(name="id"),))
ATTENDANCE = WireTable(
    name="attendance",
    grouped_by="meeting_id",
    title="person_id",
    fields=(
        Ref(name="meeting_id", table="meeting"),
        Ref(name="person_id", table="person"),
        Choice(name="mark", values=("present", "leave")),
    ),
)
CREDIT = WireTable(
    name="credit",
    fields=(
        Id(name="id"),
        Ref(name="person_id", table="person"),
        Integer(name="minutes", low=0, high=10_000),
        Integer(name="revision", low=1, high=1 << 53, since=2, default=1),
    ),
)
LATER = (MEETING, PERSON, ATTENDANCE, CREDIT)
ONE, TWO, THREE, FOUR = (f"01a1fcb2-a1fc-728c-8d44-00000000000{n}" for n in range(1, 5))
SOUND: dict[str, list[dict[str, Any]]] = {
    "meeting": [{"id": ONE, "title": "支部党员大会", "day": "2026-03-01"}],
    "person": [{"id": TWO}, {"id": THREE}],
    "attendance": [
        {"meeting_id": ONE, "person_id": TWO, "mark": "present"},
        {"meeting_id": ONE, "person_id": THREE, "mark": "leave"},
    ],
    "credit": [{"id": FOUR, "person_id": TWO, "minutes": 90, "revision": 1}],
}
FACTS = {"name": "一支部", "short_name": "", "code": "", "secretary": "", "phone": ""}


def _body(tables: dict[str, list[dict[str, Any]]]) -> bytes:
    return body.write(tables, FACTS, nonce="0" * 32, id_numbers=True, wire=LATER)


def test_a_sheet_is_one_line() -> None:
    plain = _body(SOUND)
    expected = {"meeting_id": ONE, "rows": [[TWO, "present"], [THREE, "leave"]]}
    assert rows_of(members_of(plain)["attendance.ndjson"]) == [expected]
    assert body.read(plain, wire=LATER).tables == SOUND


def _credit(**values: Any) -> dict[str, list[dict[str, Any]]]:
    return SOUND | {"credit": [SOUND["credit"][0] | values]}


def _mark(**values: Any) -> dict[str, list[dict[str, Any]]]:
    return SOUND | {"attendance": [SOUND["attendance"][0] | values]}


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        pytest.param(_credit(revision=1 << 64), "range", id="E08 over 64 bits"),
        pytest.param(_credit(revision=True), "range", id="E16 a truth value"),
        pytest.param(_mark(meeting_id=FOUR), "ref", id="F09 no such meeting"),
        pytest.param(_credit(minutes=1e308), "range", id="F11 1e308"),
        pytest.param(_credit(minutes=-1), "range", id="F12 negative"),
        pytest.param(_credit(person_id=ONE), "ref", id="F18 no such member"),
        pytest.param(_mark(mark="late"), "choice", id="no such mark"),
        pytest.param(_mark(person_id=None), "type", id="nobody"),
    ],
)
def test_later_tables_are_refused_alike(tables: dict[str, list[dict[str, Any]]], code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        body.read(_body(tables), wire=LATER)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "sheet", [{"rows": []}, {"meeting_id": ONE, "rows": [[TWO]]}, {"meeting_id": ONE}, {"rows": [7]}, []]
)
def test_a_sheet_of_another_shape_is_refused(sheet: object) -> None:
    members = members_of(_body(SOUND))
    plain = zipped(with_manifest(members | {"attendance.ndjson": lines([sheet])}))
    with pytest.raises(RefusedError) as caught:
        body.read(plain, wire=LATER)
    assert caught.value.code == "row"


# --- versions -------------------------------------------------------------------------


def _older(plain: bytes) -> bytes:
    members = members_of(plain)
    rows = [{name: value for name, value in row.items() if name != "revision"} for row in SOUND["credit"]]
    return zipped(with_manifest(members | {"credit.ndjson": lines(rows)}))


def test_columns_an_older_program_lacked_get_their_default() -> None:
    assert body.read(_older(_body(SOUND)), written_by=1, known=2, wire=LATER).tables == SOUND


def test_columns_of_our_own_version_must_be_there() -> None:
    with pytest.raises(RefusedError) as caught:
        body.read(_older(_body(SOUND)), written_by=2, known=2, wire=LATER)
    assert caught.value.code == "missing"


def test_a_table_an_older_program_lacked_is_empty() -> None:
    younger = (*LATER[:-1], WireTable(name="credit", fields=CREDIT.fields, since=2))
    members = members_of(_body(SOUND))
    del members["credit.ndjson"]
    found = body.read(zipped(with_manifest(members)), written_by=1, known=2, wire=younger)
    assert found.tables == SOUND | {"credit": []}


def test_what_a_newer_program_adds_is_left_out_and_said_so() -> None:
    members = members_of(_body(SOUND))
    rows = [row | {"colour": "red"} for row in SOUND["credit"]]
    members |= {"credit.ndjson": lines(rows), "donation.ndjson": lines([{"id": ONE}])}
    plain = zipped(with_manifest(members))
    found = body.read(plain, written_by=99, known=2, wire=LATER)
    assert found.tables == SOUND
    assert found.left_out == ("donation.ndjson",)


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
    kinds: list[Field] = [column for table in (*LATER, *body.TABLES) for column in table.fields]
    for value in (7, 1.5, True, [], {}, float("inf")):
        for column in kinds:
            if not isinstance(column, Integer):
                assert column.wrong(value) is not None, column


def test_strict_json_takes_what_json_is() -> None:
    assert strict_json.loads('{"a":[1,"二",null]}'.encode(), "包头") == {"a": [1, "二", None]}

"""Records of the shared shelf in a package: what stays inside, what a newer program sent, what is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from exchange import body, inspection, kind_tables
from models import change_words, check, journal, member, schema, snapshot
from models.errors import RefusedError
from models.gate import canonical
from models.kinds import foreign, records, shelf
from models.kinds.catalog import kind_of
from tests.exchange.package_kit import Forge, Pair, keep_a_year, with_rows

Row = dict[str, Any]
TALKS, DUES, TRANSFER = kind_of("heart_talk"), kind_of("dues"), kind_of("transfer")


@pytest.fixture
def forge(pair: Pair) -> Forge:
    keep_a_year(pair.branch)
    return Forge(pair, pair.pack().path)


def test_of_a_talk_only_its_count_by_form_leaves_the_branch(pair: Pair, forge: Forge) -> None:
    (own,) = records.listed(pair.branch, TALKS)
    assert (own.text("topic"), own.said("by"), own.name) == ("近期思想", "单雨彤", "买买提·艾山")
    tables = body.read(forge.plain).tables
    (sent,) = [row for row in tables["record"] if row["kind"] == "heart_talk"]
    assert (sent["member_id"], sent["title"], sent["day"]) == (None, "", own.day)
    assert json.loads(sent["body"]) == {"form": "member", "occasion": "mood"}
    assert [row for row in tables["record_person"] if row["record_id"] == own.id] == []
    pair.receive(pair.pack().path)
    (arrived,) = records.listed(pair.committee, TALKS, org=pair.org)
    told = [arrived.said(name) for name in ("form", "content", "by")]
    assert (arrived.name, told) == ("", ["支委与党员", "", ""])
    assert strange(pair) == []


def test_a_file_kept_with_a_talk_stays_as_well(pair: Pair, forge: Forge) -> None:
    (own,) = records.listed(pair.branch, TALKS)
    tables = snapshot.collect(pair.branch)
    file = tables["evidence"][0] | {"owner_table": "record", "owner_id": own.id}
    kept = kind_tables.without_private(tables | {"evidence": [*tables["evidence"], file]})
    assert kept["evidence"] == tables["evidence"]


# --- kept, not dropped ------------------------------------------------------------------


def newer(plain: bytes, kind: str, change: Callable[[Row, Row], None]) -> bytes:
    """Return a body whose records of a kind were made by a newer program; change: of declaration and body."""
    tables = body.read(plain).tables
    definitions, rows = ([dict(row) for row in tables[name]] for name in ("kind_definition", "record"))
    for row in rows:
        if row["kind"] == kind:
            held = json.loads(row["body"])
            definition = next(one for one in definitions if one["key"] == kind)
            told = json.loads(definition["text"])
            change(told, held)
            row |= {"body": canonical(held), "kind_version": told["version"], "kind": told["kind"]}
            text = canonical(told)
            definition |= {"key": told["kind"], "version": told["version"], "text": text}
            definition["digest"] = shelf.digest_of(text)
            break
    return with_rows(plain, {"kind_definition": definitions, "record": rows})


def another_field(told: Row, held: Row) -> None:
    told["version"] = 2
    told["field"].append({"name": "mood", "word": "心情", "type": "choice", "of": {"good": "好"}})
    held["mood"] = "good"


def another_option(told: Row, held: Row) -> None:
    told["version"] = 2
    told["field"][0]["of"]["lent"] = "借调"
    held["way"] = "lent"


def another_kind(told: Row, held: Row) -> None:
    told |= {"kind": "star_rating", "word": "星级评定"}
    held["stars"] = 5
    told["field"].append({"name": "stars", "word": "星数", "type": "count", "most": 5})


def arrived(pair: Pair, forge: Forge, plain: bytes) -> None:
    path = pair.folder / "新版.dyb"
    path.write_bytes(forge.file(plain=plain))
    (verdict,) = pair.receive(path)
    assert verdict.accepted, verdict.reason
    assert strange(pair) == []


def strange(pair: Pair) -> list[check.Finding]:
    return [one for one in check.check_ledger(pair.committee) if one.table in schema.TABLES and "record" in one.table]


def test_a_field_of_a_newer_program_is_kept_and_named(pair: Pair, forge: Forge) -> None:
    plain = newer(forge.plain, "transfer", another_field)
    arrived(pair, forge, plain)
    (found,) = records.listed(pair.committee, TRANSFER, org=pair.org)
    assert (found.text("place"), found.more) == ("城东街道党工委", {"mood": "good"})
    assert foreign.told(pair.committee, found) == [("心情", "好")]
    sent = {row["id"]: row for row in body.read(plain).tables["record"]}
    kept = {row["id"]: row for row in snapshot.collect(pair.committee, pair.org)["record"]}
    assert kept == sent


def test_an_option_of_a_newer_program_is_kept_and_said(pair: Pair, forge: Forge) -> None:
    arrived(pair, forge, newer(forge.plain, "transfer", another_option))
    (found,) = records.listed(pair.committee, TRANSFER, org=pair.org)
    assert found.text("way") == "lent"
    assert found.said("way") == "借调"


def test_a_kind_of_a_newer_program_is_kept_and_shown_by_its_own_words(pair: Pair, forge: Forge) -> None:
    arrived(pair, forge, newer(forge.plain, "transfer", another_kind))
    (kind,) = foreign.kinds_in(pair.committee, pair.org)
    assert (kind.word, kind.foreign, kind.by_name["stars"].word) == ("星级评定", True, "星数")
    (found,) = records.listed(pair.committee, kind, org=pair.org)
    assert (found.text("place"), found.said("stars"), found.said("way")) == ("城东街道党工委", "5", "转出")


def test_what_a_newer_program_kept_stays_when_the_record_is_changed_here(pair: Pair) -> None:
    """The same for a branch that went back to an older program: its own records hold what it does not know."""
    keep_a_year(pair.branch)
    (own,) = records.listed(pair.branch, TRANSFER)
    with pair.branch.operation("transfer.edit") as op:
        row = op.row("record", (1, own.id)) or {}
        held = json.loads(row["body"]) | {"mood": "good"}
        op.update("record", (1, own.id), {"body": canonical(held), "kind_version": 2})
    with pair.branch.operation("transfer.edit") as op:
        assert records.edit(op, TRANSFER, own.id, letter="2026-007") is True
    (now,) = records.listed(pair.branch, TRANSFER)
    assert (now.text("letter"), now.more) == ("2026-007", {"mood": "good"})
    (kept,) = pair.branch.query("SELECT kind_version FROM record WHERE id = ?", (own.id,))
    assert kept["kind_version"] == 2
    (change,) = journal.changes_of(pair.branch, journal.last_seq(pair.branch))
    assert change_words.changed_fields(pair.branch, change) == [("介绍信编号", "", "2026-007")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (lambda row: row | {"body": '{"mood":"good","way":"out"}'}, "pattern"),
        (lambda row: row | {"body": '{"way":"lent"}'}, "choice"),
        (lambda row: row | {"body": '{"way": "out"}'}, "pattern"),
        (lambda row: row | {"body": '{"way":null}'}, "pattern"),
        (lambda row: row | {"body": '{"way":1.5}'}, "pattern"),
        (lambda row: row | {"body": '{"way":"out","way":"in"}'}, "pattern"),
        (lambda row: row | {"body": '["way"]'}, "pattern"),
        (lambda row: row | {"body": "x"}, "pattern"),
        (lambda row: row | {"body": '{"letter":7,"way":"out"}'}, "type"),
        (lambda row: row | {"body": '{"returned_on":"2026-02-31","way":"out"}'}, "date"),
        (lambda row: row | {"title": ""}, "length"),
        (lambda row: row | {"member_id": None}, "id"),
        (lambda row: row | {"day": "", "year": 0}, "date"),
        (lambda row: row | {"year": 2001}, "range"),
        (lambda row: row | {"kind_version": 2}, "ref"),
        (lambda row: row | {"kind": "star_rating"}, "ref"),
        (lambda row: row | {"kind": "Star'rating"}, "pattern"),
        (lambda row: row | {"amount": 1 << 60}, "range"),
    ],
)
def test_a_record_that_cannot_be_is_refused(forge: Forge, changed: Callable[[Row], Row], code: str) -> None:
    rows = [changed(row) if row["kind"] == "transfer" else row for row in body.read(forge.plain).tables["record"]]
    with pytest.raises(RefusedError) as caught:
        body.read(with_rows(forge.plain, {"record": rows}))
    assert caught.value.code == code
    assert caught.value.facts["place"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": "{}"}, "pattern"),
        ({"key": "dues"}, "pattern"),
        ({"digest": "0" * 64}, "pattern"),
        ({"version": 0}, "range"),
    ],
)
def test_a_declaration_that_is_not_what_it_says_is_refused(forge: Forge, changed: Row, code: str) -> None:
    definitions = body.read(forge.plain).tables["kind_definition"]
    rows = [row | (changed if row["key"] == "transfer" else {}) for row in definitions]
    with pytest.raises(RefusedError) as caught:
        body.read(with_rows(forge.plain, {"kind_definition": rows}))
    assert caught.value.code == code


def test_dues_go_through_and_are_summed(pair: Pair, forge: Forge) -> None:
    pair.receive(pair.pack().path)
    found = records.listed(pair.committee, DUES, org=pair.org, year=2025)
    assert sorted((one.name, one.text("period"), one.number("paid")) for one in found) == [
        ("买买提·艾山", "2025-06", 9300), ("单雨彤", "2025-06", 9300),
    ]
    summed = "SELECT sum(amount) AS paid FROM record WHERE kind = 'dues' AND org = ?"
    (total,) = pair.committee.query(summed, (pair.org,))
    assert total["paid"] == 18600
    assert {one.name for one in member.list_members(pair.committee, org=pair.org)} >= {"单雨彤"}
    assert inspection.inspect(pair.pack().path, pair.committee).changes is not None

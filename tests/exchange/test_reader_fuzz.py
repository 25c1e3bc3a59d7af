"""The reader against bodies changed at random and signed with the right key: refused, or the same content.

Nothing but a `KnownError` may come out, whatever is read.
"""

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange import body, container, strict_zip
from models import meeting, pledge, snapshot, study_archive
from models import texts as texts_module
from models.errors import KnownError
from models.kinds.catalog import kinds
from models.kinds.field import Prose
from tests.exchange.package_kit import Desk, members_of, with_rows


@cache
def as_sent(plain: bytes) -> snapshot.Tables:
    """Return what an unchanged body holds; read once for all examples."""
    return body.read(plain).tables


class RolledBackError(Exception):
    """Leaves an operation so that nothing of it stays."""


BOUNDED = settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow],
)

changes = st.lists(
    st.tuples(
        st.sampled_from(("flip", "cut", "insert", "zero", "double")),
        st.integers(0, 1 << 30),
        st.integers(0, 1 << 30),
        st.binary(min_size=1, max_size=12),
    ),
    min_size=1,
    max_size=4,
)


def changed(content: bytes, steps: list[tuple[str, int, int, bytes]]) -> bytes:
    for how, first, second, inserted in steps:
        at = first % (len(content) + 1)
        length = second % 40 + 1
        match how:
            case "flip" if at < len(content):
                content = content[:at] + bytes([content[at] ^ (second % 255 + 1)]) + content[at + 1 :]
            case "cut":
                content = content[:at] + content[at + length :]
            case "insert":
                content = content[:at] + inserted + content[at:]
            case "zero":
                content = content[:at] + bytes(length) + content[at + length :]
            case "double":
                content = content[:at] + content[at : at + length] + content[at:]
    return content


@BOUNDED
@given(steps=changes)
def test_a_body_changed_anywhere(desk: Desk, steps: list[tuple[str, int, int, bytes]]) -> None:
    plain = changed(desk.forge.plain, steps)
    try:
        found = body.read(plain)
    except KnownError:
        return
    assert snapshot.digest_of(found.tables) == snapshot.digest_of(as_sent(desk.forge.plain))


@BOUNDED
@given(
    steps=changes,
    name=st.sampled_from(
        ("manifest.json", "organization.json", *(f"{table.name}.ndjson" for table in body.TABLES))
    ),
)
def test_a_member_changed_with_a_fitting_zip(
    desk: Desk, steps: list[tuple[str, int, int, bytes]], name: str
) -> None:
    members = members_of(desk.forge.plain)
    members[name] = changed(members[name], steps)
    try:
        found = body.read(strict_zip.write(members))
    except KnownError:
        return
    assert found.tables == as_sent(desk.forge.plain)


@BOUNDED
@given(steps=changes)
def test_a_file_changed_anywhere_is_taken_apart_or_refused(
    desk: Desk, steps: list[tuple[str, int, int, bytes]]
) -> None:
    content = changed(desk.forge.good, steps)
    try:
        found = container.parse(content)
    except KnownError:
        return
    assert content == desk.forge.good or not found.signed_by(desk.forge.keys.sign_public)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
tricky = st.sampled_from(["1985-02-29", "2024-02-29", "１９８５", "=1+1", "a\u0301", "\ud800"])
texts = st.text(max_size=70) | tricky


LONG_TEXTS = {
    "meeting": meeting.LONG_TEXTS,
    **{kind.name: tuple(one.name for one in kind.fields if isinstance(one, Prose)) for kind in kinds().values()},
    "study_archive": study_archive.LONG_TEXTS,
    **dict.fromkeys(("pledge", "pledge_item", "pledge_deed", "pledge_opinion"), pledge.LONG_TEXTS),
}
"""Everywhere else a line is a line."""
COLUMNS = [(table.name, column) for table in body.TABLES for column in table.columns]


@settings(BOUNDED, max_examples=600)
@given(where=st.sampled_from(COLUMNS), value=json_values | texts)
@example(where=("member", "id_number"), value="990101198507010019")
@example(where=("member", "group_id"), value=None)
@example(where=("meeting", "kinds"), value="assembly+lecture+study")
@example(where=("meeting", "minutes"), value="一\n二")
@example(where=("attendance", "member_id"), value=None)
@example(where=("credit_entry", "hundredths"), value=-100_000)
@example(where=("study_record", "study_minutes"), value=60_000)
@example(where=("rule_choice", "options"), value='{"lecture":"year"}')
@example(where=("duty_note", "subject_id"), value="")
def test_any_value_in_any_field_is_legal_or_refused(desk: Desk, where: tuple[str, str], value: Any) -> None:
    table, column = where
    rows = [dict(row) for row in as_sent(desk.forge.plain)[table]]
    rows[0][column] = value
    try:
        plain = with_rows(desk.forge.plain, {table: rows})
    except (UnicodeEncodeError, TypeError):
        # A lone surrogate cannot be written as UTF-8 (E11 sends it as an escape); a list names no sheet.
        return
    try:
        found = body.read(plain)
    except KnownError:
        return
    kept = found.tables[table][0][column]
    assert kept == value
    assert type(kept) is type(value)
    if isinstance(kept, str):
        assert len(kept) <= 50_000
        assert texts_module.invisible_characters(kept, multiline=column in LONG_TEXTS.get(table, ())) == []
    # What the reader lets in, the ledger takes: no constraint of a table is left to find out.
    with pytest.raises(RolledBackError), desk.pair.committee.operation("package.receive") as op:
        snapshot.install(op, desk.pair.org, found.tables, before=None)
        raise RolledBackError

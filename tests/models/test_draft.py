"""Drafts lie beside the journal: no operation, no content, nothing to undo; in backups."""

from datetime import timedelta
from pathlib import Path

import pytest

from models import backup, check, draft, journal, undo
from models.clock import FixedClock
from models.errors import KnownError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.models.conftest import NOW, add_members

TYPED = [("QPlainTextEdit 发言要点 1", "还没有写完的一句"), ("QComboBox 形式 1", "演讲宣讲"), ("QListWidget 1", ["甲"])]


def kept(book: Ledger, draft_id: str = "a", text: str = "还没有写完的一句", subject: str = "") -> None:
    typed = [("QPlainTextEdit 发言要点 1", text), *TYPED[1:]]
    draft.keep(book, draft_id, place="KindDialog talk", subject=subject, title="登记发言", typed=typed)


def test_a_draft_is_kept_replaced_and_let_go(book: Ledger, clock: FixedClock) -> None:
    kept(book)
    kept(book, text="又写了一句")
    (found,) = draft.listed(book)
    assert found.typed == [("QPlainTextEdit 发言要点 1", "又写了一句"), *TYPED[1:]]
    assert found.texts == ["又写了一句", "演讲宣讲"]
    clock.current = NOW + timedelta(minutes=1)
    kept(book, "b", subject="x")
    assert [one.id for one in draft.listed(book)] == ["b", "a"]
    assert [one.id for one in draft.listed(book, "KindDialog talk", "")] == ["a"]
    draft.drop(book, "a")
    draft.drop(book, "a")
    assert [one.id for one in draft.listed(book)] == ["b"]


def test_it_is_no_operation_and_no_content(book: Ledger) -> None:
    add_members(book)
    before = (journal.last_seq(book), book.content_digest(), [one.seq for one in journal.entries(book)])
    heard: list[object] = []
    book.changed.append(heard.append)
    kept(book)
    assert (journal.last_seq(book), book.content_digest(), [one.seq for one in journal.entries(book)]) == before
    assert heard == [] and check.check_ledger(book) == []
    undo.undo(book)
    assert len(draft.listed(book)) == 1


def test_it_is_there_after_a_restart_and_in_a_backup(book: Ledger, path: Path, tmp_path: Path) -> None:
    kept(book)
    info = backup.make_backup(book, tmp_path, reason="manual")
    book.close()
    with Ledger.open(path) as again:
        assert draft.listed(again)[0].texts[0] == "还没有写完的一句"
    restored = tmp_path / "恢复.zbtz"
    backup.restore_backup(info.path, restored, actor="甲")
    with Ledger.open(restored) as again:
        assert draft.listed(again)[0].texts[0] == "还没有写完的一句"


def test_a_record_changed_meanwhile_is_told(book: Ledger, clock: FixedClock) -> None:
    who, _, _ = add_members(book)
    said = {"kind": "speech", "day": "2026-05-04", "title": "题"}
    with book.operation("talk.add") as op:
        (made,) = records.add(op, book.ids, kind_of("talk"), [who], **said)
    clock.current = NOW + timedelta(minutes=1)
    kept(book, subject=made)
    (found,) = draft.listed(book)
    assert not draft.changed_since(book, found, "talk", (1, made))
    clock.current = NOW + timedelta(minutes=2)
    with book.operation("talk.edit") as op:
        records.edit(op, kind_of("talk"), made, title="新题")
    assert draft.changed_since(book, found, "talk", (1, made))


@pytest.mark.parametrize("typed", ["5", "[1]", '[["a"]]', '[["a",5]]', '[[1,"b"]]', '[["a",[1]]]', '{"a":"b"}', '"字"'])
def test_what_has_another_shape_is_still_there_to_be_read(book: Ledger, typed: str) -> None:
    kept(book)
    book.db.execute("UPDATE draft SET typed = ?", [typed])
    (found,) = draft.listed(book)
    assert found.texts == [typed]


def test_what_cannot_be_written_is_said(book: Ledger) -> None:
    book.db.conn.execute("PRAGMA query_only = ON")
    with pytest.raises(KnownError) as caught:
        kept(book)
    assert caught.value.what()
    book.db.conn.execute("PRAGMA query_only = OFF")
    assert draft.listed(book) == []

"""Evidence files: what is taken in, what is refused, where the content stays, and what the check says of it."""

import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models import (
    check,
    evidence,
    evidence_kind,
    journal,
    member,
    undo,
)
from models.errors import KnownError, RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.models.conftest import Foreign

PDF, PNG = b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def text(book: Ledger) -> str:
    """A reflection to hang files on."""
    with book.operation("member.add") as op:
        who = member.add_member(op, member_id=book.ids.new(), name="单田芳", joined_date="1985")
    with book.operation("reflection.add") as op:
        values = {"kind": "reflection", "title": "一篇", "day": "2026-05-04"}
        return records.add(op, book.ids, kind_of("reflection"), [who], **values)[0]


def attach(book: Ledger, owner: str, path: Path, table: str = "reflection", **more: Any) -> str:
    with book.operation("evidence.attach") as op:
        return evidence.attach(
            op, evidence_id=book.ids.new(), owner_table=table, owner_id=owner, path=path, **more
        )


def packed(path: Path, *parts: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts:
            file.writestr(part, content)
    return path


def contents(book: Ledger) -> int:
    return int(book.query("SELECT count(*) AS n FROM evidence_content")[0]["n"])


# --- what is taken in -------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
GOOD = [
    ("签到.pdf", PDF, "pdf"),
    ("照片.JPG", b"\xff\xd8\xff\xe0" + bytes(20), "jpeg"),
    ("截图.png", PNG, "png"),
    ("misnamed.jpg", PNG, "png"),
    ("说明.txt", "第一行\r\n第二行\t好".encode(), "text"),
    ("说明.txt", "国标编码的说明".encode("gb18030"), "text"),
    ("说明.txt", "记事本".encode("utf-16"), "text"),
    ("旧.doc", OLE, "word"),
    ("旧.xls", OLE, "excel"),
    ("旧.wps", OLE, "wps"),
    ("旧.et", OLE, "wps"),
]


@pytest.mark.parametrize(("name", "content", "media"), GOOD)
def test_documents_and_pictures_come_back_as_they_were(
    book: Ledger, text: str, tmp_path: Path, name: str, content: bytes, media: str
) -> None:
    (tmp_path / name).write_bytes(content)
    made = attach(book, text, tmp_path / name, note="原件在柜里")
    (kept,) = evidence.list_evidence(book, owner_table="reflection", owner_id=text)
    assert (kept.id, kept.file_name, kept.media, kept.size) == (made, name, media, len(content))
    assert kept.digest == hashlib.sha256(content).hexdigest() and kept.note == "原件在柜里"
    (tmp_path / name).unlink()
    assert evidence.content(book, kept) == content
    assert check.check_ledger(book) == []


@pytest.mark.parametrize(
    ("parts", "media"),
    [
        (("[Content_Types].xml", "word/document.xml"), "word"),
        (("[Content_Types].xml", "xl/workbook.xml"), "excel"),
        (("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    ],
)
def test_packed_documents_are_told_by_their_parts(
    book: Ledger, text: str, tmp_path: Path, parts: tuple[str, ...], media: str
) -> None:
    attach(book, text, packed(tmp_path / "文件.x", *parts))
    assert evidence.list_evidence(book)[0].media == media


def test_a_bomb_is_kept_as_it_is_and_never_opened(book: Ledger, text: str, tmp_path: Path) -> None:
    """A hundred megabytes of zeros, packed into one, is a document like any other."""
    path = tmp_path / "大.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file, file.open(
        "word/document.xml", "w", force_zip64=True
    ) as part:
        for _ in range(100):
            part.write(bytes(1 << 20))
    attach(book, text, path)
    assert evidence.list_evidence(book)[0].size == path.stat().st_size < 2 << 20


def test_the_same_content_is_kept_once_and_the_same_file_hangs_once(book: Ledger, text: str, tmp_path: Path) -> None:
    for name in ("一.pdf", "二.pdf"):
        (tmp_path / name).write_bytes(PDF)
    with book.operation("talk.add") as op:
        who = op.rows("SELECT id FROM member")[0]["id"]
        values = {"kind": "training", "title": "班", "from_day": "2026-05-01", "study_minutes": 60}
        (record,) = records.add(op, book.ids, kind_of("study_record"), [who], **values)
    first = attach(book, text, tmp_path / "一.pdf")
    assert attach(book, text, tmp_path / "二.pdf") == first
    attach(book, record, tmp_path / "二.pdf", table="study_record")
    assert (len(evidence.list_evidence(book)), contents(book)) == (2, 1)


# --- what is refused --------------------------------------------------------------------

PROGRAMS = [
    ("照片.jpg", b"MZ\x90\x00" + bytes(60)),
    ("照片.pdf", b"\x7fELF\x02" + bytes(60)),
    ("a.png", b"\xcf\xfa\xed\xfe" + bytes(60)),
    ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
    ("a.txt", b"\xef\xbb\xbf#!/usr/bin/python\n"),
    ("a.txt", b"@echo off\r\ndel *.*\r\n"),
    ("a.bat", b"dir"),
    ("a.CMD", b"dir"),
    ("a.js", b"alert(1)"),
    ("a.vbs", b"x"),
    ("照片.jpg.exe", PNG),
    ("照片.exe. ", PNG),
    ("a.jar", b"PK\x03\x04"),
    ("照片.lnk", b"x"),
    ("a.txt", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60)),
    ("a.xlsm", b"PK\x03\x04xl/"),
]
UNKNOWN = [
    ("录像.mp4", b"\x00\x00\x00\x18ftypmp42"),
    ("a.zip", b"PK\x03\x04readme"),
    ("a.txt", b"\x00\x01\x02\x03"),
    ("a.html", b"<html>"),
    ("a.svg", b"<svg/>"),
    ("a", b"words"),
    ("旧.ppt", OLE),
]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [(*one, "evidence-program") for one in PROGRAMS]
    + [(*one, "evidence-unknown-kind") for one in UNKNOWN]
    + [("空.pdf", b"", "evidence-empty"), ("a\u202egpj.pdf", PDF, "value-bad-characters")],
)
def test_what_is_no_evidence_is_refused_and_nothing_changes(
    book: Ledger, text: str, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(book, text, tmp_path / name, code)


@pytest.mark.parametrize("part", ["META-INF/MANIFEST.MF", "word/vbaProject.bin", "classes.dex"])
def test_a_packed_program_is_refused_whatever_it_is_called(
    book: Ledger, text: str, tmp_path: Path, part: str
) -> None:
    refused(book, text, packed(tmp_path / "文件.docx", "word/document.xml", part), "evidence-program")


def refused(book: Ledger, owner: str, path: Path, code: str) -> KnownError:
    before = (book.content_digest(), journal.last_seq(book), contents(book))
    with pytest.raises(KnownError) as caught:
        attach(book, owner, path)
    assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book), contents(book)) == before
    return caught.value


def test_a_file_that_is_gone_a_folder_a_pipe_and_a_lost_record(book: Ledger, text: str, tmp_path: Path) -> None:
    refused(book, text, tmp_path / "没有.pdf", "evidence-gone")
    refused(book, text, tmp_path / "没有" / "a.pdf", "evidence-gone")
    refused(book, text, tmp_path, "evidence-folder")
    os.mkfifo(tmp_path / "管道.pdf")
    refused(book, text, tmp_path / "管道.pdf", "evidence-unknown-kind")
    (tmp_path / "好.pdf").write_bytes(PDF)
    refused(book, "没有这条", tmp_path / "好.pdf", "record-gone")
    (tmp_path / ("长" * 60 + ".pdf")).write_bytes(PDF)
    assert attach(book, text, tmp_path / ("长" * 60 + ".pdf"))


def test_two_hundred_megabytes_are_refused_without_being_read(
    book: Ledger, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "录像.pdf"
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(200 << 20)
    opened: list[Path] = []
    monkeypatch.setattr(Path, "open", lambda self, *_: opened.append(self))
    error = refused(book, text, path, "evidence-too-big")
    assert opened == [] and "200.0 MB" in error.what() and "20 MB" in error.next_step()


def test_exactly_twenty_megabytes_are_taken_and_one_byte_more_is_not(book: Ledger, text: str, tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    path.write_bytes(PDF.ljust(evidence.MOST_BYTES, b" "))
    attach(book, text, path)
    path.write_bytes(PDF.ljust(evidence.MOST_BYTES + 1, b" "))
    refused(book, text, path, "evidence-too-big")


def test_kinds_are_those_of_the_table() -> None:
    assert {media for *_, media in GOOD} | {"ofd"} == set(evidence.MEDIA)
    assert evidence_kind.PROGRAM not in evidence.MEDIA


# --- where it stays ---------------------------------------------------------------------


def test_detaching_and_removing_the_record_can_be_undone_with_the_content(
    book: Ledger, text: str, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    made = attach(book, text, tmp_path / "a.pdf")
    for kind, work in (
        ("evidence.detach", lambda op: evidence.detach(op, made)),
        ("reflection.remove", lambda op: records.remove(op, kind_of("reflection"), text)),
    ):
        with book.operation(kind) as op:
            work(op)
        assert evidence.list_evidence(book) == []
        assert check.check_ledger(book) == []
        undo.undo(book)
        (kept,) = evidence.list_evidence(book)
        assert evidence.content(book, kept) == PDF


@pytest.mark.parametrize("force", [False, True])
def test_no_file_is_left_without_its_record_by_undoing_in_another_order(
    book: Ledger, text: str, tmp_path: Path, force: bool
) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    entered = journal.entries(book)[0].seq
    made = attach(book, text, tmp_path / "a.pdf")
    with pytest.raises(RefusedError) as refused:
        undo.undo(book, entered, force=force)
    assert refused.value.code == "undo-blocked"
    with book.operation("evidence.detach") as op:
        evidence.detach(op, made)
    detached = journal.entries(book)[0].seq
    with book.operation("reflection.remove") as op:
        records.remove(op, kind_of("reflection"), text)
    with pytest.raises(RefusedError) as refused:
        undo.undo(book, detached, force=force)
    assert refused.value.code == "undo-blocked"
    assert evidence.list_evidence(book) == [] and check.check_ledger(book) == []


def test_whatever_record_goes_its_files_go_along(book: Ledger, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    who = book.query("SELECT id FROM member")[0]["id"]
    with book.operation("credit.add") as op:
        values = {"day": "2026-05-01", "hundredths": 100, "reason": "调研"}
        entry = records.add(op, book.ids, kind_of("credit_entry"), [who], **values)[0]
    with book.operation("study.add") as op:
        study = {"kind": "training", "title": "班", "from_day": "2026-05-01", "study_minutes": 60}
        (record,) = records.add(op, book.ids, kind_of("study_record"), [who], **study)
    attach(book, entry, tmp_path / "a.pdf", table="credit_entry")
    attach(book, record, tmp_path / "a.pdf", table="study_record")
    with book.operation("study.remove") as op:
        records.remove(op, kind_of("credit_entry"), entry)
        records.remove(op, kind_of("study_record"), record)
    assert evidence.list_evidence(book) == []


def test_another_organisations_content_is_elsewhere(book: Ledger, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    attach(book, text, tmp_path / "a.pdf")
    kept = replace(evidence.list_evidence(book)[0], org=2)
    with pytest.raises(KnownError) as caught:
        evidence.content(book, kept)
    assert caught.value.code == "evidence-elsewhere" and "支部" in caught.value.what()


@pytest.mark.parametrize(
    ("statement", "code", "read"),
    [
        ("DELETE FROM evidence_content", "evidence-content-lost", "evidence-lost"),
        ("UPDATE evidence_content SET content = x'00'", "evidence-content-altered", "evidence-damaged"),
        ("DELETE FROM reflection", "evidence-owner-gone", ""),
    ],
)
def test_the_check_finds_what_another_program_did(
    path: Path, foreign: Foreign, tmp_path: Path, statement: str, code: str, read: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    with Ledger.create(path, organization="中共云栖支部", actor="甲") as book:
        with book.operation("member.add") as op:
            who = member.add_member(op, member_id=book.ids.new(), name="单田芳")
        with book.operation("reflection.add") as op:
            values = {"kind": "notes", "title": "一篇", "day": "2026-05-04"}
            made = records.add(op, book.ids, kind_of("reflection"), [who], **values)[0]
        attach(book, made, tmp_path / "a.pdf")
        assert check.check_ledger(book) == []
    foreign(path, statement)
    with Ledger.open(path) as book:
        told = [one for one in check.check_ledger(book) if one.code.startswith("evidence")]
        assert [one.code for one in told] == [code]
        assert "a.pdf" in told[0].sentence() and told[0].place()
        if read:
            with pytest.raises(KnownError) as caught:
                evidence.content(book, evidence.list_evidence(book)[0])
            assert caught.value.code == read


def test_a_changed_digest_is_not_a_changed_content(book: Ledger, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    attach(book, text, tmp_path / "a.pdf")
    book.db.execute("UPDATE evidence_content SET digest = 'x'")
    told = {one.code: (one.key, one.columns) for one in check.check_ledger(book) if one.table == "evidence_content"}
    assert told == {"evidence-content-altered": (("x",), ("digest",))}

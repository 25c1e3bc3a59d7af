"""Making a package: names for every file system, numbers, full and read-only media, a kill between."""

import json
import multiprocessing
import os
import re
import stat
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from exchange import container, cover, file_names, inspection, pack, tables
from models import member, schema, sent_package
from models.errors import BugError, RefusedError, WorldError
from models.ledger import Ledger
from tests.exchange.package_kit import BRANCH, Pair, assert_good_sentence, keep_a_year, nothing_changes

FORBIDDEN = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("一支部", "一支部"),
        ("一/二:三*支部?", "一二三支部"),
        ("CON", "党支部"),
        ("nul", "党支部"),
        ("com1.支部", "党支部"),
        ("支部. ", "支部"),
        ("...", "党支部"),
        ("", "党支部"),
        ("支\u200b部\n\u202e", "支部"),
        ("<script>", "script"),
        ("𠅤" * 100, "𠅤" * 40),
    ],
)
def test_names_are_right_for_fat_and_windows(name: str, expected: str) -> None:
    made = file_names.package_name(name, 12, date(2026, 3, 1))
    assert made == f"{expected}_第0012号_20260301.dyb"
    assert not FORBIDDEN & set(made)
    assert len(made.encode("utf-16-le")) // 2 <= 255
    assert len(made.encode()) <= 255


def test_what_a_cut_off_export_left_goes_with_the_next_file(tmp_path: Path) -> None:
    ours = [f"{BRANCH}_第0001号_20260301.dyb.part", f"回执_第0001号_{BRANCH}_20260301.dyb.part"]
    ours += [f"注册文件_{BRANCH}_20260301(2).dyb.part"]
    others = ["别的支部_第0001号_20260301.dyb.part", f"{BRANCH}分支_第0001号_20260301.dyb.part"]
    others += [f"{BRANCH}_单子.pdf.part"]
    for name in (*ours, *others):
        (tmp_path / name).write_bytes(b"half")
    assert file_names.free_path(tmp_path, "x.dyb", BRANCH) == tmp_path / "x.dyb"
    assert {path.name for path in tmp_path.iterdir()} == {*others}


def test_the_file_is_named_and_noted(pair: Pair) -> None:
    sent = pair.pack(why="更正籍贯")
    today = pair.branch.clock.today()
    assert sent.path.name == f"{BRANCH}_第0001号_{today:%Y%m%d}.dyb"
    row = sent_package.last(pair.branch)
    assert row is not None
    assert (row.number, row.digest, row.file_name) == (1, sent.digest, sent.path.name)
    assert (sent.cover.number, sent.cover.why, sent.cover.size) == (1, "更正籍贯", sent.path.stat().st_size)
    assert "".join(sent.cover.digest_groups) == sent.digest
    assert sent.cover.counts[:3] == (("党小组", 1), ("党员", 3), ("任职", 0))
    assert [word for word, _ in sent.cover.counts] == [table.word for table in tables.TABLES]
    assert list(pair.folder.glob("*.part")) == []
    pair.pack(id_numbers=False)
    assert cover.cover_of(pair.branch, row) == sent.cover, "an earlier cover can be printed again"


def test_numbers_go_up_and_name_the_package_before(pair: Pair) -> None:
    first, second = pair.pack(), pair.pack()
    head = inspection.inspect(second.path).container.header
    assert (first.number, second.number, head.prev_sha256) == (1, 2, first.digest)
    assert head.journal["seq"] == 4


def test_two_packages_of_the_same_content_are_not_the_same_file(pair: Pair) -> None:
    first, second = pair.pack(), pair.pack()
    assert first.content_digest == second.content_digest
    assert first.digest != second.digest


def test_the_clear_header_holds_only_keys_ids_and_figures(pair: Pair) -> None:
    found = container.parse(pair.pack().path.read_bytes())
    clear = json.loads(found.header.to_bytes())
    figures = {name: value for name, value in clear.items() if not isinstance(value, str)}
    assert set(figures) == {"format", "schema", "min_schema", "number", "journal", "counts"}
    assert figures["counts"] == dict.fromkeys(schema.TRAVELLING, 0) | {"member": 3, "party_group": 1}
    known = re.compile(r"[0-9a-f-]*|[0-9T:.-]+Z|branch-snapshot|ed25519|hpke-x25519-hkdf-sha256-aes256gcm")
    for name, value in clear.items():
        assert name in figures or known.fullmatch(value), name


def test_a_package_left_by_a_kill_keeps_its_number(pair: Pair) -> None:
    """The power went after the rename and before the note: the next package must not take the same number."""
    sent = pair.pack()
    pair.branch.db.execute("DELETE FROM sent_package")
    again = pair.pack()
    assert (sent.number, again.number) == (1, 2)
    assert sent.path.exists()


def test_files_of_others_in_the_folder_do_not_count(pair: Pair) -> None:
    (pair.folder / "坏的.dyb").write_bytes(b"DYBPKG1\n" + bytes(100))
    (pair.folder / "文件夹.dyb").mkdir()
    assert pair.pack().number == 1


# --- media ----------------------------------------------------------------------------


def test_a_folder_that_is_gone(pair: Pair) -> None:
    with nothing_changes(pair.branch, pair.folder), pytest.raises(WorldError) as caught:
        pack.make_package(pair.branch, pair.folder / "U盘")
    assert caught.value.code == "file-missing"
    assert_good_sentence(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device(pair: Pair) -> None:
    """The system itself says that there is no room."""
    target = pair.folder / "U盘"
    target.mkdir()
    name = file_names.package_name(BRANCH, 1, pair.branch.clock.today())
    (target / f"{name}.part").symlink_to("/dev/full")
    with nothing_changes(pair.branch, pair.folder), pytest.raises(WorldError) as caught:
        pack.make_package(pair.branch, target)
    assert caught.value.code == "disk-full"
    assert_good_sentence(caught.value)
    assert list(target.iterdir()) == []
    assert pack.make_package(pair.branch, target).number == 1


def _as_nobody(folder: Path, answer: Connection) -> None:
    """Pack into a folder that may not be written, as a user whom that stops."""
    with Ledger.open(folder / "branch.zbtz") as ledger:
        before = ledger.content_digest()
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            pack.make_package(ledger, folder / "U盘")
        except WorldError as error:
            os.seteuid(os.getuid())
            answer.send(f"{error.code} {ledger.content_digest() == before} {error.what()}")


def test_a_read_only_folder(pair: Pair) -> None:
    target = pair.folder / "U盘"
    target.mkdir()
    target.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH)
    pair.branch.close()
    if os.geteuid() == 0:
        # Nobody has to reach the folder to be told that it cannot write there.
        for parent in target.parents:
            if not parent.stat().st_mode & stat.S_IXOTH:
                parent.chmod(parent.stat().st_mode | stat.S_IXOTH)
    # A pipe needs no semaphore, which some systems refuse to ordinary users.
    heard, answer = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(pair.folder, answer))
    process.start()
    process.join(30)
    assert heard.poll()
    code, same, what = heard.recv().split(" ", 2)
    heard.close()
    answer.close()
    assert (code, same) == ("no-permission", "True")
    assert what
    assert list(target.iterdir()) == []


def test_an_old_package_survives_a_write_that_fails(pair: Pair) -> None:
    sent = pair.pack()
    before = sent.path.read_bytes()
    blocked = pair.folder / file_names.package_name(BRANCH, 2, pair.branch.clock.today())
    Path(f"{blocked}.part").mkdir()
    with nothing_changes(pair.branch, pair.folder), pytest.raises(WorldError):
        pair.pack()
    assert sent.path.read_bytes() == before


def test_a_file_that_cannot_be_noted_does_not_stay(pair: Pair) -> None:
    """The ledger fails after the package was written: the package is taken away again."""
    target = pair.folder / "U盘"
    target.mkdir()
    pair.branch.db.execute(
        "CREATE TRIGGER no_note BEFORE INSERT ON journal_operation BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with nothing_changes(pair.branch, target), pytest.raises(BugError):
        pack.make_package(pair.branch, target)


# --- tables ---------------------------------------------------------------------------


def test_the_declared_tables_are_the_ledgers(pair: Pair) -> None:
    assert tuple(table.name for table in tables.TABLES) == schema.TRAVELLING
    for table in tables.TABLES:
        rows = pair.branch.query(f'SELECT * FROM pragma_table_info("{table.name}")')
        columns = {row["name"] for row in rows} - {"org"}
        assert set(table.columns) == columns, table.name


def test_every_column_has_a_name_for_people() -> None:
    for table in (*tables.TABLES, tables.ORGANIZATION):
        unnamed = [name for name in table.columns if table.field_word(name) == name]
        assert unnamed == [], table.name


def test_a_meeting_without_a_sheet_is_named_before_it_leaves(pair: Pair) -> None:
    big = keep_a_year(pair.branch)
    pair.branch.db.execute("DELETE FROM make_up")
    pair.branch.db.execute("DELETE FROM attendance WHERE meeting_id = ?", [big])
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        pair.pack()
    assert caught.value.code == "pack-unfit"
    assert_good_sentence(caught.value)
    assert "2025-03-05" in caught.value.what()


def test_a_year_row_the_committee_would_refuse_is_named_by_its_member(pair: Pair) -> None:
    keep_a_year(pair.branch)
    pair.branch.db.execute("UPDATE study_record SET kind = 'party' WHERE rowid = 1")
    with nothing_changes(pair.branch, pair.folder), pytest.raises(RefusedError) as caught:
        pair.pack()
    assert caught.value.code == "pack-row"
    names = {one.name for one in member.list_members(pair.branch)}
    assert any(name in caught.value.what() for name in names)
    assert "学习类别" in caught.value.what()

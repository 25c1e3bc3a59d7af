"""A print run that is stopped at any point goes on where it was, and what changed since is known."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models import journal, member, print_run, undo
from models.errors import RefusedError
from models.ledger import Ledger
from models.print_run import PrintRun
from tests.models.conftest import ROOT, add_members

DIGEST = "5a" * 32


def begun(book: Ledger) -> PrintRun:
    return print_run.start(book, 2026, add_members(book), "档案.pdf", {"duplex": True, "printer": "柳溪一号"})


def refused(code: str, run: object) -> None:
    assert isinstance(run, RefusedError)
    assert run.code == code
    assert run.what()
    assert run.next_step()


def test_a_run_goes_on_after_the_file_was_closed(book: Ledger, path: Path) -> None:
    run = begun(book)
    print_run.add_part(book, run, 2, digest=DIGEST, pages=12, content=b"zwei")
    length = len(journal.entries(book))
    book.close()
    with Ledger.open(path) as again:
        found = print_run.open_run(again)
        assert found is not None
        assert (found.year, found.target) == (2026, "档案.pdf")
        assert dict(found.options) == {"duplex": True, "printer": "柳溪一号"}
        assert found.missing == ((1, run.wanted[0]), (3, run.wanted[2]))
        assert print_run.part_content(again, found, 2) == b"zwei"
        assert len(journal.entries(again)) == length, "setting pages is no operation"


def test_a_part_set_anew_takes_the_place_of_the_old(book: Ledger) -> None:
    run = begun(book)
    for pages, content in ((3, b"alt"), (4, b"neu")):
        print_run.add_part(book, run, 1, digest=DIGEST, pages=pages, content=content)
    assert [(one.position, one.pages) for one in print_run.parts(book, run)] == [(1, 4)]
    assert print_run.part_content(book, run, 1) == b"neu"


def test_finishing_keeps_what_was_printed_and_lets_the_parts_go(book: Ledger) -> None:
    run = begun(book)
    for position in (1, 2, 3):
        print_run.add_part(book, run, position, digest=f"{position:064x}", pages=position, content=b"x")
    with book.operation("archive.print") as op:
        print_run.finish(op, run)
    assert print_run.open_run(book) is None
    assert book.query("SELECT count(*) AS n FROM print_part")[0]["n"] == 0
    kept = print_run.prints(book, 2026)
    assert {one.member_id: (one.digest, one.pages) for one in kept.values()} == {
        member_id: (f"{position:064x}", position) for position, member_id in enumerate(run.wanted, 1)
    }
    # Paper does not come back: the line is not offered for undo.
    following = undo.next_undo(book)
    assert following.entry is not None
    assert following.entry.kind != "archive.print"
    assert [one.kind for one in following.crossed] == ["archive.print"]


def test_only_what_changed_is_offered_again(book: Ledger) -> None:
    first, second, third = add_members(book)
    with book.operation("archive.print") as op:
        print_run.record_prints(op, 2026, {first: ("a" * 64, 9), second: ("b" * 64, 9)})
    now = {third: "c" * 64, second: "b" * 64, first: "f" * 64}
    assert list(print_run.changed(book, 2026, now).items()) == [(third, "never"), (first, "differs")]
    assert print_run.changed(book, 2025, {first: "a" * 64}) == {first: "never"}
    with book.operation("archive.print") as op:
        print_run.record_prints(op, 2026, {first: ("f" * 64, 10), third: ("c" * 64, 8)})
    assert print_run.changed(book, 2026, now) == {}


def test_there_is_one_run_at_a_time(book: Ledger) -> None:
    run = begun(book)
    with pytest.raises(RefusedError) as caught:
        print_run.start(book, 2026, list(run.wanted), "x.pdf", {})
    refused("print-run-open", caught.value)
    print_run.forget(book)
    assert print_run.open_run(book) is None
    with pytest.raises(RefusedError) as caught:
        print_run.add_part(book, run, 1, digest=DIGEST, pages=1, content=b"x")
    refused("print-run-none", caught.value)
    with pytest.raises(RefusedError) as caught:
        print_run.start(book, 2026, [], "x.pdf", {})
    refused("print-run-nobody", caught.value)


def test_a_run_does_not_count_as_content(book: Ledger) -> None:
    member.list_members(book)
    ids = add_members(book)
    before = book.content_digest()
    run = print_run.start(book, 2026, ids, "x.pdf", {})
    print_run.add_part(book, run, 1, digest=DIGEST, pages=1, content=b"x")
    assert book.content_digest() == before


_KILLED = """
import sys
from models import print_run
from models.ledger import Ledger
with Ledger.open(sys.argv[1], actor="甲") as book:
    run = print_run.open_run(book)
    for position, member_id in run.missing:
        print_run.add_part(book, run, position, digest="5a" * 32, pages=2, content=bytes(200_000))
        print(position, flush=True)
        sys.stdin.readline()
"""


@pytest.mark.skipif(os.name == "nt", reason="no signal that cannot be caught")
def test_a_run_killed_in_the_middle_has_every_part_it_told_of(book: Ledger, path: Path) -> None:
    ids = [*add_members(book), *add_members(book)]
    print_run.start(book, 2026, ids, "x.pdf", {})
    book.close()
    for expected in ("1", "2", "3"):
        with subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == expected
            child.send_signal(signal.SIGKILL)
    with Ledger.open(path) as again:
        run = print_run.open_run(again)
        assert run is not None
        assert run.done == {1, 2, 3}
        assert [position for position, _ in run.missing] == [4, 5, 6]
        assert len(print_run.part_content(again, run, 3)) == 200_000

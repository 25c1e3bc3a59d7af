"""Takes packages into a committee's ledger: one verified backup for the run, one undoable operation for
each package.
"""

from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exchange import container, inspection, loss
from exchange.inspection import Inspection
from exchange.verdict import Verdict, refused
from models import organization, received_package, snapshot
from models.changes import Changes
from models.errors import KnownError, RefusedError, UsageError
from models.received_package import ReceivedPackageRow

if TYPE_CHECKING:
    from models.ledger import Ledger

ReceiveResult = Verdict
"""One for each file, in the order of the run."""

Backup = Callable[["Ledger"], object]
"""Makes one verified backup before the first package is taken in; raises WorldError when it cannot."""

Progress = Callable[[int, int, str], None]
"""Called before each file: how many are done, how many there are, the name of the next."""


def receive(
    ledger: "Ledger",
    paths: Sequence[Path | str],
    *,
    backup: Backup | None = None,
    dry_run: bool = False,
    accept_loss: Container[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    initiator: object | None = None,
) -> list[ReceiveResult]:
    """Receive packages; a folder stands for the packages in it. Good ones go in, bad ones are reported by
    name.

    accept_loss: digests of packages to which a person said yes, though they are `diverged` or `shrinks`.
    Raises UsageError("not-a-receiver") for a branch's ledger, and whatever `backup` raises; then nothing has
    changed.
    """
    if not organization.own(ledger).receives:
        raise UsageError("not-a-receiver", path=str(ledger.path))
    files = _files(paths)
    results: list[ReceiveResult] = []
    saved = dry_run or backup is None
    for done, path in enumerate(files):
        if cancelled is not None and cancelled():
            results += [
                refused(left, RefusedError("receive-cancelled", path=left.name)) for left in files[done:]
            ]
            break
        if progress is not None:
            progress(done, len(files), path.name)
        found = inspection.verify(path, ledger)
        goes_in = found.accepted or (found.asks and found.digest in accept_loss)
        if goes_in and not saved and backup is not None:
            backup(ledger)
            saved = True
        results.append(_taken_in(ledger, found, dry_run, initiator) if goes_in else found)
    return results


def _files(paths: Sequence[Path | str]) -> list[Path]:
    """Return the files meant; a folder without packages stays itself and is refused by name."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(path.glob(f"*{container.SUFFIX}")) if path.is_dir() else []
        found += inside or [path]
    return found


def _taken_in(ledger: "Ledger", found: Verdict, dry_run: bool, initiator: object | None) -> ReceiveResult:
    package = found.inspection
    if package is None:
        return found
    try:
        if package.own:
            raise RefusedError(
                "own-package", path=found.path.name, number=package.number, digest=package.digest
            )
        seq = 0 if dry_run else install(ledger, package, initiator=initiator)
    except KnownError as error:
        return refused(found.path, error)
    reason = ("核对无误，还没有写入（试运行）。" if dry_run else "已接收。") + package.remark
    return Verdict(
        found.path,
        True,
        "",
        reason,
        "",
        found.sender,
        found.number,
        found.digest,
        seq=seq,
        inspection=package,
    )


def install(ledger: "Ledger", package: Inspection, *, initiator: object | None = None) -> int:
    """Put an inspected package in place as one undoable operation and return its number in the journal.

    Raises RefusedError when the ledger has received something else meanwhile, WorldError (disk full, …).
    """
    sender, content, head = package.sender, package.content, package.container.header
    if sender is None or content is None:
        raise ValueError("a package that was not opened cannot be put in place")
    heard: list[Changes] = []
    ledger.changed.append(heard.append)
    try:
        with ledger.operation("package.receive", initiator=initiator) as op:
            inspection.judge_order(ledger, sender, package.container)
            before = received_package.current(ledger, sender.number)
            replaced = before.content_digest if before else None
            digest = snapshot.install(op, sender.number, content.tables, before=replaced)
            received_package.put_current(op, _row(package, op.at, digest))
            organization.edit(op, sender.number, **content.organization)
            counted = {name: len(rows) for name, rows in content.tables.items()}
            if snapshot.row_counts(op, sender.number) != counted:
                raise RefusedError("content", path=package.path.name)
            op.note |= {
                "organization": sender.name,
                "number": head.number,
                "replaces": before.number if before else 0,
                "file": package.path.name,
            }
            if package.doubt is not None:
                lost = {table: found["count"] for table, found in loss.lost(package.changes).items()}
                op.note |= {"accepted": package.doubt.code, "lost": lost}
    finally:
        ledger.changed.remove(heard.append)
    return heard[-1].seq


def _row(package: Inspection, at: str, content_digest: str) -> ReceivedPackageRow:
    sender, content, head = package.sender, package.content, package.container.header
    if sender is None or content is None:
        raise ValueError("a package that was not opened cannot be noted")
    return ReceivedPackageRow(
        org=sender.number,
        digest=package.digest,
        lineage=head.lineage,
        number=head.number,
        created_at=head.created,
        received_at=at,
        file_name=package.path.name,
        counts=head.counts_text(),
        content_digest=content_digest,
        receipt_code=inspection.receipt_code(package),
    )

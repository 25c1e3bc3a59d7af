"""Checking a ledger without changing it: file, values, journal, rows against the journal, dates and numbers.

Each finding has a code whose sentence stands in `resources/words/labels/findings.toml`. Levels: `error` means
that the ledger or its journal is not as the program wrote it; `warning`, that what people entered cannot be
right. Whatever the file holds, the check ends with findings: damage is what it is there for.
"""

from collections.abc import Callable, Iterator

from models import (
    check_evidence,
    check_file,
    check_journal,
    check_keys,
    check_meetings,
    check_members,
    check_pledges,
    check_rows,
    check_values,
    schema,
)
from models.errors import WorldError
from models.finding import Finding
from models.kinds import findings as kind_findings
from models.ledger import Ledger
from models.raw_text import raw_texts

__all__ = ["Finding", "check_ledger", "row_counts"]

Tell = Callable[[str], None]
STEPS = ("file", "values", "journal", "rows", "packages", "members", "meetings", "kinds", "evidence", "pledges")

_DAMAGED = ("file-damaged", "file-row-damaged", "value-type")
"""Where one of these was found, rows cannot be relied upon: what they mean is not judged any more."""


def check_ledger(ledger: Ledger, *, progress: Tell | None = None) -> list[Finding]:
    """Return everything found wrong, errors first; an empty list is a clean ledger.

    progress: told each of STEPS as it begins; it may raise to stop. Nothing is written.
    """
    tell = progress or (lambda _: None)
    looks = (
        *(check_file.findings, check_values.findings, _journal, check_rows.findings, _packages),
        *(check_members.findings, check_meetings.findings, kind_findings.findings),
        *(check_evidence.findings, check_pledges.findings),
    )
    found: list[Finding] = []
    with raw_texts(ledger):
        for step, look in zip(STEPS, looks, strict=True):
            tell(step)
            if step == "journal" and any(finding.code in _DAMAGED for finding in found):
                break
            found += _looked(look, ledger)
    return sorted(_once(found), key=lambda finding: finding.level != "error")


def row_counts(ledger: Ledger) -> dict[str, int]:
    """Return how many rows each content table has, and the journal; a table that cannot be read has none."""
    names = (*schema.TABLES, "journal_operation", "journal_change")
    counts = dict.fromkeys(names, 0)
    for name in names:
        try:
            counts[name] = int(ledger.query(f'SELECT count(*) AS n FROM "{name}"')[0]["n"])
        except WorldError as error:
            if error.code != "ledger-damaged":
                raise
    return counts


def _looked(look: Callable[[Ledger], Iterator[Finding]], ledger: Ledger) -> Iterator[Finding]:
    """Yield what a look finds; a page of the file that cannot be read ends it and is a finding."""
    try:
        yield from look(ledger)
    except WorldError as error:
        if error.code != "ledger-damaged":
            raise
        yield check_file.damaged(ledger, str(error.facts.get("detail", "")))


def _once(found: list[Finding]) -> list[Finding]:
    """Return the findings without those that two looks made of the same value."""
    return list({(one.code, one.table, one.key, one.sentence()): one for one in found}.values())


def _journal(ledger: Ledger) -> Iterator[Finding]:
    yield from check_journal.findings(ledger)
    yield from check_keys.findings(ledger)


def _packages(ledger: Ledger) -> Iterator[Finding]:
    yield from check_rows.received(ledger)
    unknown = ledger.query(
        "SELECT lineage, number FROM sent_package WHERE recipient_id NOT IN (SELECT id FROM organization)"
    )
    for row in unknown:
        key = (row["lineage"], row["number"])
        yield Finding("recipient-unknown", "warning", "sent_package", key, {"number": row["number"]})

"""Pledges and archives whose state and course contradict each other (M49, M66 to M69).

The program itself refuses all of it, when a step is taken and when one is taken back; it comes about with another
program, or by an undo of an edition that let later steps lose what they rest on.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from models import words
from models.days import spoken
from models.finding import Finding
from models.ledger import Ledger
from models.pledge_steps import MOVES

Row = dict[str, Any]

_OF = (
    " FROM pledge p JOIN organization o ON o.number = p.org"
    " LEFT JOIN member m ON m.org = p.org AND m.id = p.member_id"
)
_WAY = (("filled_on", "reviewed_on"), ("reviewed_on", "filed_on"))


def findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with the way of pledges and archives, in every organisation."""
    yield from _pledges(ledger)
    yield from _tallies(ledger)
    yield from _archives(ledger)


def _pledges(ledger: Ledger) -> Iterator[Finding]:
    rows = ledger.query(
        "SELECT p.org, p.id, p.state, p.year, coalesce(m.name, o.name) AS name, s.step, s.day, s.until_day"
        f"{_OF} LEFT JOIN pledge_step s ON s.org = p.org AND s.pledge_id = p.id ORDER BY p.org, p.id, s.position"
    )
    for _, together in groupby(rows, key=lambda row: (row["org"], row["id"])):
        lines = list(together)
        taken = [row for row in lines if row["step"] in MOVES]
        yield from _course(lines[0], taken)
        yield from _days(lines[0], taken)


def _course(pledge: Row, taken: Sequence[Row]) -> Iterator[Finding]:
    """Follow the steps from the draft on: each from where it may be taken, the last to where the pledge stands."""
    state = "draft"
    for row in taken:
        step = row["step"]
        allowed, day = state in MOVES[step].before, spoken(row["day"])
        if not allowed and step == "post":
            yield _finding("pledge-posted-unapproved", pledge, day=day)
        elif not allowed:
            told = {"step": words.label("pledge_step", step), "after": words.label("pledge_state", state)}
            yield _finding("pledge-step-astray", pledge, day=day, **told)
        state = MOVES[step].after
    if state != pledge["state"]:
        told = {"state": words.label("pledge_state", pledge["state"]), "reached": words.label("pledge_state", state)}
        yield _finding("pledge-state-off", pledge, **told)


def _days(pledge: Row, taken: Sequence[Row]) -> Iterator[Finding]:
    for one, other in pairwise(taken):
        if other["day"] < one["day"]:
            earlier, later = (f"“{words.label('pledge_step', row['step'])}”" for row in (one, other))
            facts = {"earlier": earlier, "later": later, "first": one["day"], "second": other["day"]}
            yield _finding("dates-in-wrong-order", pledge, **facts)
    for row in taken:
        if row["until_day"] and row["until_day"] < row["day"]:
            yield _finding("span-reversed", pledge, first=row["day"], second=row["until_day"])


def _tallies(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        f"SELECT p.org, p.id, p.year, coalesce(m.name, o.name) AS name{_OF}"
        " WHERE p.state = 'concluded' AND NOT EXISTS (SELECT 1 FROM pledge_appraisal a WHERE a.org = p.org"
        " AND a.pledge_id = p.id AND a.source = 'members' AND a.satisfied + a.basically + a.unsatisfied > 0)"
        " ORDER BY p.org, p.id"
    ):
        yield _finding("pledge-concluded-untallied", row)


def _finding(code: str, pledge: Row, **facts: Any) -> Finding:
    name = f"{pledge['name']}{pledge['year']}年的承诺"
    return Finding(code, "warning", "pledge", (pledge["org"], pledge["id"]), {"name": name, **facts})


def _archives(ledger: Ledger) -> Iterator[Finding]:
    for row in ledger.query(
        "SELECT a.org, a.id, a.year, a.state, a.filled_on, a.reviewed_on, a.filed_on, m.name FROM study_archive a"
        " JOIN member m ON m.org = a.org AND m.id = a.member_id WHERE a.state <> 'open' ORDER BY a.org, a.year, a.id"
    ):
        key, name = (row["org"], row["id"]), f"{row['name']}{row['year']}年的学习档案"
        if row["state"] == "filed" and not row["reviewed_on"]:
            yield Finding("archive-filed-unreviewed", "warning", "study_archive", key, {"name": name})
        for earlier, later in _WAY:
            if row[later] and row[later] < row[earlier]:
                told = {"earlier": _word(earlier), "later": _word(later), "first": row[earlier], "second": row[later]}
                yield Finding("dates-in-wrong-order", "warning", "study_archive", key, {"name": name, **told})


def _word(name: str) -> str:
    return words.label("field", f"study_archive.{name}")

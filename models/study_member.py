"""Whose study it is: what is entered for somebody lies within her time as a member."""

from datetime import date

from models import days, names, spans
from models.errors import RefusedError
from models.gate import Operation
from models.ids import UUID7


def name_of(op: Operation, member_id: str, org: int) -> str:
    """Return a member's name. Raises RefusedError("member-unknown")."""
    person = op.row("member", (org, member_id))
    if person is None:
        raise RefusedError("member-unknown", id=member_id)
    return str(person["name"])


def found_by(op: Operation, said: str, org: int) -> str:
    """Return the id of somebody, of whom it or her name is said; who left comes after who is there.

    Raises RefusedError: "records-nobody", "records-namesakes".
    """
    if UUID7.fullmatch(said) and op.row("member", (org, said)) is not None:
        return said
    named = op.rows("SELECT id, status FROM member WHERE org = ? AND name = ?", (org, names.person_name(said)))
    present = [row for row in named if row["status"] == "active"] or named
    if len(present) == 1:
        return str(present[0]["id"])
    raise RefusedError("records-namesakes" if present else "records-nobody", name=said[:40], count=len(present))


def done_by(op: Operation, member_id: str, field: str, day: str | date, org: int) -> str:
    """Return the day on which a member did something, as it is kept.

    What was done in another branch before she came counts with the year; before joining the Party and after leaving
    nothing can have been. Raises RefusedError: "study-not-member", "study-in-future", "member-unknown", a bad value.
    """
    person = op.row("member", (org, member_id))
    if person is None:
        raise RefusedError("member-unknown", id=member_id)
    kept = days.done_on(op, field, day, where=person["name"])
    when = date.fromisoformat(kept)
    if not spans.begun(person["joined_date"], when):
        told = f"{days.spoken(person['joined_date'])}入党"
    elif person["status"] == "left" and spans.ended(person["left_date"], when):
        told = f"{days.spoken(person['left_date'])}离开"
    else:
        return kept
    raise RefusedError("study-not-member", name=person["name"], day=days.spoken(kept), told=told)

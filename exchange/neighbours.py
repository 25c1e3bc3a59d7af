"""What a package says that another organisation here says as well: the same name, or the same person in both."""

from typing import TYPE_CHECKING

from exchange.body import Content
from models import id_number, organization
from models.organization import Organization

if TYPE_CHECKING:
    from models.ledger import Ledger


def notices(ledger: "Ledger", sender: Organization, content: Content) -> tuple[str, ...]:
    """Return sentences a person should read before taking a package in; none of them keeps it out."""
    return (*_same_name(ledger, sender, content.organization["name"]), *_same_people(ledger, sender, content))


def _same_name(ledger: "Ledger", sender: Organization, name: str) -> list[str]:
    others = organization.named(ledger, name)
    if all(one.number == sender.number for one in others):
        return []
    return [f"它自称“{name}”，而本台账里已有另一个单位叫这个名称：请核实是不是改错了名，或者冒用。"]


def _same_people(ledger: "Ledger", sender: Organization, content: Content) -> list[str]:
    rows = ledger.query(
        "SELECT m.id_number, o.name AS branch FROM member m JOIN organization o ON o.number = m.org"
        " WHERE m.org <> ? AND m.status = 'active' AND m.id_number <> ''",
        (sender.number,),
    )
    there = {row["id_number"]: row["branch"] for row in rows}
    return [
        f"{row['name']}（{id_number.mask(row['id_number'])}）在“{there[row['id_number']]}”也是在册党员："
        "转走的请那个支部登记离开，否则会算两次。"
        for row in content.tables["member"]
        if row["status"] == "active" and row["id_number"] in there
    ]

"""Organisations: this ledger's own one, its branches (in a committee's ledger) and the one above."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from models import texts
from models.gate import Operation
from models.schema import SELF

if TYPE_CHECKING:
    from models.ledger import Ledger

LEVELS = ("branch", "general_branch", "committee")
"""党支部, 党总支, 党委."""

ORGANIZATION_KINDS = (
    "organ",
    "institution",
    "school",
    "state_enterprise",
    "private_enterprise",
    "social_organization",
    "village",
    "community",
    "other",
)
"""Kinds of unit that a branch belongs to; targets of study hours depend on it."""


@dataclass(frozen=True, slots=True)
class Organization:
    """One organisation; `number` is local to this ledger, `id` travels."""

    number: int
    id: str
    name: str
    short_name: str
    code: str
    level: str
    parent_id: str
    secretary: str
    phone: str
    kind: str
    founded_date: str

    @property
    def receives(self) -> bool:
        """Whether this organisation takes in packages of branches."""
        return self.level != "branch"

    @property
    def manages_members(self) -> bool:
        """Whether this organisation keeps members of its own; a committee only looks at those of its branches."""
        return self.level != "committee"


_COLUMNS = ", ".join(field.name for field in fields(Organization))


def own(ledger: "Ledger") -> Organization:
    """Return the organisation this ledger belongs to."""
    return Organization(**ledger.query(f"SELECT {_COLUMNS} FROM organization WHERE number = ?", (SELF,))[0])


def own_names(ledger: "Ledger") -> tuple[str, str]:
    """Return name and short name of this ledger's organisation; also of a ledger that is not migrated yet."""
    row = ledger.query("SELECT name, short_name FROM organization WHERE number = ?", (SELF,))[0]
    return row["name"], row["short_name"]


def by_id(ledger: "Ledger", organization_id: str) -> Organization | None:
    """Return an organisation by its travelling id, or None."""
    rows = ledger.query(f"SELECT {_COLUMNS} FROM organization WHERE id = ?", (organization_id,))
    return Organization(**rows[0]) if rows else None


def by_number(ledger: "Ledger", number: int) -> Organization | None:
    """Return an organisation by its local number, or None."""
    rows = ledger.query(f"SELECT {_COLUMNS} FROM organization WHERE number = ?", (number,))
    return Organization(**rows[0]) if rows else None


def below(ledger: "Ledger") -> list[Organization]:
    """Return the organisations directly below this ledger's own one, by name."""
    rows = ledger.query(
        f"SELECT {_COLUMNS} FROM organization WHERE parent_id = (SELECT id FROM organization WHERE number = ?)"
        " AND number <> ? ORDER BY name",
        (SELF, SELF),
    )
    return [Organization(**row) for row in rows]


def add(
    op: Operation, *, organization_id: str, name: str, level: str = "branch", parent_id: str = "", **more: str
) -> int:
    """Add another organisation and return its local number."""
    number = int(op.rows("SELECT max(number) + 1 AS number FROM organization")[0]["number"])
    row = {"number": number, "id": organization_id, "name": texts.line("organization.name", name, 100), "level": level}
    op.insert("organization", row | {"parent_id": parent_id} | _checked(more))
    return number


def edit(op: Operation, number: int, **values: str) -> bool:
    """Change facts of an organisation (name, short_name, code, secretary, phone, parent_id, kind, founded_date);
    tell whether any changed.
    """
    return op.update("organization", (number,), _checked(values))


def adopt(op: Operation, number: int, *, organization_id: str, parent_id: str) -> bool:
    """Take the id that the organisation above has given; it names us in every file from now on."""
    return op.update("organization", (number,), {"id": organization_id, "parent_id": parent_id})


def _checked(values: dict[str, str]) -> dict[str, Any]:
    limits = {"name": 100, "short_name": 40, "code": 40, "secretary": 60, "phone": 40, "parent_id": 40}
    row: dict[str, Any] = {}
    for name, value in values.items():
        if name == "founded_date":
            row[name] = texts.iso_date("organization.founded_date", value)
        elif name == "kind":
            row[name] = texts.choice("organization.kind", value, ("", *ORGANIZATION_KINDS))
        else:
            row[name] = texts.line(f"organization.{name}", value, limits[name], required=name == "name")
    return row


def change_setting(op: Operation, name: str, value: str) -> bool:
    """Set a setting that is kept in the ledger; tell whether it changed."""
    row = op.row("setting", (name,))
    if row is None:
        op.insert("setting", {"name": name, "value": value})
        return True
    return op.update("setting", (name,), {"value": value})

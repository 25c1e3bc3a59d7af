"""Organisations: this ledger's own one, its branches (in a committee's ledger) and the one above."""

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from models import post, texts
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


_NAMED = re.compile(r"(支部|总支)(?:委员会|委)?(?=$|[（(])|支委会(?=$|[（(])")
"""How the name of a branch ends, with its committee or without; behind it nothing but a remark in brackets."""

BRANCH_NAME = "branch.name"
"""The setting that keeps how the own branch is called, where its name does not tell."""

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


def derived_names(name: str) -> tuple[str, str]:
    """Return how a branch is called and how its committee is: 中共某某支部, 中共某某支部委员会.

    One belongs to the branch; its committee only leads it. A name that ends as neither stands for both.
    """
    found = _NAMED.search(name)
    if found is None:
        return name, name
    before, ending, behind = name[: found.start()], found[1] or "支部", name[found.end() :]
    return f"{before}{ending}{behind}", f"{before}{ending}委员会{behind}"


def branch_name(ledger: "Ledger", one: Organization) -> str:
    """Return how a branch itself is called; its own ledger may say so beside its name. A committee is its name."""
    if not one.manages_members:
        return one.name
    said = ledger.query("SELECT value FROM setting WHERE name = ?", (BRANCH_NAME,)) if one.number == SELF else []
    return (said[0]["value"] if said else "") or derived_names(one.name)[0]


def secretary_on(ledger: "Ledger", one: Organization, day: date) -> str:
    """Return who is secretary of an organisation on a day: by the posts, else as it says itself."""
    held = [term.name for term in post.list_posts(ledger.query, one.number, day=day) if term.post == "secretary"]
    return "、".join(held) or one.secretary


def members_below(ledger: "Ledger") -> int:
    """Return how many members this ledger has of other organisations."""
    rows = ledger.query("SELECT count(*) AS count FROM member WHERE org <> ? AND status = 'active'", (SELF,))
    return int(rows[0]["count"])


def has_all_below(ledger: "Ledger", one: Organization) -> bool:
    """Tell whether an organisation keeps nobody itself: a committee never does, a general branch whose members lie in
    its branches does not either.
    """
    if one.number != SELF or not one.receives:
        return not one.manages_members
    own = ledger.query("SELECT 1 FROM member WHERE org = ? LIMIT 1", (SELF,))
    return not one.manages_members or (not own and members_below(ledger) > 0)


def committee_name(one: Organization) -> str:
    """Return how the committee of a branch is called (支部委员会)."""
    return derived_names(one.name)[1] if one.manages_members else one.name


def name_branch(op: Operation, name: str) -> bool:
    """Say how the own branch is called; nothing: as its name tells. Raises RefusedError for a bad value."""
    row = op.row("organization", (SELF,))
    kept = texts.line("organization.branch_name", name, 100)
    if row is not None and kept == derived_names(row["name"])[0]:
        kept = ""
    if not kept and op.row("setting", (BRANCH_NAME,)) is None:
        return False
    return change_setting(op, BRANCH_NAME, kept)


def below(ledger: "Ledger") -> list[Organization]:
    """Return the organisations directly below this ledger's own one, by name."""
    rows = ledger.query(
        f"SELECT {_COLUMNS} FROM organization WHERE parent_id = (SELECT id FROM organization WHERE number = ?)"
        " AND number <> ? ORDER BY name",
        (SELF, SELF),
    )
    return [Organization(**row) for row in rows]


def named(ledger: "Ledger", name: str) -> list[Organization]:
    """Return the organisations of this name; more than one cannot be told apart on paper."""
    return [
        Organization(**row)
        for row in ledger.query(f"SELECT {_COLUMNS} FROM organization WHERE name = ? ORDER BY number", (name,))
    ]


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

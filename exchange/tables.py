"""The tables of a package and every field in them, as data. A new table of the format is one more entry
here.

Parents stand before children, in the order of `schema.TRAVELLING`; a test holds both against the ledger's
columns.
"""

from exchange.fields import Choice, Date, Id, IdNumber, Ref, Text, WireTable
from models import member

_LEFT_KINDS = ("", *member.LEFT_KINDS)

PARTY_GROUP = WireTable(
    name="party_group",
    words="group",
    fields=(
        Id(name="id"),
        Text(name="name", limit=60, required=True),
        Date(name="formed_date"),
        Date(name="dissolved_date"),
    ),
)

MEMBER = WireTable(
    name="member",
    fields=(
        Id(name="id"),
        Text(name="name", limit=60, required=True),
        Text(name="name_pinyin", limit=1000),
        Text(name="name_initials", limit=500),
        Choice(name="sex", values=member.CHOICES["sex"]),
        Text(name="ethnicity", limit=20),
        Text(name="native_place", limit=60),
        IdNumber(name="id_number"),
        Date(name="birth_date"),
        Text(name="education", limit=30),
        Text(name="degree", limit=30),
        Choice(name="category", values=member.CHOICES["category"]),
        Date(name="joined_date"),
        Date(name="regular_date"),
        Ref(name="group_id", table="party_group", nullable=True, default=None),
        Text(name="party_post", limit=60),
        Text(name="work", limit=100),
        Text(name="phone", limit=60, foreign_digits=False),
        Text(name="address", limit=120),
        Text(name="remark", limit=300),
        Choice(name="status", values=("active", "left")),
        Date(name="left_date"),
        Choice(name="left_kind", values=_LEFT_KINDS),
        Text(name="left_reason", limit=300),
    ),
)

TABLES: tuple[WireTable, ...] = (PARTY_GROUP, MEMBER)

LEFT_OUT_WITHOUT_ID_NUMBERS = {"member": ("id_number",)}
"""Columns that stay empty when a package leaves ID numbers out (个人信息保护法 art. 6: the smallest scope).
"""

ORGANIZATION = WireTable(
    name="organization",
    fields=(
        Text(name="name", limit=100, required=True),
        Text(name="short_name", limit=40),
        Text(name="code", limit=40),
        Text(name="secretary", limit=60),
        Text(name="phone", limit=40, foreign_digits=False),
    ),
)
"""Facts about the sender; they travel inside the sealed body, not in the header."""

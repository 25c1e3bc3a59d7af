"""Whose files this ledger believes: registered organisations, their keys, their lineages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange import header as headers
from exchange import signing
from exchange.container import Container
from models import organization, organization_key, own_key, schema
from models.errors import RefusedError, UsageError
from models.organization import Organization
from models.organization_key import OrganizationKey

if TYPE_CHECKING:
    from models.ledger import Ledger

_KIND_WORDS = {
    headers.SNAPSHOT: "上报包",
    headers.RECEIPT: "回执",
    headers.INVITATION: "接入文件",
    headers.REGISTRATION: "登记文件",
    headers.DEPOSIT: "存放的恢复码",
}
_WHERE_TO = {
    headers.SNAPSHOT: "上报包由党委在“数据交换 → 接收”里导入。",
    headers.RECEIPT: "回执由支部在“数据交换 → 登记回执”里导入。",
    headers.INVITATION: "接入文件由支部在“数据交换 → 登记”里导入。",
    headers.REGISTRATION: "登记文件由党委在“数据交换 → 登记”里导入。",
    headers.DEPOSIT: "存放的恢复码由党委在“数据交换 → 登记支部”里导入。",
}


@dataclass(frozen=True, slots=True)
class Partner:
    """Another organisation of this ledger and the key that its file was signed with."""

    organization: Organization
    key_id: str


def require_kind(container: Container, kind: str) -> None:
    """Refuse a file of another of our kinds by its name. Raises RefusedError("kind")."""
    found = container.header.kind
    if found != kind and found in headers.KINDS:
        facts = {"found": _KIND_WORDS[found], "wanted": _KIND_WORDS[kind], "hint": _WHERE_TO[found]}
        raise RefusedError("kind", **facts)


def require_signature(container: Container, public: str, **facts: object) -> None:
    """Raise RefusedError("signature") unless this key signed every byte."""
    if not container.signed_by(public):
        raise RefusedError("signature", **facts)


def sender_of(ledger: "Ledger", container: Container, kind: str) -> Partner:
    """Return who signed a file, by registered keys alone.

    Raises RefusedError: `kind`, `unknown-sender`, `signature`, `revoked`.
    """
    require_kind(container, kind)
    head = container.header
    found = organization.by_id(ledger, head.org)
    keys = [] if found is None or found.number == schema.SELF else organization_key.of(ledger, found.number)
    if found is None or not keys:
        raise RefusedError("unknown-sender", sender=found.name if found else "", org=head.org)
    key = next((key for key in keys if key.key_id == head.key_id), None)
    if key is None:
        raise RefusedError("signature", sender=found.name)
    require_signature(container, key.sign_public, sender=found.name)
    if key.revoked_at is not None:
        raise RefusedError("revoked", sender=found.name, day=key.revoked_at[:10], why=why_revoked(ledger, key))
    if head.kind != kind:
        raise RefusedError("kind", found="另一种文件", wanted=_KIND_WORDS[kind], hint="")
    return Partner(found, key.key_id)


def require_for_us(ledger: "Ledger", container: Container) -> None:
    """Raise RefusedError("not-for-me") for a file addressed to somebody else."""
    if container.header.to != organization.own(ledger).id:
        addressee = organization.by_id(ledger, container.header.to)
        raise RefusedError("not-for-me", addressee=addressee.name if addressee else "别的单位")


def require_versions(container: Container) -> None:
    """Raise RefusedError: `enc`, `format-new`, `schema-new`, `schema-old`."""
    head = container.header
    if head.format > headers.FORMAT:
        raise RefusedError("format-new", found=head.format, known=headers.FORMAT)
    if head.alg != signing.SIGN_SUITE or head.enc not in (signing.SEAL_SUITE, signing.NOT_SEALED):
        raise RefusedError("enc", suite=f"{head.alg}、{head.enc}")
    unreadable = headers.UNREADABLE_VERSION in (head.schema, head.min_schema)
    if unreadable or head.min_schema > schema.VERSION:
        found = "（读不懂）" if unreadable else head.min_schema
        raise RefusedError("schema-new", found=found, known=schema.VERSION)
    if head.schema < headers.OLDEST_SCHEMA:
        raise RefusedError("schema-old", found=head.schema, oldest=headers.OLDEST_SCHEMA)


def opened(ledger: "Ledger", container: Container) -> bytes:
    """Return the plain body of a file sealed to this ledger. Raises RefusedError: `enc`, `decrypt`."""
    head = container.header
    if head.enc != signing.SEAL_SUITE:
        raise RefusedError("enc", suite=head.enc)
    keys = own_key.by_id(ledger, head.to_key)
    plain = signing.unseal(keys.seal_private, container.body, container.context) if keys else None
    if plain is None:
        raise RefusedError("decrypt")
    return plain


def accept_lineage(
    ledger: "Ledger", org: int, lineage: str, *, why: str = "", initiator: object | None = None
) -> None:
    """Believe a branch's new lineage (new computer or restored backup), after a person asked the branch.

    org: local number. Raises UsageError("unknown-organization").
    """
    found = organization.by_number(ledger, org)
    if found is None or org == schema.SELF:
        raise UsageError("unknown-organization", org=org)
    with ledger.operation("branch.accept_lineage", why=why, initiator=initiator) as op:
        op.note["organization"] = found.name
        organization_key.accept_lineage(op, org, lineage)


def shut_out(ledger: "Ledger", org: int, *, why: str = "", initiator: object | None = None) -> Organization:
    """Trust no key of a branch any more, because its computer is lost or stolen; what was received stays.

    Raises UsageError("unknown-organization"), RefusedError("nothing-to-shut-out").
    """
    found = organization.by_number(ledger, org)
    if found is None or org == schema.SELF:
        raise UsageError("unknown-organization", org=org)
    key = organization_key.in_use(ledger, org)
    if key is None:
        raise RefusedError("nothing-to-shut-out", sender=found.name)
    revoke_key(ledger, org, key.key_id, why=why, initiator=initiator)
    return found


def why_revoked(ledger: "Ledger", key: OrganizationKey) -> str:
    """Return the reason given for shutting a key out as it goes on a sentence: `，原因：电脑被盗`, or nothing."""
    why = organization_key.shut_out(ledger, key)
    return f"，原因：{why}" if why else ""


def revoke_key(
    ledger: "Ledger", org: int, key_id: str, *, why: str = "", initiator: object | None = None
) -> None:
    """Trust a branch's key no longer (lost computer); what was received stays. Raises
    UsageError("unknown-organization").
    """
    found = organization.by_number(ledger, org)
    if found is None or all(key.key_id != key_id for key in organization_key.of(ledger, org)):
        raise UsageError("unknown-organization", org=org)
    with ledger.operation("branch.revoke", why=why, initiator=initiator) as op:
        op.note["organization"] = found.name
        organization_key.revoke(op, org, key_id)

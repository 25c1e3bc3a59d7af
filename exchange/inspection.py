"""Reads a package in the order of the format's description and says what it would change; nothing is
written.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import body, chain, container, header, loss, neighbours, signing, trust
from exchange.body import Content
from exchange.changes import TableChange, changes_of
from exchange.container import Container
from exchange.tables import ORGANIZATION
from exchange.verdict import Verdict, refused
from models import organization, organization_key, own_key, received_package, schema
from models.errors import KnownError, RefusedError
from models.organization import Organization

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Inspection:
    """A package that passed every check that could be made.

    sender: None without a ledger; then `integrity_only` holds and `content` is None. own: we sent it
    ourselves. replaces: number of the package that it would replace, 0 for the first. facts: changed facts
    of the sender as (Chinese name, before, after). doubt: why a person has to say yes first (`diverged`,
    `shrinks`). remark: what could not be checked. notices: what to look at in other branches.
    """

    path: Path
    container: Container
    sender: Organization | None = None
    content: Content | None = None
    replaces: int = 0
    changes: tuple[TableChange, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    own: bool = False
    doubt: RefusedError | None = None
    remark: str = ""
    notices: tuple[str, ...] = ()

    @property
    def integrity_only(self) -> bool:
        """Whether only the file's being whole was checked: nothing is known of who sent it, nothing was
        opened.
        """
        return self.content is None

    @property
    def newer(self) -> bool:
        """Whether a newer program wrote it, so that it may hold columns and tables that were not read."""
        return self.container.header.schema > schema.VERSION

    @property
    def number(self) -> int:
        """The package's number."""
        return self.container.header.number

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return self.container.digest

    @property
    def created(self) -> str:
        """UTC moment at which the sender's computer made it."""
        return self.container.header.created

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each table as the header says."""
        return self.container.header.counts


def inspect(path: Path | str, ledger: "Ledger | None" = None) -> Inspection:
    """Check a package as far as possible and return what it is.

    Without a ledger only integrity is checked, against the key in its own header. Raises RefusedError and
    WorldError("open") with the codes of the format's description; their facts hold `path` and, once known,
    `sender`, `number`, `digest`.
    """
    path = Path(path)
    facts: dict[str, Any] = {"path": path.name}
    try:
        found = container.parse(container.read_file(path))
        facts |= {"org": found.header.org, "number": found.header.number, "digest": found.digest}
        if ledger is None:
            return _whole(path, found)
        if found.header.org == organization.own(ledger).id:
            return _our_own(path, found, ledger)
        with ledger.lock:
            return read_for_us(path, found, ledger, facts)
    except KnownError as error:
        error.facts = facts | error.facts
        raise


def verify(path: Path | str, ledger: "Ledger | None" = None) -> Verdict:
    """Return the verdict over a package without writing anything; never raises for what is wrong with the
    file.
    """
    path = Path(path)
    try:
        found = inspect(path, ledger)
    except KnownError as error:
        return refused(path, error)
    if found.doubt is not None:
        return refused(path, found.doubt, inspection=found)
    sender = found.sender.name if found.sender else found.container.header.org
    if found.own:
        reason = "文件完整，是本台账自己送出的包；内容只有收件单位能打开。"
    elif found.integrity_only:
        reason = "文件完整，没有损坏或改动。没有打开台账，所以没有核对是谁发的，也没有打开内容。"
    else:
        reason = f"签名、序号和内容都核对无误，可以接收。{found.remark}"
    return Verdict(path, True, "", reason, "", sender, found.number, found.digest, inspection=found)


def _whole(path: Path, found: Container) -> Inspection:
    trust.require_signature(found, found.header.sign_public)
    trust.require_versions(found)
    return Inspection(path, found)


def _our_own(path: Path, found: Container, ledger: "Ledger") -> Inspection:
    trust.require_kind(found, header.SNAPSHOT)
    own_keys = own_key.by_id(ledger, found.header.key_id)
    trust.require_signature(found, own_keys.sign_public if own_keys else "")
    return Inspection(path, found, organization.own(ledger), own=True)


def read_for_us(path: Path, found: Container, ledger: "Ledger", facts: dict[str, Any]) -> Inspection:
    """Check a file that is addressed to this ledger, from its sender to its last field.

    facts: filled in with what is known of the sender, for the sentence of a refusal.
    """
    partner = trust.sender_of(ledger, found, header.SNAPSHOT)
    sender = partner.organization
    facts |= {"sender": sender.name, "sender_number": sender.number, "lineage": found.header.lineage}
    trust.require_for_us(ledger, found)
    trust.require_versions(found)
    replaces = judge_order(ledger, sender, found)
    head = found.header
    chained = head.format >= header.CHAINED
    content = body.read(trust.opened(ledger, found), written_by=head.schema, chained=chained)
    _require_counts(found, content)
    changes = changes_of(ledger, sender.number, content.tables)
    past = _past(ledger, sender, found, content)
    return Inspection(
        path,
        found,
        sender,
        content,
        replaces=replaces,
        changes=changes,
        facts=_fact_changes(sender, content.organization),
        doubt=_doubt(ledger, sender, past, changes, facts),
        remark=_remark(found, unlinked=past is None and replaces > 0),
        notices=neighbours.notices(ledger, sender, content),
    )


def judge_order(ledger: "Ledger", sender: Organization, found: Container) -> int:
    """Return the number of the package that this one would replace, 0 for the first.

    Lineage and number decide, never a clock; a lineage that nobody accepted has no place in the order yet. Raises
    RefusedError, the first that applies: `duplicate`, `stale`, `fork`, `lineage`.
    """
    head = found.header
    if head.number < 1:
        raise RefusedError("head", place="包头")
    earlier = received_package.by_digest(ledger, found.digest, sender.number)
    if earlier is not None:
        raise RefusedError("duplicate", day=earlier.received_at[:10], number=earlier.number)
    rank = organization_key.lineage_rank(ledger, sender.number, head.lineage)
    current = received_package.current(ledger, sender.number)
    if rank and current is not None:
        standing = organization_key.lineage_rank(ledger, sender.number, current.lineage)
        if rank < standing:
            raise RefusedError("stale", number=head.number, current=current.number, why=_LEFT_LINEAGE)
        if rank == standing and head.number < current.number:
            raise RefusedError("stale", number=head.number, current=current.number, why="比它旧")
        if rank == standing and head.number == current.number:
            raise RefusedError("fork", number=head.number, day=current.received_at[:10])
    if not rank:
        raise RefusedError("lineage", lineage=head.lineage, sender=sender.name)
    return current.number if current else 0


_LEFT_LINEAGE = "来自支部换机、恢复以前的那份台账"


def _past(ledger: "Ledger", sender: Organization, found: Container, content: Content) -> chain.Past | None:
    """Return what the package tells of those before it. Raises RefusedError("manifest") where it lists later ones."""
    listed = content.manifest.chain
    if listed and listed[0].number >= found.header.number:
        raise RefusedError("manifest")
    return chain.past_of(found.header, listed, received_package.list_received(ledger, sender.number))


def _doubt(
    ledger: "Ledger",
    sender: Organization,
    past: chain.Past | None,
    changes: tuple[TableChange, ...],
    facts: dict[str, Any],
) -> RefusedError | None:
    """Return why a person has to say yes before this goes in: the past does not fit, or too much would vanish."""
    received = received_package.list_received(ledger, sender.number)
    standing = next((row for row in received if row.state == "current"), None)
    if standing is None:
        return None
    other = past.unknown(received) if past else None
    if other is None and past and not past.knows(standing) and loss.loses(changes):
        other = standing
    told = facts | {"told": loss.told(changes)}
    if other is not None:
        return RefusedError("diverged", **told, other=other.number, day=other.received_at[:10])
    return RefusedError("shrinks", **told) if loss.shrinks(changes) else None


def _remark(found: Container, *, unlinked: bool) -> str:
    """Return what could not be checked of a package, as a sentence."""
    told = []
    if found.header.schema > schema.VERSION:
        told.append("它由更新版本的程序生成，本程序不认识的内容没有读；升级后再接收一次更完整。")
    if unlinked:
        told.append("它由较旧的程序生成，没有写明以前送过哪些包，所以没有核对它是否接着已收的包；请支部升级程序。")
    return "".join(told)


def receipt_code(found: Inspection) -> str:
    """Return the paper receipt code of a package that was opened."""
    if found.content is None:
        raise ValueError("a package that was not opened has no receipt code")
    return signing.paper_code(found.content.manifest.nonce, found.container.context)


def _require_counts(found: Container, content: Content) -> None:
    if found.header.schema == schema.VERSION:
        counted = {name: len(rows) for name, rows in content.tables.items()}
        if counted != found.header.counts:
            raise RefusedError("content")


def _fact_changes(sender: Organization, facts: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (ORGANIZATION.field_word(name), getattr(sender, name), value)
        for name, value in facts.items()
        if getattr(sender, name) != value
    )

"""Makes a branch's package: a numbered full snapshot, signed, sealed to the committee, noted as sent."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import body, chain, container, fields, file_names, header, keys, references, signing
from exchange.chain import Link
from exchange.cover import Cover, cover_of
from exchange.header import Header
from exchange.kind_tables import without_private
from exchange.outgoing import outgoing
from exchange.tables import LEFT_OUT_WITHOUT_ID_NUMBERS, ORGANIZATION, TABLES
from models import journal, organization, organization_key, schema, sent_package, snapshot, whereabouts
from models.clock import moment
from models.errors import KnownError, RefusedError
from models.organization import Organization
from models.organization_key import OrganizationKey
from models.sent_package import SentPackageRow
from models.snapshot import Tables

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A package that lies in its folder, whole and noted. digest: SHA-256 of the file."""

    path: Path
    number: int
    digest: str
    counts: dict[str, int]
    content_digest: str
    cover: Cover


@dataclass(frozen=True, slots=True)
class _Made:
    header: Header
    content: bytes
    nonce: str
    content_digest: str

    @property
    def file(self) -> container.Container:
        return container.parse(self.content)


def make_package(
    ledger: "Ledger",
    folder: Path | str,
    *,
    id_numbers: bool = True,
    why: str = "",
    initiator: object | None = None,
) -> SentPackage:
    """Write the next numbered package of this ledger into a folder and note it as sent.

    id_numbers: False leaves the citizen identity numbers out. why: the reason line of a corrected package.
    Raises RefusedError (`pack-members-below`, `no-committee`, `pack-row`, `package-too-big`), WorldError (disk full,
    read-only, stick gone); then there is no file and no note.
    """
    folder = Path(folder)
    own = organization.own(ledger)
    if organization.has_all_below(ledger, own) and (below := organization.members_below(ledger)):
        raise RefusedError("pack-members-below", name=own.name, members=below)
    committee, _ = committee_of(ledger)
    keys.own_keys(ledger)
    with outgoing(ledger, "package.send", why=why, initiator=initiator) as (op, write):
        made = _made(ledger, _unnoted(ledger, folder, own), id_numbers)
        called = own.short_name or own.name
        name = file_names.package_name(called, made.header.number, ledger.clock.today())
        path = file_names.free_path(folder, name, called)
        row = _note(made, path)
        sent_package.note(op, row)
        op.note |= {
            "lineage": row.lineage,
            "number": row.number,
            "file": path.name,
            "committee": committee.name,
        }
        op.note |= {"size": len(made.content), "id_numbers": id_numbers, whereabouts.NOTE: whereabouts.here()}
        write(path, made.content)
    cover = cover_of(ledger, row)
    return SentPackage(path, row.number, row.digest, made.header.counts, made.content_digest, cover)


def committee_of(ledger: "Ledger") -> tuple[Organization, OrganizationKey]:
    """Return the organisation above and the key to seal to. Raises RefusedError("no-committee")."""
    own = organization.own(ledger)
    committee = organization.by_id(ledger, own.parent_id) if own.parent_id else None
    key = organization_key.in_use(ledger, committee.number) if committee else None
    if committee is None or key is None:
        raise RefusedError("no-committee", path=str(ledger.path))
    return committee, key


def _made(ledger: "Ledger", unnoted: list["_Unnoted"], id_numbers: bool) -> _Made:
    committee, to_key = committee_of(ledger)
    own, own_keys, info = organization.own(ledger), keys.own_keys(ledger), ledger.info()
    tables = _travelling(ledger, id_numbers)
    before = sent_package.last(ledger)
    seq, head_digest = journal.head(ledger)
    head = Header(
        format=header.FORMAT,
        schema=schema.VERSION,
        min_schema=header.READABLE_SINCE,
        kind=header.SNAPSHOT,
        org=own.id,
        to=committee.id,
        device=info["device"],
        lineage=info["lineage"],
        number=max([before.number if before else 0, *(one.link.number for one in unnoted)]) + 1,
        prev_sha256=before.digest if before and before.lineage == info["lineage"] else "",
        alg=signing.SIGN_SUITE,
        key_id=own_keys.key_id,
        sign_public=own_keys.sign_public,
        enc=signing.SEAL_SUITE,
        to_key=to_key.key_id,
        created=moment(ledger.clock),
        journal={"seq": seq, "digest": head_digest},
        counts={name: len(rows) for name, rows in tables.items()},
    )
    nonce = signing.new_nonce()
    past = chain.own_links(ledger, [one.link for one in unnoted if one.ours])
    plain = body.write(tables, _facts(own), nonce=nonce, id_numbers=id_numbers, chain=past)
    content = container.build(head, plain, sign_private=own_keys.sign_private, seal_public=to_key.seal_public)
    return _Made(head, content, nonce, snapshot.digest_of(tables))


def _travelling(ledger: "Ledger", id_numbers: bool) -> Tables:
    """Return our rows as they travel; a row that the receiver would refuse is named before it leaves."""
    tables = without_private(snapshot.collect(ledger))
    if not id_numbers:
        for name, columns in LEFT_OUT_WITHOUT_ID_NUMBERS.items():
            empty = dict.fromkeys(columns, "")
            tables[name] = [row | empty for row in tables[name]]
    for table in TABLES:
        for row, column, _ in fields.wrong_rows(table, tables[table.name]):
            called = references.titles(table, TABLES, tables)(row)
            raise RefusedError("pack-row", table=table.word, name=called, field=table.field_word(column))
    for table, _, row, told in references.unfit(TABLES, tables):
        called = references.titles(table, TABLES, tables)(row)
        when = f"（{row['day']}）" if "day" in row else ""
        raise RefusedError("pack-unfit", table=table.word, name=called, told=told, when=when)
    return tables


def _facts(own: Organization) -> dict[str, Any]:
    return {column: getattr(own, column) for column in ORGANIZATION.columns}


@dataclass(frozen=True, slots=True)
class _Unnoted:
    """A package in the folder under our signature that the ledger does not know; `ours`: made of this very past."""

    link: Link
    ours: bool


def _unnoted(ledger: "Ledger", folder: Path, own: Organization) -> list[_Unnoted]:
    """Return the packages above our last number that lie in the folder: two files must never have one number.

    The power went between a file and its note, or a copy of this ledger wrote it; the journal tells which.
    """
    last = sent_package.last(ledger)
    noted = last.number if last else 0
    sign_public = keys.own_keys(ledger).sign_public
    found = []
    for path in sorted(folder.glob(f"*{container.SUFFIX}")):
        try:
            head = container.read_header(path)
            if head.org != own.id or head.number <= noted:
                continue
            file = container.parse(container.read_file(path))
        except KnownError:
            continue  # A damaged file, or somebody else's, has no number of ours.
        if file.signed_by(sign_public):
            found.append(_Unnoted(Link(head.number, file.digest), journal.has(ledger, **head.journal)))
    return found


def _note(made: _Made, path: Path) -> SentPackageRow:
    head = made.header
    return SentPackageRow(
        lineage=head.lineage,
        number=head.number,
        digest=made.file.digest,
        recipient_id=head.to,
        created_at=head.created,
        file_name=path.name,
        counts=head.counts_text(),
        journal_seq=head.journal["seq"],
        content_digest=made.content_digest,
        receipt_code=signing.paper_code(made.nonce, made.file.context),
    )

"""Mutual registration by two small files and a one-time code, so that nobody has to compare fingerprints.

invite (committee) → 接入文件 + code on paper; join (branch) → 登记文件; accept (committee). Both files
carry a MAC under the code.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import container, file_names, header, keys, letters, signing, trust
from exchange.container import Container
from exchange.fields import WireTable
from exchange.header import MOMENT, hex_text
from exchange.outgoing import outgoing
from exchange.tables import ORGANIZATION
from models import gate, invitation, organization, organization_key, own_key
from models.clock import moment
from models.errors import KnownError, RefusedError, UsageError
from models.gate import Operation
from models.kinds.column import Choice, Id, Pattern, Text
from models.organization import Organization

if TYPE_CHECKING:
    from models.ledger import Ledger

DAYS_GOOD = 30
CODE_LENGTH = 16

_KEY_FIELDS = (
    Pattern(name="sign_public", pattern=hex_text(64)),
    Pattern(name="seal_public", pattern=hex_text(64)),
    Pattern(name="mac", pattern=hex_text(64)),
)
INVITATION = WireTable(
    name="invitation",
    fields=(
        Id(name="invitation"),
        Id(name="committee"),
        Text(name="committee_name", limit=100, required=True),
        Choice(name="committee_level", values=("general_branch", "committee")),
        Id(name="branch"),
        Text(name="branch_name", limit=100, required=True),
        Pattern(name="expires_at", pattern=MOMENT),
        *_KEY_FIELDS,
    ),
)
REGISTRATION = WireTable(
    name="registration",
    fields=(
        Id(name="invitation"),
        Id(name="branch"),
        Id(name="lineage"),
        Choice(name="level", values=organization.LEVELS),
        *ORGANIZATION.fields,
        *_KEY_FIELDS,
    ),
)


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """An invitation file and the code that goes another way. code: 16 digits; expires_at: UTC moment."""

    path: Path
    code: str
    org: int
    expires_at: str

    @property
    def shown_code(self) -> str:
        """The code in groups of four, as it is printed."""
        return " ".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


@dataclass(frozen=True, slots=True)
class Joined:
    """A branch that now knows its committee and has a registration file to bring there."""

    path: Path
    committee: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A branch whose packages are believed from now on. replaced: an older key of it was revoked."""

    org: int
    name: str
    replaced: bool


# --- the committee invites ------------------------------------------------------------


def invite(
    ledger: "Ledger",
    folder: Path | str,
    *,
    name: str = "",
    org: int | None = None,
    level: str = "branch",
    days: int = DAYS_GOOD,
    initiator: object | None = None,
) -> IssuedInvitation:
    """Write an invitation for a new branch (`name`) or for one that has a new computer (`org`, its local
    number).

    Raises UsageError (`not-a-receiver`, `unknown-organization`), RefusedError (`branch-exists`),
    WorldError; then nothing is noted.
    """
    own = organization.own(ledger)
    if not own.receives:
        raise UsageError("not-a-receiver", path=str(ledger.path))
    keys.own_keys(ledger)
    code, invitation_id = signing.new_code(), ledger.ids.new()
    expires = ledger.clock.now() + timedelta(days=days)
    expires_at = expires.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with outgoing(ledger, "branch.invite", initiator=initiator) as (op, write):
        branch = _invited(ledger, op, own, name, org, level)
        invitation.issue(op, invitation_id=invitation_id, org=branch.number, code=code, expires_at=expires_at)
        op.note["organization"] = branch.name
        told = _invitation(ledger, own, branch, invitation_id, expires_at)
        content = letters.write(
            ledger, header.INVITATION, _with_mac(told, code, header.INVITATION), to=branch.id
        )
        path = _path(ledger, folder, "接入文件", branch.short_name or branch.name)
        write(path, content)
    return IssuedInvitation(path, code, branch.number, expires_at)


def _invited(
    ledger: "Ledger", op: Operation, own: Organization, name: str, org: int | None, level: str
) -> Organization:
    if org is None:
        if any(branch.name == name for branch in organization.below(ledger)):
            raise RefusedError("branch-exists", name=name)
        org = organization.add(op, organization_id=ledger.ids.new(), name=name, level=level, parent_id=own.id)
    found = organization.by_number(ledger, org)
    if found is None or found.parent_id != own.id:
        raise UsageError("unknown-organization", org=org)
    return found


def _invitation(
    ledger: "Ledger", own: Organization, branch: Organization, invitation_id: str, expires_at: str
) -> dict[str, Any]:
    own_keys = keys.own_keys(ledger)
    return {
        "invitation": invitation_id,
        "committee": own.id,
        "committee_name": own.name,
        "committee_level": own.level,
        "branch": branch.id,
        "branch_name": branch.name,
        "expires_at": expires_at,
        "sign_public": own_keys.sign_public,
        "seal_public": own_keys.seal_public,
    }


# --- the branch joins -----------------------------------------------------------------


def join(
    ledger: "Ledger",
    path: Path | str,
    code: str,
    folder: Path | str,
    *,
    new_keys: bool = False,
    initiator: object | None = None,
) -> Joined:
    """Believe the committee of an invitation and write the registration file for it.

    new_keys: the old computer was lost with our keys; others are made and registered.
    code: as typed; blanks, dashes and full-width digits are fine. Raises RefusedError (`signature`, `kind`,
    `code-shape`, `code-wrong`, `invitation-expired`, …), WorldError; then nothing has changed.
    """
    path = Path(path)
    digits = tidy_code(code)
    try:
        told = _read_invitation(path, digits)
    except KnownError as error:
        error.facts = {"path": path.name} | error.facts
        raise
    if told["expires_at"] < moment(ledger.clock):
        raise RefusedError("invitation-expired", path=path.name, day=told["expires_at"][:10], today=_today(ledger))
    keys.own_keys(ledger)
    with outgoing(ledger, "committee.register", initiator=initiator) as (op, write):
        if new_keys:
            keys.renew_keys(ledger)
        _know_committee(ledger, op, told)
        op.note["organization"] = told["committee_name"]
        mine = _registration(ledger, told)
        content = letters.write(
            ledger,
            header.REGISTRATION,
            _with_mac(mine, digits, header.REGISTRATION),
            to=told["committee"],
            to_key=own_key.key_id(told["sign_public"], told["seal_public"]),
            seal_public=told["seal_public"],
        )
        own = organization.own(ledger)
        target = _path(ledger, folder, "登记文件", own.short_name or own.name)
        write(target, content)
    return Joined(target, told["committee_name"])


def _read_invitation(path: Path, digits: str) -> dict[str, Any]:
    found = container.parse(container.read_file(path))
    trust.require_kind(found, header.INVITATION)
    trust.require_signature(found, found.header.sign_public)
    trust.require_versions(found)
    told = letters.read(found.body, INVITATION, found, "接入文件")
    _require_mac(told, digits, header.INVITATION, found)
    if (found.header.org, found.header.to) != (told["committee"], told["branch"]):
        raise RefusedError("code-wrong")
    return told


def _know_committee(ledger: "Ledger", op: Operation, told: dict[str, Any]) -> None:
    own = organization.own(ledger)
    committee = organization.by_id(ledger, told["committee"])
    if committee is None:
        number = organization.add(
            op, organization_id=told["committee"], name=told["committee_name"], level=told["committee_level"]
        )
    else:
        number = committee.number
        organization.edit(op, number, name=told["committee_name"])
    public = {"sign_public": told["sign_public"], "seal_public": told["seal_public"]}
    organization_key.register(op, number, key_id=own_key.key_id(**public), **public)
    organization.adopt(op, own.number, organization_id=told["branch"], parent_id=told["committee"])


def _registration(ledger: "Ledger", told: dict[str, Any]) -> dict[str, Any]:
    own, own_keys = organization.own(ledger), keys.own_keys(ledger)
    return {
        "invitation": told["invitation"],
        "branch": own.id,
        "lineage": ledger.info()["lineage"],
        "level": own.level,
        **{column: getattr(own, column) for column in ORGANIZATION.columns},
        "sign_public": own_keys.sign_public,
        "seal_public": own_keys.seal_public,
    }


# --- the committee accepts ------------------------------------------------------------


def accept(ledger: "Ledger", path: Path | str, *, initiator: object | None = None) -> Accepted:
    """Believe a branch's keys from its registration file; its code is void then.

    Raises RefusedError (`signature`, `not-for-me`, `decrypt`, `registration-unknown`, `registration-used`,
    `registration-expired`, `code-wrong`, …), WorldError("open"); then nothing has changed.
    """
    path = Path(path)
    try:
        told, branch = _read_registration(ledger, path)
    except KnownError as error:
        error.facts = {"path": path.name} | error.facts
        raise
    had_key = organization_key.in_use(ledger, branch.number)
    _refuse_shut_out(ledger, told, branch, path)
    with ledger.operation("branch.register", initiator=initiator) as op:
        public = {"sign_public": told["sign_public"], "seal_public": told["seal_public"]}
        key_id = own_key.key_id(**public)
        organization_key.register(op, branch.number, key_id=key_id, **public)
        organization_key.accept_lineage(op, branch.number, told["lineage"])
        organization.edit(op, branch.number, **{column: told[column] for column in ORGANIZATION.columns})
        invitation.use(op, told["invitation"])
        op.note["organization"] = told["name"]
    return Accepted(branch.number, told["name"], had_key is not None and had_key.key_id != key_id)


def _refuse_shut_out(ledger: "Ledger", told: dict[str, Any], branch: Organization, path: Path) -> None:
    """Refuse a key that a person shut out: a thief has it as well. Raises RefusedError("key-shut-out")."""
    key_id = own_key.key_id(told["sign_public"], told["seal_public"])
    for key in organization_key.of(ledger, branch.number):
        if key.key_id == key_id and key.revoked_at and organization_key.shut_out(ledger, key) is not None:
            why = trust.why_revoked(ledger, key)
            raise RefusedError("key-shut-out", sender=branch.name, path=path.name, day=key.revoked_at[:10], why=why)


def _read_registration(ledger: "Ledger", path: Path) -> tuple[dict[str, Any], Organization]:
    found = container.parse(container.read_file(path))
    trust.require_kind(found, header.REGISTRATION)
    trust.require_signature(found, found.header.sign_public)
    trust.require_for_us(ledger, found)
    trust.require_versions(found)
    told = letters.read(trust.opened(ledger, found), REGISTRATION, found, "登记文件")
    row = invitation.by_id(ledger, told["invitation"])
    branch = organization.by_number(ledger, row.org) if row else None
    if row is None or branch is None:
        raise RefusedError("registration-unknown", sender=told["name"])
    if row.used_at is not None:
        raise RefusedError("registration-used", sender=branch.name, day=row.used_at[:10])
    if row.expires_at < moment(ledger.clock):
        raise RefusedError("registration-expired", sender=branch.name, day=row.expires_at[:10], today=_today(ledger))
    _require_mac(told, row.code, header.REGISTRATION, found)
    if not branch.id == told["branch"] == found.header.org or found.header.lineage != told["lineage"]:
        raise RefusedError("code-wrong")
    return told, branch


def _today(ledger: "Ledger") -> str:
    return ledger.clock.today().isoformat()


# --- the code -------------------------------------------------------------------------


def tidy_code(typed: str) -> str:
    """Return a typed code as 16 ASCII digits. Raises RefusedError("code-shape")."""
    digits = re.sub(r"[\s\-—–_.]", "", unicodedata.normalize("NFKC", typed))
    if len(digits) != CODE_LENGTH or not (digits.isascii() and digits.isdigit()):
        raise RefusedError("code-shape", length=len(digits), wanted=CODE_LENGTH)
    return digits


def _mac(told: dict[str, Any], code: str, purpose: str) -> str:
    message = {name: value for name, value in told.items() if name != "mac"}
    return signing.code_mac(code, f"{told['invitation']} {purpose}", gate.canonical(message).encode("utf-8"))


def _with_mac(told: dict[str, Any], code: str, purpose: str) -> dict[str, Any]:
    return told | {"mac": _mac(told, code, purpose)}


def _require_mac(told: dict[str, Any], code: str, purpose: str, found: Container) -> None:
    """Refuse unless the code's owner wrote this and the file is signed with the very key that it names."""
    if told["sign_public"] != found.header.sign_public or not signing.same(
        told["mac"], _mac(told, code, purpose)
    ):
        raise RefusedError("code-wrong")


def _path(ledger: "Ledger", folder: Path | str, kind: str, name: str) -> Path:
    return file_names.free_path(Path(folder), file_names.paper_name(kind, name, ledger.clock.today()), name)

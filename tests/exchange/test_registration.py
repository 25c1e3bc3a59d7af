"""Mutual registration: an invitation, a code that goes another way, a registration; and everything that can
be wrong.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import scrypt
from pathlib import Path

import pytest

from exchange import container, keys, registration, signing
from models import gate, invitation, organization, organization_key, own_key, undo
from models.clock import FixedClock
from models.errors import KnownError, RefusedError, UsageError
from models.ledger import Ledger
from tests.exchange.package_kit import BRANCH, COMMITTEE, Pair, assert_good_sentence, newest, nothing_changes

START = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
COST = signing._SCRYPT_COST
"""What the program takes; read before `cheap_keys` of tests/conftest.py sets in."""


@dataclass
class Strangers:
    folder: Path
    branch: Ledger
    committee: Ledger
    clock: FixedClock


@pytest.fixture
def strangers(tmp_path: Path) -> Iterator[Strangers]:
    """A branch and a committee that do not know each other yet, on one clock."""
    clock = FixedClock(START)
    with (
        Ledger.create(tmp_path / "b.zbtz", organization=BRANCH, actor="王秀兰", clock=clock) as branch,
        Ledger.create(
            tmp_path / "c.zbtz", organization=COMMITTEE, level="committee", actor="赵", clock=clock
        ) as committee,
    ):
        yield Strangers(tmp_path, branch, committee, clock)


def refused(ledger: Ledger, folder: Path, act: object, *arguments: object) -> KnownError:
    assert callable(act)
    with nothing_changes(ledger, folder), pytest.raises(KnownError) as caught:
        act(ledger, *arguments)
    assert_good_sentence(caught.value)
    return caught.value


def test_what_it_costs_to_try_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reckoned once more from what docs/数据包格式.md says."""
    monkeypatch.setattr(signing, "_SCRYPT_COST", COST)
    key = scrypt(b"1234567890123456", salt="盐".encode(), n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    found = signing.code_mac("1234567890123456", "盐", b"message")
    assert found == hmac.new(key, b"message", "sha256").hexdigest()


def test_both_sides_know_each_other_afterwards(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.shown_code, s.folder)
    accepted = registration.accept(s.committee, joined.path)
    assert (joined.committee, accepted.name, accepted.replaced) == (COMMITTEE, BRANCH, False)
    (below,) = organization.below(s.committee)
    own = organization.own(s.branch)
    assert own.id == below.id
    assert own.parent_id == organization.own(s.committee).id
    here, there = organization_key.in_use(s.committee, below.number), own_key.current(s.branch)
    assert here is not None
    assert there is not None
    assert (here.sign_public, here.seal_public) == (there.sign_public, there.seal_public)
    assert organization_key.lineage_rank(s.committee, below.number, s.branch.info()["lineage"]) == 1


def test_the_code_is_in_neither_file_and_emptied_when_used(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    for path in (issued.path, joined.path):
        assert issued.code.encode() not in path.read_bytes()
    registration.accept(s.committee, joined.path)
    (row,) = s.committee.query("SELECT code, used_at FROM invitation")
    assert row["code"] == ""
    assert row["used_at"] is not None


def test_the_registration_file_is_sealed(strangers: Strangers) -> None:
    s = strangers
    with s.branch.operation("organization.edit") as op:
        organization.edit(op, 1, secretary="单雨彤", phone="0539-5550101")
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    content = joined.path.read_bytes()
    assert "单雨彤".encode() not in content
    assert b"5550101" not in content


@pytest.mark.parametrize("typed", ["{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", "　{0}　{1}{2}{3}"])
def test_the_code_may_be_typed_as_people_type(strangers: Strangers, typed: str) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    groups = issued.shown_code.split(" ")
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in typed.format(*groups))
    assert registration.join(s.branch, issued.path, wide, s.folder).committee == COMMITTEE


@pytest.mark.parametrize(
    ("code", "expected"),
    [("", "code-shape"), ("1234", "code-shape"), ("x" * 16, "code-shape"), ("٠" * 16, "code-shape")],
)
def test_what_is_no_code_is_said_so(strangers: Strangers, code: str, expected: str) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    assert refused(s.branch, s.folder, registration.join, issued.path, code, s.folder).code == expected


def test_a_wrong_code_is_refused(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    wrong = f"{(int(issued.code) + 1) % 10**16:016d}"
    assert refused(s.branch, s.folder, registration.join, issued.path, wrong, s.folder).code == "code-wrong"


def test_a_swapped_committee_key_is_refused(strangers: Strangers) -> None:
    """Somebody puts his own keys into the invitation and signs it himself; the code he does not have."""
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    found = container.parse(issued.path.read_bytes())
    mine = signing.new_keys()
    told = registration.letters.read(found.body, registration.INVITATION, found, "接入文件")
    told |= {"sign_public": mine.sign_public, "seal_public": mine.seal_public}
    head = gate.canonical(
        {name: getattr(found.header, name) for name in found.header.__slots__}
        | {"key_id": mine.key_id, "sign_public": mine.sign_public}
    ).encode()
    content = container.MAGIC + len(head).to_bytes(4) + head + gate.canonical(told).encode()
    issued.path.write_bytes(content + signing.sign(mine.sign_private, content))
    error = refused(s.branch, s.folder, registration.join, issued.path, issued.code, s.folder)
    assert error.code == "code-wrong"


@pytest.mark.parametrize("at", [3, 200, -80, -1])
def test_a_changed_invitation_is_refused(strangers: Strangers, at: int) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    content = bytearray(issued.path.read_bytes())
    content[at] ^= 1
    issued.path.write_bytes(content)
    error = refused(s.branch, s.folder, registration.join, issued.path, issued.code, s.folder)
    assert error.code in ("magic", "signature", "json", "head")


@pytest.mark.parametrize("at", [3, 200, -80, -1])
def test_a_changed_registration_is_refused(strangers: Strangers, at: int) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    content = bytearray(joined.path.read_bytes())
    content[at] ^= 1
    joined.path.write_bytes(content)
    error = refused(s.committee, s.folder, registration.accept, joined.path)
    assert error.code in ("magic", "signature", "json", "head")


def test_a_registration_made_without_the_code_is_refused(strangers: Strangers) -> None:
    """Another ledger answers to a stolen invitation file with a code it guesses."""
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    again = registration.invite(s.committee, s.folder, org=issued.org)
    joined = registration.join(s.branch, again.path, again.code, s.folder)
    s.committee.db.execute("UPDATE invitation SET code = ? WHERE used_at IS NULL", ["1" * 16])
    assert refused(s.committee, s.folder, registration.accept, joined.path).code == "code-wrong"


def test_a_registration_is_good_once(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    registration.accept(s.committee, joined.path)
    assert refused(s.committee, s.folder, registration.accept, joined.path).code == "registration-used"


def test_a_newer_invitation_voids_the_one_before(strangers: Strangers) -> None:
    s = strangers
    first = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, first.path, first.code, s.folder)
    registration.invite(s.committee, s.folder, org=first.org)
    assert refused(s.committee, s.folder, registration.accept, joined.path).code == "registration-used"
    assert len(invitation.open_ones(s.committee)) == 1


def test_an_expired_invitation_is_refused_on_either_side(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    s.clock.current = START + timedelta(days=31)
    assert refused(s.committee, s.folder, registration.accept, joined.path).code == "registration-expired"
    error = refused(s.branch, s.folder, registration.join, issued.path, issued.code, s.folder)
    assert error.code == "invitation-expired"


def test_a_registration_for_another_committee_is_refused(strangers: Strangers, tmp_path: Path) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    path = tmp_path / "other.zbtz"
    with Ledger.create(path, organization="河东镇党委", level="committee", actor="钱") as other:
        assert refused(other, s.folder, registration.accept, joined.path).code == "not-for-me"


def test_a_registration_whose_invitation_is_unknown_is_refused(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    undo.undo(s.committee, newest(s.committee))
    assert refused(s.committee, s.folder, registration.accept, joined.path).code == "registration-unknown"


def test_the_files_are_told_apart(strangers: Strangers) -> None:
    s = strangers
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    error = refused(s.committee, s.folder, registration.accept, issued.path)
    assert (error.code, error.facts["found"]) == ("kind", "接入文件")
    error = refused(s.branch, s.folder, registration.join, joined.path, issued.code, s.folder)
    assert (error.code, error.facts["found"]) == ("kind", "登记文件")


def test_a_branch_of_that_name_is_not_invited_twice(strangers: Strangers) -> None:
    s = strangers
    registration.invite(s.committee, s.folder, name=BRANCH)
    with nothing_changes(s.committee, s.folder), pytest.raises(RefusedError) as caught:
        registration.invite(s.committee, s.folder, name=BRANCH)
    assert caught.value.code == "branch-exists"


def test_a_branch_invites_nobody(strangers: Strangers) -> None:
    s = strangers
    with nothing_changes(s.branch, s.folder), pytest.raises(UsageError) as caught:
        registration.invite(s.branch, s.folder, name="第二党支部")
    assert caught.value.code == "not-a-receiver"


def test_undo_takes_a_registration_back(strangers: Strangers) -> None:
    s = strangers
    keys.own_keys(s.branch)
    before = s.branch.content_digest()
    issued = registration.invite(s.committee, s.folder, name=BRANCH)
    joined = registration.join(s.branch, issued.path, issued.code, s.folder)
    undo.undo(s.branch, newest(s.branch))
    assert s.branch.content_digest() == before
    registration.accept(s.committee, joined.path)
    undo.undo(s.committee, newest(s.committee))
    assert registration.accept(s.committee, joined.path).name == BRANCH


# --- a new computer -------------------------------------------------------------------


def test_new_keys_replace_the_old_ones_and_what_was_received_stays(pair: Pair) -> None:
    old = pair.pack()
    pair.receive(old.path)
    pair.add("犇镕")
    late = pair.pack()
    keys.renew_keys(pair.branch)
    fresh = pair.pack()
    assert pair.receive(fresh.path)[0].code == "signature"
    again = registration.invite(pair.committee, pair.folder, org=pair.org)
    joined = registration.join(pair.branch, again.path, again.code, pair.folder)
    assert registration.accept(pair.committee, joined.path).replaced
    assert pair.receive(late.path)[0].code == "revoked"
    assert pair.receive(fresh.path)[0].accepted
    assert pair.received_digest() == pair.branch_digest()


def test_what_was_sealed_to_retired_keys_is_still_read(pair: Pair) -> None:
    sent = pair.pack()
    keys.renew_keys(pair.committee)
    assert pair.receive(sent.path)[0].accepted

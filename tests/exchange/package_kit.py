"""A registered branch and committee for tests, and a forge for packages that our writer would never make."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from exchange import body, container, inspection, keys, pack, receive, registration, signing, trust
from exchange.kind_tables import without_private
from exchange.verdict import Verdict
from models import (
    duty_note,
    gate,
    group,
    journal,
    make_up,
    meeting,
    member,
    organization,
    organization_key,
    own_key,
    post,
    rule_choice,
    snapshot,
)
from models.errors import KnownError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from tests.exchange.archive_kit import keep_archives

BRANCH, COMMITTEE = "柳河镇第一党支部", "柳河镇党委"

Tables = dict[str, list[dict[str, Any]]]


@dataclass
class Pair:
    """Two open ledgers that know each other; `org` is the branch's number in the committee's ledger."""

    folder: Path
    branch: Ledger
    committee: Ledger
    org: int = 2

    def close(self) -> None:
        self.branch.close()
        self.committee.close()

    def pack(self, **options: Any) -> pack.SentPackage:
        return pack.make_package(self.branch, self.folder, **options)

    def receive(self, *paths: Path, **options: Any) -> list[Verdict]:
        return receive.receive(self.committee, paths, **options)

    def add(self, name: str, **values: str) -> str:
        with self.branch.operation("member.add") as op:
            return member.add_member(op, member_id=self.branch.ids.new(), name=name, **values)

    def received_digest(self) -> str:
        return snapshot.digest_of(snapshot.collect(self.committee, self.org))

    def branch_digest(self) -> str:
        return snapshot.digest_of(without_private(snapshot.collect(self.branch)))


def id_number(seventeen: str) -> str:
    """An invented number of a region nobody has, with its check digit."""
    from models.id_number import check_digit

    return seventeen + check_digit(seventeen)


def make_pair(folder: Path) -> Pair:
    """A branch of three members and a committee, registered the real way."""
    branch = Ledger.create(folder / "branch.zbtz", organization=BRANCH, actor="王秀兰")
    committee = Ledger.create(
        folder / "committee.zbtz", organization=COMMITTEE, level="committee", actor="赵国强"
    )
    issued = registration.invite(committee, folder, name=BRANCH)
    joined = registration.join(branch, issued.path, issued.shown_code, folder)
    registration.accept(committee, joined.path)
    with branch.operation("roster.import") as op:
        first_group = branch.ids.new()
        member.add_member(
            op,
            member_id=branch.ids.new(),
            name="单雨彤",
            sex="female",
            id_number=id_number("99010119850701001"),
            group="第一党小组",
            group_id=first_group,
            joined_date="2008-07",
            phone="0539-5550101",
        )
        member.add_member(
            op, member_id=branch.ids.new(), name="买买提·艾山", group="第一党小组", birth_date="1985"
        )
        member.add_member(op, member_id=branch.ids.new(), name="𠅤喆", remark='=HYPERLINK("x")')
    return Pair(folder, branch, committee)


def keep_a_year(ledger: Ledger, year: int = 2025) -> str:
    """Rows in every table of the year; returns the id of the meeting that was several kinds at once."""
    ids = [one.id for one in member.list_members(ledger)]
    (led, *_), new = group.list_groups(ledger), ledger.ids.new
    with ledger.operation("organization.edit") as op:
        organization.edit(op, 1, kind="community", founded_date="2001-07")
    with ledger.operation("post.add") as op:
        post.add_post(op, post_id=new(), member_id=ids[0], post="secretary", from_date=f"{year}-01")
        post.add_post(op, post_id=new(), member_id=ids[1], post="group_leader", group_id=led.id)
    with ledger.operation("exemption.add") as op:
        records.add(op, ledger.ids, kind_of("study_exemption"), [ids[2]], from_date=f"{year}", reason="长期卧床")
    big, small = new(), new()
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op,
            meeting_id=big,
            kinds=["lecture", "assembly"],
            day=f"{year}-03-05",
            topic="“=1+1” 与 <b>𠅤</b>",
            marks={ids[1]: "sick"},
            reasons={ids[1]: "住院"},
            start_time="14:00",
            end_time="16:30",
            minutes="一、通过工作计划。\n二、\t党课。",
            study_minutes=90,
        )
        meeting.record_meeting(
            op, meeting_id=small, kinds=["group"], day=f"{year}-04-02", topic="党小组学习", group_id=led.id
        )
    with ledger.operation("meeting.withdraw") as op:
        meeting.withdraw_meeting(op, small, reason="记错了日期")
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op, make_up_id=new(), meeting_id=big, member_id=ids[1], day=f"{year}-03-09", tutor="尉迟文静"
        )
    with ledger.operation("study.add") as op:
        records.add(
            op, ledger.ids, kind_of("study_record"), ids[:2], kind="training", title="轮训班",
            from_day=f"{year}-05-11", to_day=f"{year}-05-13", study_minutes=1440,
        )
    with ledger.operation("credit.add") as op:
        records.add(
            op, ledger.ids, kind_of("credit_entry"), [ids[0]], day=f"{year}-06-30", hundredths=-150, reason="缺席两次"
        )
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id=new(), use="duties", rule_set="national", options={"prorate": True})
        rule_choice.choose(op, choice_id=new(), use="credits", rule_set="points_100", from_date=f"{year}-01-01")
    with ledger.operation("duty.explain") as op:
        duty_note.explain(
            op, note_id=new(), rule="national/G01", subject_id="", period=f"{year}-02", text="受灾停会"
        )
    keep_archives(ledger, ids, year)
    return big


def copy_pair(template: Path, folder: Path) -> Pair:
    """The pair of a closed template, in a folder of its own."""
    for name in ("branch.zbtz", "committee.zbtz"):
        shutil.copyfile(template / name, folder / name)
    return Pair(folder, Ledger.open(folder / "branch.zbtz"), Ledger.open(folder / "committee.zbtz"))


@contextmanager
def nothing_changes(ledger: Ledger, folder: Path) -> Iterator[None]:
    """Content, journal and folder are as they were before."""
    before = ledger.content_digest(), journal_length(ledger), sorted(path.name for path in folder.iterdir())
    yield
    after = ledger.content_digest(), journal_length(ledger), sorted(path.name for path in folder.iterdir())
    assert after == before


def journal_length(ledger: Ledger) -> int:
    return int(ledger.query("SELECT count(*) AS n FROM journal_operation")[0]["n"])


def assert_good_sentence(error: KnownError) -> None:
    """What, where, next in Chinese: nothing raw from the system, no English words."""
    for text in (error.what(), error.next_step()):
        assert text.endswith(("。", "）")), text
    assert error.next_step()
    for said in error.as_dict().values():
        assert "Errno" not in said
        assert "Traceback" not in said
    # What others wrote is quoted.
    shown = re.sub("“[^”]*”", "", error.what() + error.next_step())
    allowed = (
        "BOM",
        "KB",
        "MB",
        "UTF",
        "NaN",
        "Infinity",
        "dyb",
        "zbtz",
        "U盘",
        "aes",
        "sm4",
        "hpke",
        "ed25519",
    )
    for word in allowed:
        shown = shown.replace(word, "")
    assert not [word for word in shown.split() if word.isascii() and word.isalpha() and len(word) > 2], shown


# --- bodies ---------------------------------------------------------------------------


def members_of(plain: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_manifest(members: Mapping[str, bytes], **changes: Any) -> dict[str, bytes]:
    """The members with a manifest that fits them, whatever they hold."""
    listed = json.loads(members["manifest.json"])
    rest = {name: content for name, content in members.items() if name != "manifest.json"}
    before = listed["members"]
    listed["members"] = {
        name: _listed(name, content, before.get(name, {})) for name, content in sorted(rest.items())
    }
    return {"manifest.json": gate.canonical(listed | changes).encode(), **rest}


def _listed(name: str, content: bytes, before: dict[str, Any]) -> dict[str, Any]:
    digest = sha256(content).hexdigest()
    if before.get("sha256") == digest:
        return before
    rows = content.count(b'],["') + content.count(b'"rows":[[') if name in SHEETS else content.count(b"\n")
    return {"sha256": digest, "bytes": len(content), "rows": 1 if name == "organization.json" else rows}


def zipped(
    members: Mapping[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    target = io.BytesIO()
    items = members if isinstance(members, list) else list(members.items())
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in items:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content, method)
    return target.getvalue()


def rows_of(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def lines(rows: list[Any]) -> bytes:
    return b"".join(gate.canonical(row).encode() + b"\n" for row in rows)


SHEETS = ("attendance.ndjson", "record_person.ndjson")


def with_rows(plain: bytes, rows: Tables) -> bytes:
    """A body with other rows whose manifest, content digest included, fits them."""
    members = members_of(plain)
    tables = body.read(plain).tables | rows
    members |= {f"{name}.ndjson": lines(folded(name, found)) for name, found in rows.items()}
    return zipped(with_manifest(members, content_digest=snapshot.digest_of(tables)))


def folded(name: str, rows: list[dict[str, Any]]) -> list[Any]:
    """The rows as the lines of their file: attendance is a line for each meeting."""
    table = next(one for one in body.TABLES if one.name == name)
    if not table.grouped_by:
        return rows
    sheets: dict[Any, list[Any]] = {}
    for row in rows:
        sheets.setdefault(row[table.grouped_by], []).append([row[column] for column in table.packed_columns])
    return [{table.grouped_by: shared, "rows": entries} for shared, entries in sheets.items()]


def with_first(plain: bytes, table: str, **values: Any) -> bytes:
    """A body whose first row of a table has these values; a value of `...` leaves the column out."""
    rows = [dict(row) for row in body.read(plain).tables[table]]
    rows[0] |= values
    rows[0] = {name: value for name, value in rows[0].items() if value is not ...}
    return with_rows(plain, {table: rows})


def with_member(plain: bytes, **values: Any) -> bytes:
    """A body whose first member has these values; a value of `...` leaves the column out."""
    return with_first(plain, "member", **values)


# --- files ----------------------------------------------------------------------------


class Forge:
    """Makes package files of the branch with its real keys, right or wrong in every part."""

    def __init__(self, pair: Pair, good: Path) -> None:
        found = inspection.inspect(good, pair.committee).container
        self.good = found.content
        self.head: dict[str, Any] = json.loads(found.header.to_bytes())
        self.keys = keys.own_keys(pair.branch)
        to = own_key.current(pair.committee)
        assert to is not None
        self.seal_public = to.seal_public
        plain = signing.unseal(to.seal_private, found.body, found.context)
        assert plain is not None
        self.plain = plain

    def file(
        self,
        *,
        head: Mapping[str, Any] | bytes | None = None,
        plain: bytes | None = None,
        seal_public: str | None = None,
        sign_private: str | None = None,
        after_sealing: Callable[[bytes], bytes] = lambda body: body,
    ) -> bytes:
        """A package; `head` changes header fields or is the header's bytes."""
        raw = head if isinstance(head, bytes) else gate.canonical(self.head | dict(head or {})).encode()
        start = container.MAGIC + len(raw).to_bytes(4) + raw
        body = signing.seal(seal_public or self.seal_public, self.plain if plain is None else plain, start)
        content = start + after_sealing(body)
        return content + signing.sign(sign_private or self.keys.sign_private, content)


class Desk:
    """A committee that has number 5 of a branch, knows another branch, and one whose key is revoked."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.sent = []
        keep_a_year(pair.branch)
        for name in ("犇镕", "王喆", "李堃", "张玥", "尉迟芳"):
            pair.add(name)
            self.sent.append(pair.pack())
        (taken,) = pair.receive(self.sent[4].path)
        assert taken.accepted
        pair.add("曾淑珍")
        self.next = pair.pack()
        self.forge = Forge(pair, self.next.path)
        self.inbox = pair.folder / "U盘"
        self.inbox.mkdir()
        self.other_keys, self.other_id = signing.new_keys(), pair.committee.ids.new()
        self.revoked_keys, self.revoked_id = signing.new_keys(), pair.committee.ids.new()
        self._know(self.other_id, "柳河镇第二党支部", self.other_keys)
        revoked = self._know(self.revoked_id, "柳河镇第三党支部", self.revoked_keys)
        trust.revoke_key(pair.committee, revoked, self.revoked_keys.key_id)

    def _know(self, organization_id: str, name: str, known: own_key.KeyRow) -> int:
        with self.pair.committee.operation("branch.register") as op:
            number = organization.add(op, organization_id=organization_id, name=name)
            organization_key.register(
                op,
                number,
                key_id=known.key_id,
                sign_public=known.sign_public,
                seal_public=known.seal_public,
            )
        return number

    def put(self, content: bytes) -> Path:
        path = self.inbox / "包.dyb"
        path.write_bytes(content)
        return path

    def refused_with(self, path: Path) -> str:
        """The code with which a file is refused by `verify` and by `receive` alike, nothing changed."""
        with nothing_changes(self.pair.committee, self.pair.folder):
            verdict = inspection.verify(path, self.pair.committee)
            (result,) = self.pair.receive(path)
        assert not result.accepted
        assert result.code == verdict.code
        assert result.error is not None
        assert_good_sentence(result.error)
        return result.code


def newest(ledger: Ledger) -> int:
    """The number of the newest operation that stands, as somebody picks it from the log."""
    return next(one.seq for one in journal.entries(ledger) if not one.undone and one.kind not in ("undo", "redo"))

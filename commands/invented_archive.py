"""The invented year's study beside the meetings, the archives on their way, and evidence for some of it.

Like `invented_year`: the same every time, nothing later than today; a test failed and a test missed, archives in every
state, so that there is something to be found.
"""

import random
import struct
import tempfile
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import invented_essays as essays
from models import attendance, evidence, meeting, reading, study_archive
from models.gate import Operation
from models.kinds import records, sheets
from models.kinds.catalog import kind_of

if TYPE_CHECKING:
    from commands.invented_year import Year

WITHOUT_SUMMARY = 12
"""Every so manieth member has written none."""
STATES = ("filled", "reviewed", "filed", "filed", "open", "filed")
"""How far the archives are, member by member."""
FAILED, ABSENT = 4, 7
"""Whose test was not passed, and who was not there, counted from 0."""
_WRITTEN_BY = "SELECT 1 FROM reflection WHERE org = 1 AND id = ? AND member_id = ?"
_QUARTERS = (
    (3, 12, "一季度自学：党章和支部工作条例"),
    (6, 11, "二季度自学：党员教育管理工作条例"),
    (9, 10, "三季度自学：民法典相关条文"),
)


class Studied:
    """Fills a year with what its members wrote, read, said and were asked."""

    def __init__(self, year: "Year") -> None:
        self.year = year
        self.ledger = year.ledger
        self.ids = year.ledger.ids
        self.dice = random.Random(year.year)
        self.people = [one.id for one in year.people]
        names = {one.id: one.name for one in year.people}
        self.first = year.secretary or next(iter(names), "")
        self.secretary = names.get(self.first, "")
        self.beside = year.beside or "党支部党员大会"
        self.essays: list[str] = []

    def record(self) -> None:
        """Record everything that lies before today."""
        for month, day, title in _QUARTERS:
            self._self_study(date(self.year.year, month, day), title)
        self._reading()
        for number, (month, day) in enumerate(((3, 24), (6, 25), (9, 23))):
            self._essays(date(self.year.year, month, day), number)
        self._talks()
        self._exam(date(self.year.year, 6, 28))
        self._evidence()
        self._archives()

    def _reader(self, member_id: str) -> str:
        """Return who reads what somebody wrote: the secretary, of her own the others of the committee."""
        return self.beside if member_id == self.first else self.secretary

    def _there(self, day: date, before: int = 0) -> list[str]:
        """Return who is a member on a day and so many days before it; nobody for a day that has not come."""
        if day + timedelta(days=3) > self.year.today:
            return []
        found = {one.member_id for one in attendance.register_on(self.ledger.query, day - timedelta(days=before))}
        return [one for one in self.people if one in found]

    # --- study and texts --------------------------------------------------------------------

    def _self_study(self, day: date, title: str) -> None:
        there = self._there(day, before=6)
        if not there:
            return
        checked = day + timedelta(days=3)
        with self.year.entered(checked, 0), self.ledger.operation("study.add") as op:
            for one in there:
                pages = self.dice.randint(4, 14)
                records.add(
                    op, self.ids, kind_of("study_record"), [one], kind="self_study", title=title,
                    from_day=(day - timedelta(days=6)).isoformat(), to_day=day.isoformat(), study_minutes=120,
                    note_pages=pages, checker=self._reader(one), checked_on=checked.isoformat(),
                    check_result="笔记完整" if pages > 6 else "已看，请写得再细些",
                )

    def _essays(self, day: date, number: int) -> None:
        """One to three each over the year: everybody in spring, two thirds in summer, a third in autumn."""
        writers = [one for place, one in enumerate(self._there(day)) if (place + number) % 3 >= number]
        if not writers:
            return
        made: list[str] = []
        noted: list[str] = []
        with self.year.entered(day), self.ledger.operation("reflection.add") as op:
            for one in writers:
                title, body = essays.essay(3 * self.people.index(one) + number)
                values: dict[str, Any] = {"kind": "reflection", "title": title, "body": body, "day": day.isoformat()}
                made += records.add(op, self.ids, kind_of("reflection"), [one], **values)
            if number == 1:
                notes: dict[str, Any] = {"kind": "notes", "title": "上半年学习笔记", "day": day.isoformat()}
                for one in self._there(day):
                    pages = self.dice.randint(18, 46)
                    noted += records.add(op, self.ids, kind_of("reflection"), [one], pages=pages, **notes)
        self._reviewed([*made, *noted], day + timedelta(days=6))
        self.essays += made

    def _reviewed(self, made: list[str], day: date) -> None:
        if day > self.year.today:
            return
        with self.year.entered(day, 0), self.ledger.operation("reflection.review") as op:
            for place, said in enumerate(essays.REVIEWS):
                some = made[place :: len(essays.REVIEWS)]
                own = {one for one in some if op.rows(_WRITTEN_BY, (one, self.first))}
                for reader, read in ((self.secretary, [one for one in some if one not in own]), (self.beside, own)):
                    told: dict[str, Any] = {"reviewer": reader, "reviewed_on": day.isoformat(), "review": said}
                    records.perform(op, kind_of("reflection"), "review", read, **told)
        with self.year.entered(day, 0), self.ledger.operation("reflection.exhibit") as op:
            shown: dict[str, Any] = {"exhibited_on": day.isoformat(), "exhibited_at": "社区党建宣传栏"}
            records.perform(op, kind_of("reflection"), "exhibit", made[:3], **shown)

    # --- reading, talks, test ---------------------------------------------------------------

    def _reading(self) -> None:
        begin = date(self.year.year, 1, 15)
        if begin > self.year.today:
            return
        with self.year.entered(begin), self.ledger.operation("reading.add") as op:
            made = [
                records.add(
                    op, self.ids, reading.ITEM, (),
                    year=self.year.year,
                    title=title,
                    author=author,
                    issuer=issuer,
                    need=need,
                    due_date=f"{self.year.year}-{due}" if due else "",
                )[0]
                for title, author, issuer, need, due in essays.BOOKS
            ]
        for place, item in enumerate(made):
            day = date(self.year.year, 3 + 2 * place, 18)
            share = (0.97, 0.9, 0.5, 0.3)[place]
            readers = [one for one in self._there(day, before=20) if self.dice.random() < share]
            if readers:
                with self.year.entered(day), self.ledger.operation("reading.mark") as op:
                    read = {one: day - timedelta(days=self.dice.randint(0, 20)) for one in readers}
                    reading.mark_read(op, self.ids, item, {one: max(when, begin) for one, when in read.items()})

    def _talks(self) -> None:
        for place, (kind, title, occasion, points) in enumerate(essays.TALKS):
            day = date(self.year.year, 2 + 2 * place if place < 5 else 11, 9)
            there = self._there(day)
            if there:
                speakers = there[place :: len(essays.TALKS)]
                ranking = "二等奖" if kind == "contest" else ""
                values: dict[str, Any] = {"kind": kind, "title": title, "occasion": occasion}
                values |= {"points": points, "ranking": ranking}
                with self.year.entered(day), self.ledger.operation("talk.add") as op:
                    records.add(op, self.ids, kind_of("talk"), speakers or there[:1], day=day.isoformat(), **values)

    def _exam(self, day: date) -> None:
        there = self._there(day)
        if not there:
            return
        results: dict[str, dict[str, Any]] = {}
        for place, one in enumerate(there):
            if place == ABSENT:
                continue
            score = 5_200 if place == FAILED else self.dice.randrange(6_600, 10_000, 50)
            results[one] = {"score": score, "passed": "no" if score < 6_000 else "yes"}
            if place == FAILED:
                results[one]["remark"] = "安排补考"
        values: dict[str, Any] = {"title": "上半年政治理论测试", "method": "closed", "organizer": "街道党校"}
        with self.year.entered(day), self.ledger.operation("exam.add") as op:
            sheets.enter(op, self.ids, kind_of("exam"), results, day=day.isoformat(), **values)

    # --- evidence -----------------------------------------------------------------------------

    def _evidence(self) -> None:
        """A few small files: a certificate, a photo of a meeting, a manuscript."""
        owners: list[tuple[str, str, str, bytes]] = []
        studied = records.listed(self.ledger, kind_of("study_record"), year=self.year.year)
        courses = [one.id for one in studied if one.text("kind") == "training"]
        owners += [("study_record", one, "结业证.png", picture(place)) for place, one in enumerate(courses[:2])]
        held = meeting.list_meetings(self.ledger, meeting.of_year(self.year.year, kind="assembly"), newest_first=False)
        owners += [("meeting", one.id, "会议现场.png", picture(9 + n)) for n, one in enumerate(held[:2])]
        owners += [("reflection", one, "手稿扫描.pdf", paper(n)) for n, one in enumerate(self.essays[:2])]
        if owners:
            attach(self.year, owners)

    # --- archives -----------------------------------------------------------------------------

    def _archives(self) -> None:
        last = min(date(self.year.year, 12, 20), self.year.today)
        if last < date(self.year.year, 11, 1):
            return
        people = [one.member_id for one in study_archive.list_archives(self.ledger, year=self.year.year)]
        day, year = last.isoformat(), self.year.year
        with self.year.entered(last, 0), self.ledger.operation("archive.write") as op:
            for place, one in enumerate(people):
                if place % WITHOUT_SUMMARY != WITHOUT_SUMMARY - 1:
                    said = essays.SUMMARIES[place % len(essays.SUMMARIES)]
                    study_archive.write_summary(op, self.ids, one, year, summary=said, group_opinion="情况属实。")
        wanted = {one: STATES[place % len(STATES)] for place, one in enumerate(people)}
        with self.year.entered(last, 0), self.ledger.operation("archive.fill") as op:
            for one in (one for one, state in wanted.items() if state != "open"):
                study_archive.fill(op, self.ids, one, year, day)
        with self.year.entered(last, 0), self.ledger.operation("archive.review") as op:
            for one in (one for one, state in wanted.items() if state in ("reviewed", "filed")):
                said = "内容真实完整，同意归档。"
                study_archive.review(op, one, year, reviewer=self._reader(one), day=day, review=said)
        with self.year.entered(last, 0), self.ledger.operation("archive.file") as op:
            self._file(op, [one for one, state in wanted.items() if state == "filed"], day)

    def _file(self, op: Operation, people: list[str], day: str) -> None:
        for place, one in enumerate(people, 1):
            number = f"{self.year.year}-学-{place:03d}"
            study_archive.file(op, one, self.year.year, by=self.secretary, day=day, number=number)


# --- files that can be attached -------------------------------------------------------------


def attach(year: "Year", owners: list[tuple[str, str, str, bytes]]) -> None:
    """Keep small files as evidence: table, id, name, content."""
    with (
        tempfile.TemporaryDirectory() as folder,
        year.entered(year.today, 0),
        year.ledger.operation("evidence.attach") as op,
    ):
        for table, owner, name, content in owners:
            path = Path(folder) / name
            path.write_bytes(content)
            new = year.ledger.ids.new()
            evidence.attach(op, evidence_id=new, owner_table=table, owner_id=owner, path=path, note="演示用的小文件")


def picture(shade: int) -> bytes:
    """Return a small PNG of one colour."""
    width = height = 24
    row = b"\x00" + bytes((40 + shade * 9 % 200, 120, 90)) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def paper(number: int) -> bytes:
    """Return a PDF of one empty page; the number makes it another file."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 842]>>" % (595 - number),
    )
    content, places = b"%PDF-1.4\n", list[int]()
    for index, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (index, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail

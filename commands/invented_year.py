"""One invented year of an invented branch: posts, meetings with attendance, make-ups, study, a few credits by hand.

Written through the same functions as everything else, with a clock that stands a few days after each event; one
meeting is entered late, and a few are missing on purpose, so that there is something to be found. `Year.record` leaves
the number of members as it is.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from commands import invented_ledgers
from commands import invented_texts as texts
from commands.invented_archive import Studied
from commands.invented_pledges import Pledged
from models import (
    duty_note,
    group,
    make_up,
    meeting,
    member,
    organization,
    post,
    rule_choice,
)
from models.attendance import AWAY_MARKS, expected
from models.clock import FixedClock
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.member import Member

SEED = 20261121
RULES = (("duties", "national"), ("credits", "points_100"))

COMMITTEE_MISSED, GROUP_MISSED, ASSEMBLY_MISSED, LATE_STUDY = 4, 8, 10, 2
"""Months without a committee meeting, without one group's meeting, without the quarter's general meeting; and the month
whose study was entered late.
"""
COMMITTEE_FROM = 7
"""So many full members make a branch with a committee; a smaller one has a secretary alone."""
MOST_PEOPLE = 2_000
"""Above this only the general meetings are held: a volume trial must still fit into one package."""
_ENTERED_AFTER = timedelta(days=2)
_MARKS = ("sick", "personal", "official", "absent", "late")
_WEIGHTS = (30, 30, 15, 10, 15)
_ENTRIES = ((3, "参加街道组织的志愿讲解"), (6, "撰写楼栋民情调查报告"))
"""Month and reason; texts, notes, talks and tests earn theirs by themselves."""
_POSTS = ("secretary", "organization", "publicity", "discipline")


class Year:
    """Fills a ledger with the events of one calendar year that lie before its clock's today."""

    def __init__(self, ledger: Ledger, year: int) -> None:
        self.ledger = ledger
        self.year = year
        self.today = ledger.clock.today()
        self.dice = random.Random(SEED + year)
        self.secretary = self.beside = ""
        self.people = member.list_members(ledger, order="entered")
        self.groups = [one for one in group.list_groups(ledger) if not one.dissolved_date]

    def record(self) -> None:
        """Record everything, in the order of days."""
        real = self.ledger.clock
        try:
            self._beginning()
            for month in range(1, 13):
                self._month(month)
            self._by_hand()
            if len(self.people) <= MOST_PEOPLE:
                invented_ledgers.record(self)
                Studied(self).record()
                Pledged(self).record()
        finally:
            self.ledger.clock = real

    # --- what stands from the beginning ---------------------------------------------------

    def _beginning(self) -> None:
        with self.entered(date(self.year, 1, 4)):
            with self.ledger.operation("organization.edit") as op:
                organization.edit(op, 1, kind="community", founded_date=f"{min(2003, self.year - 5)}-07")
            for use, rule_set in RULES:
                with self.ledger.operation("rules.choose") as op:
                    rule_choice.choose(op, choice_id=self.ledger.ids.new(), use=use, rule_set=rule_set)
            self._posts()
            eldest = sorted((one for one in self.people if one.birth_date), key=lambda one: one.birth_date)[:2]
            for one in eldest:
                with self.ledger.operation("exemption.add") as op:
                    records.add(
                        op, self.ledger.ids, kind_of("study_exemption"), [one.id], from_date=f"{self.year}-01-01",
                        reason="年老体弱，送学上门",
                    )

    def _posts(self) -> None:
        wanted = post.suggest(self.ledger.query)
        if not any(held == "secretary" for _, held in wanted):
            full = [one for one in self.people if one.category == "full"]
            posts = _POSTS if len(full) >= COMMITTEE_FROM else _POSTS[:1]
            wanted = [(one.id, held) for one, held in zip(full, posts, strict=False)]
        self.secretary = next((member_id for member_id, held in wanted if held == "secretary"), "")
        # Who says yes to what is the secretary's own: the others of the committee, else the next member.
        first = self.secretary or next((one.id for one in self.people), "")
        names = {one.id: one.name for one in self.people if one.id != first}
        leading = dict.fromkeys(one for one, held in wanted if held in post.LEADING_POSTS and one in names)
        self.beside = "、".join(names[one] for one in list(leading or names)[:2])
        with self.ledger.operation("post.add") as op:
            for member_id, held in wanted:
                since = f"{self.year - 2}-06"
                post.add_post(op, post_id=self.ledger.ids.new(), member_id=member_id, post=held, from_date=since)

    # --- month by month -------------------------------------------------------------------

    def _month(self, month: int) -> None:
        lecture, together = texts.LECTURES.get(month, ("", False))
        if len(self.people) <= MOST_PEOPLE:
            self._small_meetings(month)
        if month in (1, 4, 7, 10) and month != ASSEMBLY_MISSED:
            kinds = ["assembly", "lecture"] if together else ["assembly"]
            topic = f"上季度工作通报；党课：{lecture}" if together else "上季度工作通报和本季度安排"
            self._meet(month, 20, kinds, topic, texts.ASSEMBLY_MINUTES, hours=2 if together else 0)
        if len(self.people) > MOST_PEOPLE:
            return
        if lecture and not together:
            self._meet(month, 22, ["lecture"], lecture, texts.LECTURE_MINUTES, hours=2)
        late = 40 if month == LATE_STUDY else 2
        self._meet(month, 26, ["study"], texts.STUDY_TOPICS[-month], texts.STUDY_MINUTES, hours=1, after=late)
        if month == 5:
            self._course()

    def _small_meetings(self, month: int) -> None:
        """The committee, the groups, a first study and the theme day, before the twentieth."""
        leading = post.list_posts(self.ledger.query, day=date(self.year, month, 6))
        if month != COMMITTEE_MISSED and post.has_committee(leading):
            self._meet(month, 6, ["committee"], texts.COMMITTEE_TOPICS[month - 1], texts.COMMITTEE_MINUTES)
        self._meet(month, 9, ["study"], texts.STUDY_TOPICS[month - 1], texts.STUDY_MINUTES, hours=1)
        for place, one in enumerate(self.groups):
            if month != GROUP_MISSED or place != len(self.groups) - 1:
                day = 12 + place
                self._meet(month, day, ["group"], texts.GROUP_TOPICS[month - 1], texts.GROUP_MINUTES, group_id=one.id)
        self._meet(month, 18, ["theme_day"], texts.THEME_TOPICS[month - 1], texts.THEME_MINUTES, hours=1)

    def _meet(
        self,
        month: int,
        day_of_month: int,
        kinds: list[str],
        topic: str,
        minutes: str,
        *,
        group_id: str | None = None,
        hours: int = 0,
        after: int = 2,
    ) -> None:
        day = date(self.year, month, day_of_month)
        if day + _ENTERED_AFTER > self.today:
            return
        roster = expected(self.ledger.query, kinds=kinds, day=day, group_id=group_id)
        if not roster:
            return
        chair = next((one for one in roster if one.member_id == self.secretary), roster[0])
        recorder = next((one for one in reversed(roster) if one is not chair), chair)
        marks = {one.member_id: self._mark() for one in roster if self.dice.random() < 0.07}
        # Who leads and who writes are there.
        marks.pop(chair.member_id, None)
        marks.pop(recorder.member_id, None)
        evening = self.dice.random() < 0.4
        start = 19 if evening else 9
        told: dict[str, Any] = {"start_time": f"{start:02d}:00", "end_time": f"{start + (hours or 1):02d}:00"}
        told |= {"place": self.dice.choice(texts.PLACES), "chair": chair.name, "recorder": recorder.name}
        told |= {"minutes": minutes.format(topic=topic), "study_minutes": hours * 60}
        if "lecture" in kinds:
            told["lecturer"] = chair.name
            told["lecturer_post"] = "支部书记" if chair.member_id == self.secretary else ""
        if {"study", "lecture"} & set(kinds):
            told["effect"] = texts.EFFECT
        with self.entered(day, after), self.ledger.operation("meeting.record") as op:
            made = meeting.record_meeting(
                op,
                meeting_id=self.ledger.ids.new(),
                kinds=kinds,
                day=day.isoformat(),
                topic=topic,
                group_id=group_id,
                marks=marks,
                **told,
            )
        if {"study", "lecture"} & set(kinds):
            self._made_up(made, day, marks, chair.name)

    def _mark(self) -> str:
        return self.dice.choices(_MARKS, _WEIGHTS)[0]

    def _made_up(self, meeting_id: str, day: date, marks: dict[str, str], tutor: str) -> None:
        for member_id, mark in marks.items():
            when = day + timedelta(days=self.dice.randint(3, 10))
            if mark not in AWAY_MARKS or self.dice.random() > 0.6 or when + _ENTERED_AFTER > self.today:
                continue
            with self.entered(when), self.ledger.operation("make_up.add") as op:
                make_up.add_make_up(
                    op,
                    make_up_id=self.ledger.ids.new(),
                    meeting_id=meeting_id,
                    member_id=member_id,
                    day=when.isoformat(),
                    tutor=tutor,
                    content="自学材料，由指定的同志讲解要点",
                )

    def _course(self) -> None:
        first, last = date(self.year, 5, 14), date(self.year, 5, 16)
        leading = {term.member_id for term in post.list_posts(self.ledger.query, day=first)}
        if last + _ENTERED_AFTER > self.today or not leading:
            return
        with self.entered(last), self.ledger.operation("study.add") as op:
            records.add(
                op, self.ledger.ids, kind_of("study_record"), sorted(leading), kind="training",
                title="街道党务干部培训班", organizer="柳溪街道党工委", place="街道党校", from_day=first.isoformat(),
                to_day=last.isoformat(), study_minutes=24 * 60, result="合格", proof="结业证",
            )

    # --- what no event stands for -----------------------------------------------------------

    def _by_hand(self) -> None:
        for month, reason in _ENTRIES:
            day = date(self.year, month, 28)
            if day + _ENTERED_AFTER > self.today:
                continue
            with self.entered(day), self.ledger.operation("credit.add") as op:
                for one in self._some(6):
                    records.add(
                        op, self.ledger.ids, kind_of("credit_entry"), [one.id], day=day.isoformat(), hundredths=100,
                        reason=reason,
                    )
        explained = date(self.year, GROUP_MISSED + 1, 3)
        if self.groups and explained <= self.today:
            with self.entered(explained), self.ledger.operation("duty.explain") as op:
                duty_note.explain(
                    op,
                    note_id=self.ledger.ids.new(),
                    rule="national/group",
                    subject_id=self.groups[-1].id,
                    period=f"{self.year}-{GROUP_MISSED:02d}",
                    text="当月组内三名同志住院，改为上门走访。",
                )

    def _some(self, every: int) -> list[Member]:
        return self.people[::every]

    @contextmanager
    def entered(self, day: date, after: int = 2) -> Iterator[None]:
        """Let what is written be entered some days after an event, never later than today."""
        when = min(day + timedelta(days=after), self.today)
        self.ledger.clock = FixedClock(datetime(when.year, when.month, when.day, 9, 30, tzinfo=UTC))
        yield

"""The invented year's pledges: the branch's, the secretary's and each member's, in every state, some not kept."""

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from commands import invented_essays as essays
from commands.invented_archive import attach, picture
from models import attendance, pledge, pledge_deeds, pledge_steps
from models.pledge import Pledge

if TYPE_CHECKING:
    from commands.invented_year import Year

LAGGING = {3: "draft", 5: "review", 7: "approved", 9: "posted", 11: "keeping", 13: "appraising", 15: "ended"}
"""Which of the list have not come to their result, and how far they are."""
PARTLY, UNKEPT = 10, 12
"""Every so manieth was kept in part; this one was not kept."""
_ONWARD = ("submit", "approve", "post", "begin", "appraise", "conclude")
_AFTER = {step: pledge_steps.MOVES[step].after for step in _ONWARD}


class Pledged:
    """Fills a year with pledges."""

    def __init__(self, year: "Year") -> None:
        self.year = year
        self.ledger = year.ledger
        self.dice = random.Random(year.year + 1)
        self.secretary = next((one.name for one in year.people if one.id == year.secretary), "")
        self.deeds: list[str] = []

    def record(self) -> None:
        """Draft for everybody, then take each step on its day as far as each pledge has come."""
        first, end = date(self.year.year, 1, 6), min(date(self.year.year, 12, 16), self.year.today)
        if first + timedelta(days=3) > self.year.today:
            return
        self._draft(first)
        spring = {step: first + timedelta(days=after) for step, after in zip(_ONWARD, (2, 5, 8, 19), strict=False)}
        days = spring | {"appraise": end - timedelta(days=8), "conclude": end}
        over = end >= date(self.year.year, 11, 1)
        made = pledge.list_pledges(self.ledger, year=self.year.year)
        for step in _ONWARD:
            if days[step] > self.year.today or (step in ("appraise", "conclude") and not over):
                break
            going = [one for place, one in enumerate(made) if self._comes_to(place, step)]
            self._before(step, going, days)
            self._take(step, going, days[step])
        self._end([one for place, one in enumerate(made) if LAGGING.get(place) == "ended"], days["begin"])
        if self.deeds:
            some = enumerate(self.deeds[:3])
            attach(self.year, [("pledge_deed", one, "践诺照片.png", picture(30 + n)) for n, one in some])

    def _comes_to(self, place: int, step: str) -> bool:
        """Tell whether a pledge of the list gets as far as a step."""
        state = LAGGING.get(place, "concluded")
        reached = ["draft", *(_AFTER[one] for one in _ONWARD)]
        return reached.index(_AFTER[step]) <= reached.index("posted" if state == "ended" else state)

    # --- drafting -----------------------------------------------------------------------------

    def _draft(self, day: date) -> None:
        there = {one.member_id for one in attendance.register_on(self.ledger.query, day)}
        people = [one.id for one in self.year.people if one.id in there]
        with self.year.entered(day), self.ledger.operation("pledge.draft") as op:
            branch = [
                dict(zip(("kind", "text", "measure", "responsible"), one, strict=True))
                for one in essays.BRANCH_PROMISES
            ]
            owners: list[tuple[str, str | None, list[dict[str, str]]]] = [("branch", None, branch)]
            if self.year.secretary in there:
                owners.append(("leader", self.year.secretary, self._items(0)))
            owners += [("member", one, self._items(place)) for place, one in enumerate(people)]
            for owner, member_id, items in owners:
                pledge.draft_pledge(
                    op,
                    self.ledger.ids,
                    pledge_id=self.ledger.ids.new(),
                    owner=owner,
                    member_id=member_id,
                    year=self.year.year,
                    items=items,
                    supervision="社区党务公开栏、意见箱",
                    contact=self.secretary,
                )

    def _items(self, place: int) -> list[dict[str, str]]:
        """Return two or three promises."""
        count = len(essays.PROMISES)
        chosen = dict.fromkeys((place % 2, 2 + place % 2, 4 + place % (count - 4)))
        found = [essays.PROMISES[one] for one in chosen]
        due = f"{self.year.year}-{self.dice.choice((6, 9, 12)):02d}"
        return [{"kind": kind, "text": text, "measure": how, "due_date": due} for kind, text, how in found]

    # --- the way ------------------------------------------------------------------------------

    def _take(self, step: str, going: list[Pledge], day: date) -> None:
        until = (day + timedelta(days=10)).isoformat()
        posting = {"place": "社区党务公开栏", "until_day": until} if step == "post" else {}
        with self.year.entered(day, 0), self.ledger.operation(pledge_steps.operation_kind(step)) as op:
            for one in going:
                others = step in ("approve", "conclude") and one.member_id in (None, self.year.secretary)
                by_whom = (self.year.beside or "党支部党员大会") if others else self.secretary
                values: dict[str, Any] = {"day": day.isoformat(), "by_whom": by_whom} | posting
                pledge_steps.take(op, self.ledger.ids, one.id, step, **values)

    def _before(self, step: str, going: list[Pledge], days: dict[str, date]) -> None:
        """Write what has to be there before a step."""
        if step == "begin":
            self._opinions(going[:2], days["post"] + timedelta(days=4))
        elif step == "appraise":
            self._keep(going, days)
        elif step == "conclude":
            self._appraise(going, days["appraise"] + timedelta(days=3))

    def _opinions(self, going: list[Pledge], day: date) -> None:
        said = ("希望写明看望的次数。", "停车的事请尽早公布方案。")
        with self.year.entered(day, 0), self.ledger.operation("pledge.opinion") as op:
            for text, one in zip(said, going, strict=False):
                values: dict[str, Any] = {"day": day.isoformat(), "from_whom": "居民", "handling": "已补充到措施里。"}
                pledge_deeds.add_opinion(op, opinion_id=self.ledger.ids.new(), pledge_id=one.id, text=text, **values)

    def _keep(self, going: list[Pledge], days: dict[str, date]) -> None:
        span = max((days["appraise"] - days["begin"]).days - 2, 1)
        with self.year.entered(days["appraise"], 0), self.ledger.operation("pledge.deed") as op:
            for place, one in enumerate(going):
                items = pledge.items(self.ledger, one.id)
                for number, item in enumerate(items if place % 4 else items[:1]):
                    day = days["begin"] + timedelta(days=self.dice.randrange(span))
                    text, proof = essays.DEEDS[(place + number) % len(essays.DEEDS)]
                    deed: dict[str, Any] = {"day": day.isoformat(), "text": text, "proof": proof, "item_id": item.id}
                    deed_id = self.ledger.ids.new()
                    self.deeds.append(pledge_deeds.add_deed(op, deed_id=deed_id, pledge_id=one.id, **deed))

    # --- the result ---------------------------------------------------------------------------

    def _appraise(self, going: list[Pledge], day: date) -> None:
        with self.year.entered(day, 0), self.ledger.operation("pledge.vote") as op:
            for place, one in enumerate(going):
                grade = "unkept" if place == UNKEPT else "partly" if place % PARTLY == PARTLY - 1 else "kept"
                when, voters = day.isoformat(), max(len(self.year.people) - 1, 1)
                doubtful = min(voters - 1, self.dice.randrange(3) + (2 if grade != "kept" else 0))
                pledge_deeds.appraise(op, one.id, "self", day=when, grade="kept" if grade == "kept" else "partly")
                pledge_deeds.appraise(
                    op, one.id, "members", day=when, satisfied=voters - doubtful, basically=doubtful
                )
                if place % 3 == 0:
                    pledge_deeds.appraise(op, one.id, "masses", day=when, satisfied=9, basically=2, unsatisfied=1)
                pledge_deeds.appraise(op, one.id, "branch", day=when, grade=grade)
                pledge_deeds.set_outcomes(op, one.id, self._outcomes(one, grade, place))

    def _outcomes(self, one: Pledge, grade: str, place: int) -> dict[str, tuple[str, str]]:
        kept = {item.id: ("kept", "") for item in pledge.items(self.ledger, one.id)}
        if grade != "kept":
            kept[list(kept)[-1]] = (grade, essays.REASONS[place % len(essays.REASONS)])
        return kept

    def _end(self, going: list[Pledge], day: date) -> None:
        if going and day <= self.year.today:
            with self.year.entered(day, 0), self.ledger.operation("pledge.end") as op:
                for one in going:
                    reason = "本人岗位变动，承诺事项已不适用，重新起草。"
                    pledge_steps.take(op, self.ledger.ids, one.id, "end", day=day.isoformat(), remark=reason)

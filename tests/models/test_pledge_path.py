"""The state model of a pledge: no move outside the path, whatever is tried in whatever order."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models import attendance, check, member, pledge, pledge_deeds, pledge_steps, undo
from models.errors import RefusedError
from models.ids import CountingIds
from models.ledger import Ledger
from tests.models.conftest import ACTOR, BRANCH

# Written out, not taken from the program: draft -> review -> approved -> posted -> keeping -> appraising -> concluded.
PATH = {
    ("draft", "submit"): "review",
    ("review", "return"): "draft",
    ("review", "approve"): "approved",
    ("approved", "post"): "posted",
    ("posted", "begin"): "keeping",
    ("keeping", "appraise"): "appraising",
    ("appraising", "conclude"): "concluded",
    **{(state, "end"): "ended" for state in ("draft", "review", "approved", "posted", "keeping", "appraising")},
}
DAYS = tuple(f"2026-{month:02d}-{day:02d}" for month in (1, 5, 9) for day in (3, 4, 20))
POSTING = {"place": "公开栏", "until_day": "2026-12-30"}
WHY = "按支部意见办"
sources = st.sampled_from(pledge.SOURCES)
tried = st.sampled_from((*pledge.STEPS[:-1], *pledge.STEPS))
grades = st.sampled_from(("", *pledge.GRADES))


class PledgeWay(RuleBasedStateMachine):
    """One pledge of one member; a model beside it knows its state and what has been said."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.book = Ledger.create(
            Path(self.folder.name) / "x.zbtz", organization=BRANCH, actor=ACTOR, ids_=CountingIds()
        )
        self.state, self.last_day, self.appraised = "draft", "", ""
        self.said: dict[str, Any] = {}
        self.outcome: tuple[str, str] = ("", "")
        self.digests: list[str] = []

    def teardown(self) -> None:
        assert check.check_ledger(self.book) == []
        self.book.close()
        self.folder.cleanup()

    @initialize()
    def draft(self) -> None:
        with self.book.operation("member.add") as op:
            who = member.add_member(op, member_id=self.book.ids.new(), name="沈镕", joined_date="2001-07-01")
        with self.book.operation("pledge.draft") as op:
            self.pledge_id = pledge.draft_pledge(
                op,
                self.book.ids,
                pledge_id=self.book.ids.new(),
                owner="member",
                member_id=who,
                year=2026,
                items=[{"text": "带头学习"}],
            )
        self.item = pledge.items(self.book, self.pledge_id)[0].id
        self.who = who

    # --- moves --------------------------------------------------------------------------------

    @rule(step=tried, day=st.sampled_from(DAYS), posted=st.booleans(), why=st.booleans())
    def step(self, step: str, day: str, posted: bool, why: bool) -> None:
        values = (POSTING if posted else {}) | ({"remark": WHY} if why else {})
        before = self.book.content_digest()
        try:
            with self.book.operation(pledge_steps.operation_kind(step)) as op:
                pledge_steps.take(op, self.book.ids, self.pledge_id, step, day=day, **values)
        except RefusedError as error:
            assert not self._may(step, day, posted, why), (step, error)
            assert error.what() and error.next_step()
            assert self.book.content_digest() == before
            return
        assert self._may(step, day, posted, why), step
        self.state, self.last_day = PATH[self.state, step], day
        undo.undo(self.book)
        assert self.book.content_digest() == before, "undo at every step leads back"
        undo.redo(self.book)

    @rule(later=st.booleans())
    def onward(self, later: bool) -> None:
        """The step that leads on, with all it needs, so that ends are reached often enough."""
        steps = [step for state, step in PATH if state == self.state and step not in ("return", "end")]
        if steps:
            day = DAYS[-1] if later else self.last_day or DAYS[0]
            self.step(steps[0], day, posted=True, why=True)

    def _may(self, step: str, day: str, posted: bool, why: bool) -> bool:
        if (self.state, step) not in PATH or day < self.last_day:
            return False
        if step == "post":
            return posted
        if step in ("return", "end"):
            return why
        return step != "conclude" or self._complete(day)

    def _complete(self, day: str) -> bool:
        grade = self.said.get("branch")
        if not (grade and self.said.get("self") and self.said.get("members")) or day < self.appraised:
            return False
        outcome, reason = self.outcome
        if not outcome or (outcome != "kept" and not reason):
            return False
        return not ((grade == "kept" and outcome != "kept") or (grade == "unkept" and outcome == "kept"))

    # --- what is said -------------------------------------------------------------------------

    @precondition(lambda self: self.state == "appraising")
    @rule(source=sources, grade=grades, votes=st.integers(0, 3), day=st.sampled_from(DAYS))
    def appraise(self, source: str, grade: str, votes: int, day: str) -> None:
        graded = source in ("self", "branch")
        something = bool(grade) if graded else votes > 0
        begun = max(one.day for one in pledge_steps.steps(self.book, self.pledge_id) if one.step == "begin")
        fits = day >= begun if something else source in self.said
        if source == "members":
            fits = fits and votes <= len(attendance.register_on(self.book.query, date.fromisoformat(day)))
        try:
            with self.book.operation("pledge.vote") as op:
                pledge_deeds.appraise(op, self.pledge_id, source, day=day, grade=grade, satisfied=votes)
        except RefusedError:
            assert not fits
            return
        assert fits
        self.said.pop(source, None)
        if something:
            self.said[source] = grade if graded else votes
        kept = pledge_deeds.appraisals(self.book, self.pledge_id)
        self.appraised = max((one.day for one in kept), default="")
        assert {one.source for one in kept} == set(self.said)

    @precondition(lambda self: self.state in ("keeping", "appraising"))
    @rule(grade=st.sampled_from(("kept", "partly")))
    def everybody_speaks(self, grade: str) -> None:
        """So that results are reached often enough."""
        if self.state == "keeping":
            self.onward(later=True)
        for source in pledge.SOURCES:
            self.appraise(source, grade, 3, DAYS[-1])
        self.outcomes(grade, "")
        self.step("conclude", DAYS[-1], posted=False, why=False)

    @precondition(lambda self: self.state == "appraising")
    @rule(grade=grades, reason=st.sampled_from(("", "住院")))
    def outcomes(self, grade: str, reason: str) -> None:
        with self.book.operation("pledge.outcome") as op:
            pledge_deeds.set_outcomes(op, self.pledge_id, {self.item: (grade, reason)})
        self.outcome = (grade, reason)

    @rule(day=st.sampled_from(DAYS))
    def deed(self, day: str) -> None:
        steps = pledge_steps.steps(self.book, self.pledge_id)
        begun = max((one.day for one in steps if one.step == "begin"), default="")
        fits = self.state in ("keeping", "appraising") and day >= begun
        try:
            with self.book.operation("pledge.deed") as op:
                values = {"day": day, "text": "入户一次", "item_id": self.item}
                pledge_deeds.add_deed(op, deed_id=self.book.ids.new(), pledge_id=self.pledge_id, **values)
        except RefusedError:
            assert not fits
            return
        assert fits

    @rule(text=st.sampled_from(("甲", "乙")))
    def edit(self, text: str) -> None:
        try:
            with self.book.operation("pledge.edit") as op:
                pledge.edit_pledge(op, self.pledge_id, items=[{"text": text}])
        except RefusedError as error:
            assert error.code == "pledge-closed"
            assert self.state != "draft"
            return
        assert self.state == "draft"

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def the_ledger_agrees(self) -> None:
        kept = pledge.get(self.book, self.pledge_id)
        steps = [one.step for one in pledge_steps.steps(self.book, self.pledge_id)]
        assert kept.state == self.state
        assert set(pledge_steps.may(kept)) == {step for state, step in PATH if state == self.state}
        for place, step in enumerate(steps):
            if step == "post":
                assert steps[place - 1] == "approve", "every posting has an approval before it"
        if kept.state == "concluded":
            votes = [one for one in pledge_deeds.appraisals(self.book, self.pledge_id) if one.source == "members"]
            assert pledge_deeds.tally(votes[0]).total > 0, "every result has a tally"
            assert kept.verdict == self.said["branch"]
        else:
            assert kept.verdict == ""


TestPledgeWay = PledgeWay.TestCase
TestPledgeWay.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

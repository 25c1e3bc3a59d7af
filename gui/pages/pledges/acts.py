"""What can be done with pledges, and doing it: which buttons one pledge has, and the dialogs behind them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from gui.pages.pledges.pledge_card import ONWARD, Act
from gui.pages.pledges.standing import NONE, PledgeLine
from models import pledge, pledge_steps, words
from models.pledge import PledgeDeed, PledgeItem, PledgeOpinion

if TYPE_CHECKING:
    from gui.pages.pledges_page import PledgesPage

_ICONS = {"return": "undo-2", "end": "x"}


def possible(line: PledgeLine) -> tuple[str, ...]:
    """Return the steps a pledge may take now; of somebody who has left it can only be ended."""
    if line.pledge is None:
        return ()
    steps = tuple(pledge_steps.may(line.pledge))
    return tuple(one for one in steps if one == "end") if line.left else steps


def onward(line: PledgeLine) -> str:
    """Return the step that leads on, or nothing."""
    return next((one for one in possible(line) if one in ONWARD), "")


def acts_of(line: PledgeLine, today: date) -> list[Act]:
    """Return what can be done with a pledge now, the most natural first."""
    if line.pledge is None:
        return [("draft", "起草承诺…", "plus")]
    acts = [(one, _word(one), _ICONS.get(one, "")) for one in possible(line) if one in ONWARD]
    if not line.left:
        acts = _with_work(line, acts, today)
    acts += [(one, _word(one), _ICONS[one]) for one in possible(line) if one in _ICONS]
    if line.state == "draft" and not line.left:
        acts.insert(1, ("edit", "修改…", "pencil"))
    if line.state == "draft" and not line.steps:
        acts = [one for one in acts if one[0] != "end"] + [("remove", "删去草稿", "x")]
    return acts


def _word(step: str) -> str:
    return words.label("pledge_step", step) + "…"


def _with_work(line: PledgeLine, acts: list[Act], today: date) -> list[Act]:
    """Deeds while it is kept, votes while it is appraised: until that is done they come before the next step."""
    if line.state == "posted":
        return [*acts, ("opinion", "公示意见…", "plus")]
    if line.state == "keeping":
        deed = ("deed", "登记践诺…", "plus")
        over = today.isoformat() >= f"{line.year}-12" or line.done_items == len(line.items)
        return [*acts, deed] if over else [deed, *acts]
    if line.state == "appraising":
        votes = ("votes", "登记评诺…", "list-checks")
        complete = {one.source for one in line.appraisals} >= {"self", "members", "branch"}
        return [*acts, votes, _late_deed()] if complete else [votes, *acts, _late_deed()]
    return acts


def _late_deed() -> Act:
    return "deed", "补记践诺…", "plus"


class PledgeActs:
    """Opens the dialogs of a page."""

    def __init__(self, page: "PledgesPage") -> None:
        self._page = page
        self._workspace = page.workspace

    def do(self, key: str, lines: Sequence[PledgeLine]) -> None:
        """Do something with these lines, as far as they can take it."""
        if not lines or not self._page.changeable:
            return
        if key == "draft":
            self.draft(lines)
        elif key == "edit":
            self._edit(lines[0])
        elif key == "remove":
            self._remove(lines[0])
        elif key == "deed":
            self._of_state(lines, ("keeping", "appraising"), "deed")
        elif key == "votes":
            self._of_state(lines, ("appraising",), "votes")
        elif key == "opinion":
            self.opinion(lines[0])
        else:
            self.step(key, lines)

    def next_step(self, lines: Sequence[PledgeLine]) -> None:
        """Take the step that most of these lines can take next; who has none yet is drafted for."""
        counted = Counter(onward(one) or ("draft" if one.pledge is None else "") for one in lines)
        counted.pop("", None)
        if counted:
            self.do(counted.most_common(1)[0][0], lines)
        elif lines:
            self._workspace.say("所选的承诺没有下一步了")

    def step(self, step: str, lines: Sequence[PledgeLine]) -> None:
        """Open the form of a step for all that can take it."""
        from gui.dialogs.pledge_conclude import PledgeConcludeDialog
        from gui.dialogs.pledge_step import PledgeStepDialog

        able = [one for one in lines if step in possible(one)]
        others = [one for one in lines if step not in possible(one)]
        if not able:
            self._workspace.say("所选的承诺都不在这一步")
        elif step == "conclude":
            PledgeConcludeDialog(self._page, self._workspace, able).open()
        else:
            place = self._page.last_place() if step == "post" else ""
            PledgeStepDialog(self._page, self._workspace, step, able, others, place).open()

    def draft(self, lines: Sequence[PledgeLine] = ()) -> None:
        """Draft for those of these lines who have none yet; for nobody in particular without them."""
        from gui.dialogs.pledge_draft import PledgeDraftDialog

        missing = [one for one in lines if one.key.startswith(f"{NONE}:")]
        people = [one.member_id for one in missing if one.member_id]
        owner = "branch" if missing and not people else "member"
        dialog = PledgeDraftDialog(
            self._page, self._workspace, year=self._page.chosen_year, owner=owner, member_ids=people
        )
        dialog.drafted.connect(self._page.tick_drafted)
        dialog.open()

    def _edit(self, line: PledgeLine) -> None:
        from gui.dialogs.pledge_draft import PledgeDraftDialog

        if line.pledge is not None:
            PledgeDraftDialog(self._page, self._workspace, year=line.year, shown=line.pledge).open()

    def _remove(self, line: PledgeLine) -> None:
        kept = line.pledge
        if kept is not None:
            what = f"删去{line.name}的承诺草稿？"
            detail = "只有从没送审过的草稿可以删去；删错了可以撤销。"
            self._workspace.messages.ask(
                self._page, what, detail, yes="删去", then=lambda: self._take_out(kept.id, line.name)
            )

    def _take_out(self, pledge_id: str, name: str) -> None:
        done = self._workspace.bridge.attempt(
            self._page, "pledge.remove", lambda op: pledge.remove_pledge(op, pledge_id)
        )
        if done:
            self._workspace.say(f"已删去：{name}的承诺草稿", "撤销")

    def _of_state(self, lines: Sequence[PledgeLine], states: tuple[str, ...], what: str) -> None:
        from gui.dialogs.pledge_deed import PledgeDeedDialog
        from gui.dialogs.pledge_votes import PledgeVotesDialog

        able = [one for one in lines if one.state in states and not one.left]
        if not able:
            asked = "践诺中" if what == "deed" else "评诺中"
            self._workspace.say(f"所选的承诺没有在{asked}的")
        elif what == "deed":
            PledgeDeedDialog(self._page, self._workspace, able).open()
        else:
            PledgeVotesDialog(self._page, self._workspace, able).open()

    def deed_of(self, line: PledgeLine, item: PledgeItem) -> None:
        """Record what was done for one item."""
        from gui.dialogs.pledge_deed import PledgeDeedDialog

        PledgeDeedDialog(self._page, self._workspace, [line], item_id=item.id).open()

    def open_deed(self, line: PledgeLine, deed: PledgeDeed) -> None:
        """Show a deed with its evidence."""
        from gui.dialogs.pledge_deed import PledgeDeedDialog

        PledgeDeedDialog(self._page, self._workspace, [line], shown=deed).open()

    def opinion(self, line: PledgeLine, opinion: PledgeOpinion | None = None) -> None:
        """Record an opinion, or its handling."""
        from gui.dialogs.pledge_opinion import PledgeOpinionDialog

        PledgeOpinionDialog(self._page, self._workspace, line, opinion).open()

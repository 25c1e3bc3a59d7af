"""One pledge told from top to bottom: its way with every step, items with what was done, opinions, appraisals."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import style
from gui.labels import day_text
from gui.pages.pledges.standing import PledgeLine, outcome_look
from gui.widgets import Pill, label, layouts, link
from models import words
from models.pledge import PledgeAppraisal, PledgeDeed, PledgeItem, PledgeOpinion, PledgeStep


@dataclass(frozen=True)
class Deeds:
    """What the links in the text do; None: only to look at.

    add_deed: for an item. open_deed: change it, with its evidence. handle: an opinion.
    """

    add_deed: Callable[[PledgeItem], object] | None = None
    open_deed: Callable[[PledgeDeed], object] | None = None
    handle: Callable[[PledgeOpinion], object] | None = None


NOTHING = Deeds()
_NARROWEST = 120


class PledgeTold(QWidget):
    """Made anew for each pledge."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ScrollBody")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(4)

    def show_line(self, line: PledgeLine, acts: Deeds, evidence: dict[str, int]) -> None:
        """Show a pledge. evidence: how many files are kept with each deed, by its id."""
        layouts.empty(self._column)
        if line.pledge is None:
            return
        if line.pledge.foreword:
            self._add(label(line.pledge.foreword, wrap=True, selectable=True))
        self._heading(f"承诺事项 {len(line.items)} 项")
        for item in line.items:
            self._show_item(line, item, acts, evidence)
        whole = [one for one in line.deeds if one.item_id is None]
        if whole:
            self._heading("整份承诺的践诺情况")
            for deed in whole:
                self._add(_deed(deed, acts, evidence.get(deed.id, 0)))
        if line.opinions:
            self._heading(f"公示意见 {len(line.opinions)} 条")
            for opinion in line.opinions:
                self._add(_opinion(opinion, acts))
        if line.appraisals:
            self._heading("评诺")
            for appraisal in line.appraisals:
                self._add(_appraisal(appraisal))
        self._heading("经过")
        self._add(_history("起草", line.day_of(0), "", ""))
        for step in line.steps:
            self._add(_step(step))
        for name in ("supervision", "contact"):
            if text := getattr(line.pledge, name):
                word = words.label("field", f"pledge.{name}")
                self._add(label(f"{word}：{text}", tone="secondary", wrap=True, selectable=True))
        self._column.addStretch(1)
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        """As high as its lines are at this width; Qt's own answer is for the narrowest."""
        width = max(self.width(), _NARROWEST)
        return QSize(_NARROWEST, max(self._column.totalHeightForWidth(width), 0))

    def _lay_out(self) -> None:
        """Lay everything out at once: left to Qt, the lines would be seen squeezed for a moment."""
        for at in range(self._column.count()):
            widget = self._column.itemAt(at).widget()
            if widget is not None:
                widget.show()
        self._column.activate()
        self.updateGeometry()
        # The scroll area around it hears of a new size by this event.
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _heading(self, text: str) -> None:
        made = label(text, strong=True)
        made.setContentsMargins(0, 8, 0, 0)
        self._add(made)

    def _show_item(self, line: PledgeLine, item: PledgeItem, acts: Deeds, evidence: dict[str, int]) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label(f"{item.position}．{item.text}", wrap=True, selectable=True), 1)
        if item.outcome:
            pill = Pill(words.label("pledge_grade", item.outcome), outcome_look(item.outcome))
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        elif acts.add_deed is not None and line.state in ("keeping", "appraising"):
            made = link("记践诺", name=f"登记第 {item.position} 项的践诺情况")
            made.clicked.connect(partial(_call, acts.add_deed, item))
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._add(head)
        due = f"{day_text(item.due_date)}前" if item.due_date else ""
        about = [words.label("pledge_item_kind", item.kind), due, item.responsible]
        self._add(_quiet(" · ".join(part for part in about if part)))
        if item.measure:
            self._add(_quiet(f"措施：{item.measure}"))
        if item.outcome_reason:
            self._add(_quiet(f"原因：{item.outcome_reason}"))
        for deed in line.deeds:
            if deed.item_id == item.id:
                self._add(_deed(deed, acts, evidence.get(deed.id, 0)))


def _call(act: Callable[[PledgeItem], object], item: PledgeItem) -> None:
    act(item)


def _quiet(text: str) -> QWidget:
    made = label(text, tone="secondary", points=style.SECONDARY_PT, wrap=True, selectable=True)
    made.setContentsMargins(16, 0, 0, 0)
    return made


def _deed(deed: PledgeDeed, acts: Deeds, files: int) -> QWidget:
    """A day, what was done, and the way to it with its evidence."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 0, 0, 0)
    row.setSpacing(6)
    proof = f"（{deed.proof}）" if deed.proof else ""
    row.addWidget(label(f"✓ {deed.day}　{deed.text}{proof}", wrap=True, selectable=True), 1)
    if acts.open_deed is not None:
        open_deed = acts.open_deed
        word = f"附件 {files}" if files else "打开"
        made = link(word, done=True, name=f"打开 {deed.day} 的践诺情况")
        made.clicked.connect(lambda: open_deed(deed))
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    elif files:
        row.addWidget(label(f"附件 {files}", tone="secondary"), 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _opinion(opinion: PledgeOpinion, acts: Deeds) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    who = f"　{opinion.from_whom}" if opinion.from_whom else ""
    handled = f"处理：{opinion.handling}" if opinion.handling else "还没有处理"
    said = label(f"{opinion.day}{who}：{opinion.text}\n{handled}", wrap=True, selectable=True)
    row.addWidget(said, 1)
    if acts.handle is not None:
        handle = acts.handle
        made = link("改处理" if opinion.handling else "处理", done=bool(opinion.handling), name="处理这条公示意见")
        made.clicked.connect(lambda: handle(opinion))
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _appraisal(one: PledgeAppraisal) -> QWidget:
    word = words.label("pledge_source", one.source)
    votes = f"满意 {one.satisfied}　基本满意 {one.basically}　不满意 {one.unsatisfied}"
    said = words.label("pledge_grade", one.grade) or votes
    remark = f"\n{one.remark}" if one.remark else ""
    return label(f"{word}（{one.day}）：{said}{remark}", wrap=True, selectable=True)


def _step(step: PledgeStep) -> QWidget:
    posted = f"{step.place}，到 {step.until_day}" if step.until_day else step.place
    about = "　".join(part for part in (step.by_whom, posted) if part)
    return _history(words.label("pledge_step", step.step), step.day, about, step.remark)


def _history(word: str, day: str, about: str, remark: str) -> QWidget:
    text = f"{day}　{word}" + (f"　{about}" if about else "") + (f"\n{remark}" if remark else "")
    return label(text, tone="secondary", points=style.SECONDARY_PT, wrap=True, selectable=True)

"""What one member's archive still lacks, each line one step from its place; and how the archive has gone so far."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gui import icons, style
from gui.pages.archive.facts import LOOKS, ArchiveLine, counted, severity_word
from gui.widgets import Card, Pill, label, layouts, line, link
from models.gaps import Gap

PANEL_WIDTH = 340
_MARKS = {"overdue": "circle-alert", "soon": "clock", "none": "circle"}

Way = Callable[[Gap], tuple[str, Callable[[], object]]]


class GapLine(QWidget):
    """One thing that is missing: how grave, what, and the step that mends it."""

    def __init__(self, gap: Gap, way: tuple[str, Callable[[], object]]) -> None:
        super().__init__()
        self.gap = gap
        look = LOOKS[gap.severity]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icons.pixmap(_MARKS[look], 16, style.STATES[look][0]))
        mark.setAccessibleName(severity_word(gap.severity))
        mark.setToolTip(severity_word(gap.severity))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(sentence(gap), wrap=True), 1)
        word, act = way
        self.action = link(word, done=look == "none", name=f"{word}：{gap.text}")
        self.action.setToolTip("")
        self.action.clicked.connect(lambda: act())
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)


def sentence(gap: Gap) -> str:
    """Return what is missing without the name, which stands above."""
    return gap.text.removeprefix(gap.name).removeprefix("的").strip() if gap.name else gap.text


class GapList(QWidget):
    """The lines below one another, the gravest first, and how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ScrollBody")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        self.count = label(strong=True, wrap=True)
        column.addWidget(self.count)
        column.addSpacing(4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        column.addStretch(1)
        self.lines: list[GapLine] = []

    def show_gaps(self, gaps: Sequence[Gap] | None, way: Way, nobody: str = "") -> None:
        """Show gaps, None while they are being reckoned; nobody: said instead."""
        layouts.empty(self._lines)
        self.lines = []
        if gaps is None:
            self.count.setText(nobody or "正在核对…")
            return
        self.count.setText(counted(gaps) if gaps else "✓ 没有缺项")
        for place, gap in enumerate(gaps):
            if place:
                self._lines.addWidget(line())
            self.lines.append(GapLine(gap, way(gap)))
            self._lines.addWidget(self.lines[-1])


class GapPanel(Card):
    """Shows one line of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("所选党员的档案")
        self.name = label(points=style.CARD_TITLE_PT, strong=True, wrap=True)
        self.state = Pill()
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self._way_so_far = label(tone="secondary", wrap=True)
        self.body.addWidget(self._way_so_far)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = GapList()
        area.setWidget(self.list)
        self.body.addWidget(area, 1)
        self._shown: ArchiveLine | None = None

    def show_line(self, shown: ArchiveLine | None, way: Way) -> None:
        """Show a member's gaps; way tells where each is mended."""
        if shown is not None and shown == self._shown:
            return
        self._shown = shown
        if shown is None:
            self.name.setText("还没有选人")
            self.state.show_state("", "none")
            self._way_so_far.setText("")
            self.list.show_gaps(None, way, "在左边选一名党员，这里列出档案还缺什么。")
            return
        self.name.setText(shown.archive.name)
        self.state.show_state(shown.state_word, shown.state_look)
        told = so_far(shown)
        self._way_so_far.setText(told)
        self._way_so_far.setVisible(bool(told))
        self.list.show_gaps(shown.gaps, way)


def so_far(shown: ArchiveLine) -> str:
    """Return how an archive has gone so far, one line each."""
    one = shown.archive
    parts = [f"个人总结 {len(''.join(one.summary.split())):,} 字"] if one.summary else []
    parts += [f"{one.filled_on} 填写完成"] if one.filled_on else []
    parts += [f"{one.reviewed_on} {one.reviewer}审阅：{one.review or '没有意见'}"] if one.reviewed_on else []
    if one.filed_on:
        number = f"，卷号 {one.file_number}" if one.file_number else ""
        parts.append(f"{one.filed_on} {one.filed_by}归档{number}")
    if shown.moved:
        parts.append("归档以后内容有变动：要么改回去，要么“重新打开”再走一遍、再打印")
    if one.returned and one.state != "filed":
        parts.append(f"退回原因：{one.returned}")
    return "\n".join(parts)

"""承诺: where every pledge of a year stands, what is due, and every step of the way; for one or many at once."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QStackedWidget, QWidget

from gui import style
from gui.pages.base import Page
from gui.pages.pledges import path_strip, pledge_table, reading
from gui.pages.pledges.acts import PledgeActs, acts_of
from gui.pages.pledges.batch_bar import BatchBar
from gui.pages.pledges.path_strip import PathStrip
from gui.pages.pledges.pledge_card import CARD_WIDTH, PledgeCard
from gui.pages.pledges.pledge_told import NOTHING, Deeds
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import Card, EmptyState, PageHeader, SearchField, button
from gui.widgets.wrap_row import WrapRow
from gui.workspace import Workspace
from models import member, organization, pledge
from models.schema import SELF
from reports import catalog

_LAST_MONTH = 12
_CARD_FROM = 760
_CARD_AND_BAR_FROM = 620
"""On a lower page the bar of what is ticked takes the place of the card."""

_FORMS_OF = ("pledges", "pledge_notice", "pledge_year")
"""Forms about pledges, by what they are printed of (`reports.form.SUBJECTS`)."""

_HINT = "空格勾选 · Ctrl+A 全选 · F9 下一步 · Ctrl+N 起草 · Ctrl+D 登记践诺 · Ctrl+E 评诺 · 回车打开 · Ctrl+P 打印"


class PledgesPage(Page):
    """One year of the branch's pledges."""

    depends_on: ClassVar[tuple[str, ...]] = (
        "pledge",
        "pledge_item",
        "pledge_step",
        "pledge_deed",
        "pledge_appraisal",
        "pledge_opinion",
        "evidence",
        "member",
        "organization",
    )
    hint = _HINT

    def build(self) -> None:
        """Make the widgets."""
        self.own = organization.own(self.workspace.ledger)
        self.today = self.workspace.ledger.clock.today()
        self.lines: list[PledgeLine] = []
        self.acts = PledgeActs(self)
        self._make_header()
        self.body.addLayout(self._make_filters())
        self.bar = BatchBar()
        self.bar.asked.connect(lambda key: self.acts.do(key, self.table.ticked))
        self.bar.cleared.connect(lambda: self.table.tick([]))
        self.body.addWidget(self.bar)
        self.body.addLayout(self._make_list(), 1)
        for keys, act in (
            ("Ctrl+F", self._search_focus),
            ("Ctrl+N", self.draft),
            ("F9", lambda: self.acts.next_step(self.table.meant)),
            ("Ctrl+D", lambda: self.acts.do("deed", self.table.meant)),
            ("Ctrl+P", self.print),
            ("Ctrl+E", lambda: self.acts.do("votes", self.table.meant)),
        ):
            self.on_key(keys, act)

    # --- building -----------------------------------------------------------------------------

    def _make_header(self) -> None:
        self.header = PageHeader("承诺")
        self.add_button = button("起草承诺", icon="plus", tip="Ctrl+N")
        self.add_button.clicked.connect(self.draft)
        self.search = SearchField("姓名、拼音、承诺内容")
        self.search.setMinimumWidth(200)
        self.search.searched.connect(lambda _text: self.fill())
        self.search.down.connect(lambda: self.table.setFocus())
        self.search.returnPressed.connect(lambda: self.table.setFocus())
        self.header.add(self.search)
        self.print_button = button("打印", icon="printer", tip="Ctrl+P：打印勾选的或者选中的承诺")
        self.print_button.clicked.connect(self.print)
        self.header.add(self.print_button)
        self.header.add(self.add_button)
        self.body.addWidget(self.header)

    def _make_filters(self) -> WrapRow:
        self.years = QComboBox()
        self.years.setAccessibleName("年份")
        self.years.setMinimumWidth(100)
        self.years.currentIndexChanged.connect(lambda _row: self.guarded(self.reload))
        self.strip = PathStrip()
        self.strip.chosen.connect(lambda _key: self.fill())
        return WrapRow([self.years, *self.strip.chips.values()], spacing=6)

    def _make_list(self) -> QHBoxLayout:
        self.table = pledge_table.tick_table(self.today)
        self.table.chosen.connect(lambda _line: self._show_card())
        self.table.ticks_changed.connect(self._show_card)
        self.table.picked.connect(self.open)
        self.table.delete_asked.connect(lambda _key: self._delete())
        self.empty = EmptyState("handshake", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.setMinimumHeight(200)
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.stack)
        self.card = PledgeCard()
        self.card.setFixedWidth(CARD_WIDTH)
        self.card.asked.connect(self._do)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(holder, 1)
        row.addWidget(self.card)
        return row

    def first_focus(self) -> QWidget:
        """The list, or where one begins."""
        if self.stack.currentWidget() is self.table:
            return self.table
        return self.empty.action if self.empty.action.text() else self.search

    # --- what is shown ------------------------------------------------------------------------

    @property
    def changeable(self) -> bool:
        """Whether pledges are kept here: a committee only looks."""
        return self.own.manages_members

    @property
    def chosen_year(self) -> int:
        """The year that is shown."""
        return int(self.years.currentData())

    def refresh(self) -> None:
        """Read the years there are, then the one that is shown."""
        ledger, chosen = self.workspace.ledger, self.years.currentData()
        self.today = ledger.clock.today()
        self.years.blockSignals(True)
        self.years.clear()
        # In December next year's pledges are drafted.
        coming = self.today.year + (self.today.month == _LAST_MONTH)
        for year in sorted({*pledge.years(ledger, SELF), self.today.year, coming}, reverse=True):
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen or self.today.year), 0))
        self.years.blockSignals(False)
        self.reload()

    def reload(self) -> None:
        """Read the pledges of the year."""
        self.lines = reading.read_lines(self.workspace.ledger, self.chosen_year)
        self.add_button.setVisible(self.changeable)
        self.print_button.setEnabled(any(one.pledge is not None for one in self.lines))
        self.fill()

    def fill(self) -> None:
        """Show what search and part leave."""
        known = self._found()
        self.strip.show_counts(known, self.today)
        listed = path_strip.part(known, self.strip.current, self.today)
        self.table.show_records(listed)
        self.header.remark.setText(self._remark())
        self.stack.setCurrentWidget(self.table if listed else self.empty)
        if not listed:
            self._say_empty()
        self._show_card()

    def _found(self) -> list[PledgeLine]:
        text = self.search.text().strip()
        if not text:
            return self.lines
        people = {one.id for one in member.list_members(self.workspace.ledger, status="", search=text)}
        return [one for one in self.lines if one.member_id in people or _written(one, text)]

    def _remark(self) -> str:
        made = sum(one.pledge is not None for one in self.lines)
        due = sum(one.due(self.today) is not None for one in self.lines)
        return f"{self.chosen_year} 年 {made} 份" + (f" · 要办的 {due} 份" if due else "")

    def _say_empty(self) -> None:
        if self.search.text().strip() or self.strip.current != "all":
            part = path_strip.PARTS[self.strip.current]
            what = "没有这样的承诺" if self.search.text().strip() else f"没有在“{part}”的承诺"
            self.empty.say(what, "换个词，或者看全部。", "显示全部", self._show_all)
        elif not self.changeable:
            self.empty.say("本级没有党员承诺", "各支部的承诺在“学习与学分”里打开支部的年度情况查看。")

    def _show_all(self) -> None:
        self.search.clear()
        self.strip.choose("all")
        self.fill()
        self.table.setFocus()

    def show_what(self, *, year: int = 0, part: str = "", pledge_id: str = "", do: str = "", **_: Any) -> None:
        """Show what another page asked for.

        year: that one. part: a key of `path_strip.PARTS`. pledge_id: stand on it. do: begin to `draft`.
        """
        if pledge_id:
            year = year or pledge.get(self.workspace.ledger, pledge_id).year
        if year and self.years.findData(year) >= 0:
            self.years.setCurrentIndex(self.years.findData(year))
        if part in path_strip.PARTS or pledge_id:
            self.search.clear()
            self.strip.choose(part if part in path_strip.PARTS else "all")
            self.fill()
        if pledge_id:
            self.table.choose_key(pledge_id)
        self.focus_first()
        if do == "draft":
            self.draft()

    def tick_drafted(self, made: list[str]) -> None:
        """Stand on what was just drafted: the next step is one key away."""
        self.search.clear()
        self.strip.choose("all")
        at = self.years.findData(pledge.get(self.workspace.ledger, made[0]).year)
        if at >= 0 and at != self.years.currentIndex():
            self.years.setCurrentIndex(at)
        self.fill()
        self.table.tick(made if len(made) > 1 else [])
        self.table.choose_key(made[0])

    def last_place(self) -> str:
        """Where one posted last."""
        posted = [step for one in self.lines for step in one.steps if step.step == "post"]
        return max(posted, key=lambda step: (step.day, step.id)).place if posted else ""

    # --- the chosen one -----------------------------------------------------------------------

    def _show_card(self) -> None:
        """The card needs room; where there is none, Enter opens it as a dialog."""
        chosen: PledgeLine | None = self.table.current
        room = self.width() >= _CARD_FROM and (not self.table.ticked or self.height() >= _CARD_AND_BAR_FROM)
        shown = chosen is not None and self.stack.currentWidget() is self.table and room
        if chosen is not None and shown:
            self.fill_card(self.card, chosen)
        self.card.setVisible(shown)
        self._show_bar()

    def fill_card(self, card: PledgeCard, line: PledgeLine, leave: Callable[[], object] | None = None) -> None:
        """Show a pledge on a card with what can be done now; leave: done before a link in the text leads on."""
        due = line.due(self.today)
        told = (due.text, due.look) if due is not None else ("", "")
        acts = acts_of(line, self.today) if self.changeable else []
        links = self._links(line, leave or (lambda: None))
        card.show_line(line, told, acts, links, reading.evidence_counts(self.workspace.ledger, line))

    def _links(self, line: PledgeLine, leave: Callable[[], object]) -> Deeds:
        if not self.changeable or line.left:
            return NOTHING

        def then(act: Callable[[PledgeLine, Any], object]) -> Callable[[Any], object]:
            def led(what: object) -> None:
                leave()
                act(line, what)

            return led

        return Deeds(then(self.acts.deed_of), then(self.acts.open_deed), then(self.acts.opinion))

    def _show_bar(self) -> None:
        """With several ticked the red button is theirs."""
        ticked, held = self.table.ticked, self.window().focusWidget()
        self.bar.show_ticked(ticked)
        if held is not None and self.bar.isAncestorOf(held) and held.isHidden():
            # Pressed by keyboard and done with: otherwise Qt sends the focus to the top of the window.
            self.table.setFocus()
        self.card.make_quiet(quiet=bool(ticked))

    def _do(self, key: str) -> None:
        if self.table.current is not None:
            self.acts.do(key, [self.table.current])

    def _delete(self) -> None:
        """Del takes out what may be taken out: a draft that nobody has seen."""
        chosen: PledgeLine | None = self.table.current
        if chosen is not None and any(key == "remove" for key, _word, _icon in acts_of(chosen, self.today)):
            self._do("remove")

    def open(self, line: PledgeLine | None) -> None:
        """Enter: begin a draft, or show everything about a pledge."""
        if line is None:
            return
        if line.pledge is None:
            self.acts.do("draft", [line])
        else:
            from gui.dialogs.pledge_view import PledgeView

            PledgeView(self, line).open()

    def print(self) -> None:
        """Offer the forms; the reports page shows the chosen one of the pledges ticked, or of the one chosen."""
        meant = [one.key for one in self.table.meant if one.pledge is not None]
        menu = QMenu(self.print_button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in catalog.list_forms():
            if entry.of in _FORMS_OF:
                # A form of single pledges says of how many; the others are of the whole year.
                count = f"（{len(meant)} 份）" if entry.of == "pledges" and meant else ""
                act = menu.addAction(f"{entry.title}{count}")
                chosen = meant if entry.of == "pledges" else []
                act.triggered.connect(partial(self._go_print, entry.id, chosen))
        menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _go_print(self, form: str, pledges: list[str], _checked: bool = False) -> None:
        self.workspace.go("reports", form=form, year=self.chosen_year, pledges=pledges)

    def draft(self) -> None:
        """Draft for those ticked who have none yet, else for whom one chooses."""
        if self.changeable:
            self.acts.draft(self.table.ticked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the card on narrow screens."""
        super().resizeEvent(event)
        self._show_card()

    def _search_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _written(line: PledgeLine, text: str) -> bool:
    """Tell whether a text stands in the items of a pledge or in its owner's name."""
    return text in line.name or any(text in item.text for item in line.items)


def page_for(workspace: Workspace) -> Page:
    """Return the page for the level of this ledger's organisation: its own pledges, or those of its branches."""
    from gui.pages.pledges.branches_page import BranchPledgesPage

    manages = organization.own(workspace.ledger).manages_members
    return PledgesPage(workspace) if manages else BranchPledgesPage(workspace)

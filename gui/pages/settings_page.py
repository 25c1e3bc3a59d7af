"""The settings: sections at the left, the chosen one at the right."""

from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from gui import icons, style
from gui.pages.base import Page
from gui.pages.settings.backup_section import BackupSection
from gui.pages.settings.branch_section import BranchSection
from gui.pages.settings.check_section import CheckSection
from gui.pages.settings.log_section import LogSection
from gui.pages.settings.organization_section import OrganizationSection
from gui.pages.settings.protection_section import ProtectionSection
from gui.pages.settings.rules_section import RulesSection
from gui.pages.settings.section import Section
from gui.pages.settings.user_section import UserSection
from gui.widgets import PageHeader
from models import organization
from models.schema import TABLES

SECTIONS: tuple[type[Section], ...] = (
    OrganizationSection,
    BranchSection,
    RulesSection,
    UserSection,
    ProtectionSection,
    BackupSection,
    LogSection,
    CheckSection,
)


class SettingsPage(Page):
    """`show_what(section=…)` opens a section by its key."""

    depends_on: ClassVar[tuple[str, ...]] = tuple(TABLES)
    hint = "↑↓ 选栏目 · Tab 进入右边 · Ctrl+Z 撤销"

    def build(self) -> None:
        """Make the list; a section is built on its first visit."""
        self.body.addWidget(PageHeader("设置"))
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        self.list = QListWidget()
        self.list.setObjectName("SectionList")
        self.list.setAccessibleName("设置的栏目")
        self.list.setFixedWidth(168)
        self.list.setIconSize(QSize(18, 18))
        manages_members = organization.own(self.workspace.ledger).manages_members
        for section in SECTIONS:
            item = QListWidgetItem(icons.icon(section.icon), section.word)
            item.setSizeHint(QSize(10, style.NAV_ITEM_HEIGHT))
            self.list.addItem(item)
            item.setHidden(section.for_branches and not manages_members)
        self.stack = QStackedWidget()
        self._made: dict[str, Section] = {}
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.body.addLayout(row, 1)
        self.list.currentRowChanged.connect(self._show_row)
        self.list.setCurrentRow(0)

    def first_focus(self) -> QWidget:
        """The list of sections."""
        return self.list

    def refresh(self) -> None:
        """Read the section that is shown."""
        shown = self.shown
        if shown is not None:
            shown.refresh()

    @property
    def shown(self) -> Section | None:
        """The section that is shown."""
        area = self.stack.currentWidget()
        section = area.widget() if isinstance(area, QScrollArea) else None
        return section if isinstance(section, Section) else None

    def show_what(self, *, section: str = "", **_: Any) -> None:
        """Open a section."""
        keys = [one.key for one in SECTIONS]
        if section in keys and not self.list.item(keys.index(section)).isHidden():
            self.list.setCurrentRow(keys.index(section))
            self.section(section).first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def section(self, key: str) -> Section:
        """Return a section, building it on the first visit."""
        if key not in self._made:
            made = next(one for one in SECTIONS if one.key == key)(self.workspace)
            self._made[key] = made
            self.stack.addWidget(_scrolled(made))
        return self._made[key]

    @Slot(int)
    def _show_row(self, row: int) -> None:
        if row >= 0:
            section = self.section(SECTIONS[row].key)
            self.stack.setCurrentIndex(self.stack.indexOf(_area_of(section)))
            section.refresh()


def _scrolled(section: Section) -> QScrollArea:
    """Give a section its own scroll area: the tallest one must not make the others scroll."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(section)
    return area


def _area_of(section: Section) -> QWidget:
    viewport = section.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    assert isinstance(area, QScrollArea)
    return area

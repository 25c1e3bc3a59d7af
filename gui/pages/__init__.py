"""The pages in the order of the navigation. A page's module is imported on its first visit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.pages.base import Page
    from gui.workspace import Workspace


@dataclass(frozen=True)
class PageEntry:
    """One line of the navigation: key for `workspace.go`, word, icon, and what makes the page."""

    key: str
    word: str
    icon: str
    make: "Callable[[Workspace], Page]"

    @property
    def digit(self) -> int:
        """The figure that opens it together with Ctrl: the tenth has the 0."""
        return (PAGES.index(self) + 1) % 10


def _start(workspace: "Workspace") -> "Page":
    from gui.pages.start_page import StartPage

    return StartPage(workspace)


def _members(workspace: "Workspace") -> "Page":
    from gui.pages.members_page import MembersPage

    return MembersPage(workspace)


def _meetings(workspace: "Workspace") -> "Page":
    from gui.pages.meetings_page import MeetingsPage

    return MeetingsPage(workspace)


def _study(workspace: "Workspace") -> "Page":
    from gui.pages.study_page import page_for

    return page_for(workspace)


def _pledges(workspace: "Workspace") -> "Page":
    from gui.pages.pledges_page import page_for

    return page_for(workspace)


def _archive(workspace: "Workspace") -> "Page":
    from gui.pages.archive_page import page_for

    return page_for(workspace)


def _ledgers(workspace: "Workspace") -> "Page":
    from gui.pages.ledgers_page import LedgersPage

    return LedgersPage(workspace)


def _exchange(workspace: "Workspace") -> "Page":
    from gui.pages.exchange_page import ExchangePage

    return ExchangePage(workspace)


def _reports(workspace: "Workspace") -> "Page":
    from gui.pages.reports_page import ReportsPage

    return ReportsPage(workspace)


def _settings(workspace: "Workspace") -> "Page":
    from gui.pages.settings_page import SettingsPage

    return SettingsPage(workspace)


PAGES = (
    PageEntry("start", "工作台", "layout-dashboard", _start),
    PageEntry("members", "党员", "users", _members),
    PageEntry("meetings", "三会一课", "calendar-check", _meetings),
    PageEntry("study", "学习与学分", "book-open", _study),
    PageEntry("archive", "学习档案", "archive", _archive),
    PageEntry("pledges", "承诺", "handshake", _pledges),
    PageEntry("ledgers", "台账", "list-checks", _ledgers),
    PageEntry("exchange", "数据交换", "arrow-left-right", _exchange),
    PageEntry("reports", "报表", "file-text", _reports),
    PageEntry("settings", "设置", "settings", _settings),
)

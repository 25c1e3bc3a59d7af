"""What the window's tests are built from: invented members, and the dialog that is open."""

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from models import group, id_number, member
from models.ledger import Ledger
from tests.templates import made_once


def invented_number(year: int, month: int, day: int, order: int) -> str:
    digits = f"990101{year:04d}{month:02d}{day:02d}{order:03d}"
    return digits + id_number.check_digit(digits)


@made_once
def fill(ledger: Ledger, count: int) -> list[str]:
    """Add a group and `count` members; every sixth is probationary, one lacks facts, two share a name."""
    surnames, given = "王李张刘单曾仇尉", ("建国", "晓东", "雪梅", "志华", "秀英")
    made = []
    with ledger.operation("group.add") as op:
        group.add_group(op, group_id=ledger.ids.new(), name="第一党小组")
    with ledger.operation("roster.import") as op:
        for at in range(count):
            year, order = 1960 + at % 40, 100 + at
            facts = {
                "name": surnames[at % 8] + given[at % 5] if at != 5 else "王建国",
                "sex": "male" if order % 2 else "female",
                "id_number": invented_number(year, 1 + at % 12, 1 + at % 28, order),
                "birth_date": f"{year}-{1 + at % 12:02d}-{1 + at % 28:02d}",
                "category": "probationary" if at % 6 == 5 else "full",
                "joined_date": f"{year + 25}-07",
                "ethnicity": "回族" if at == 2 else "汉族",
                "group": "第一党小组" if at % 2 else "",
                "phone": f"138{at:08d}",
            }
            if at == 3:
                facts |= {"id_number": "", "birth_date": "1985-07", "joined_date": ""}
            made.append(member.add_member(op, member_id=ledger.ids.new(), **facts))
    return made


def shown_dialog(parent: QWidget) -> QDialog:
    """Return the dialog that is open over a widget, once it has the keyboard."""
    found = [one for one in parent.window().findChildren(QDialog) if one.isVisible()]
    assert found, "no dialog is open"
    deadline = QDeadlineTimer(5000)
    while not found[-1].isActiveWindow() and not deadline.hasExpired():
        QTest.qWait(5)
    return found[-1]


def write(widget: QWidget, text: str) -> None:
    """Enter a text as an input method does: Qt's key clicks know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)

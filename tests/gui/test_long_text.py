"""A long text from a web page or a telephone can be kept as it was pasted: what nobody sees is not in it."""

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from gui.widgets.long_text import LongText
from models import texts


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("第一段\u200b，\ufeff第二句\u2060。", "第一段，第二句。"),
        ("一家人👨\u200d👩\u200d👧来参观", "一家人👨👩👧来参观"),
        ("甲\r\n乙\r丙\u2028丁\u2029戊\t己", "甲\n乙\n丙\n丁\n戊\t己"),
        ("\u202e倒着写\u202c", "倒着写"),
    ],
)
def test_a_pasted_text_has_nothing_that_would_be_refused(qtbot: QtBot, copied: str, kept: str) -> None:
    field = LongText("正文", 100)
    qtbot.addWidget(field)
    carried = QMimeData()
    carried.setText(copied)
    field.edit.insertFromMimeData(carried)
    assert field.text() == kept
    assert texts.line("reflection.body", field.text(), 100, multiline=True) == kept

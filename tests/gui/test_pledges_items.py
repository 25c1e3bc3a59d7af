"""The items of a pledge as they are pasted and written: numbering stripped, nothing that is said lost."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.dialogs.pledge_items import ItemsEditor, split_items
from gui.dialogs.pledge_own_items import OwnItemsTable
from tests.gui.builders import write


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("一、带头学习党章", "带头学习党章"),
        ("十二、每月走访两户", "每月走访两户"),
        ("（三）结对帮扶", "结对帮扶"),
        ("(4) 结对帮扶", "结对帮扶"),
        ("5．按时交纳党费", "按时交纳党费"),
        ("6. 按时交纳党费", "按时交纳党费"),
        ("7)按时交纳党费", "按时交纳党费"),
        ("⑧按时交纳党费", "按时交纳党费"),
        ("第九条 按时交纳党费", "按时交纳党费"),
        ("● 按时交纳党费", "按时交纳党费"),
        ("　　一、带头学习", "带头学习"),
        ("1.5 万元以内的小事当天办", "1.5 万元以内的小事当天办"),
        ("一岗双责落实到位", "一岗双责落实到位"),
        ("2026 年底前完成", "2026 年底前完成"),
        ("第一时间到现场", "第一时间到现场"),
        ("三会一课不缺席", "三会一课不缺席"),
    ],
)
def test_numbering_is_stripped_and_nothing_else(line: str, kept: str) -> None:
    assert split_items(line) == [kept]


def test_empty_lines_are_no_items() -> None:
    assert split_items("一、甲\r\n\r\n二、乙\n　\n") == ["甲", "乙"]


def test_several_lines_pasted_are_several_items(qtbot: QtBot) -> None:
    editor = ItemsEditor()
    qtbot.addWidget(editor)
    pasted = QMimeData()
    pasted.setText("一、带头学习\n二、走访两户\n三、交纳党费")
    editor.rows[0].text.insertFromMimeData(pasted)
    assert [item["text"] for item in editor.items()] == ["带头学习", "走访两户", "交纳党费"]
    assert {item["kind"] for item in editor.items()} == {"common"}
    assert editor.rows[2].text.accessibleName() == "第 3 项内容"
    editor.rows[1].remove.click()
    assert [item["text"] for item in editor.items()] == ["带头学习", "交纳党费"]
    assert [row.number.text() for row in editor.rows] == ["1", "2"]


def test_enter_goes_on_to_the_next_item(qtbot: QtBot) -> None:
    editor = ItemsEditor()
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    first = editor.rows[0].text
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert len(editor.rows) == 1, "an empty item is not followed by another"
    write(first, "带头学习")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert [row.empty for row in editor.rows] == [False, True]


def test_a_column_pasted_fills_downwards(qtbot: QtBot) -> None:
    table = OwnItemsTable()
    qtbot.addWidget(table)
    table.items.show_people([("a", "王建国"), ("b", "李晓东"), ("c", "张雪梅")])
    QApplication.clipboard().setText("1、守好大门\n2、管好书屋\n")
    qtbot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert {key: items[0]["text"] for key, items in table.items.items().items()} == {"a": "守好大门", "b": "管好书屋"}
    table.items.show_people([("b", "李晓东"), ("c", "张雪梅")])
    assert list(table.items.items()) == ["b"], "what was written stays with those who stay"
    table.go_to(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert table.items.items() == {}

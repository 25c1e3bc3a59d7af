"""A meeting entered by keyboard in the real window: forty people, five absences; what is refused; the paste tray."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtWidgets import QListWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.meeting_dialog import MeetingDialog
from gui.dialogs.meeting_marks import DIGITS, Marks, rate_text
from gui.dialogs.meeting_tray import MeetingTray
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.meetings_page import MeetingsPage
from gui.widgets.day_edit import DayEdit
from gui.widgets.long_text import LongText
from gui.widgets.person_field import Person, settled
from gui.widgets.time_edit import written_time
from models import attendance, group, meeting, member, post
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write

CTRL = Qt.KeyboardModifier.ControlModifier
SURNAMES = "赵钱孙李周吴郑冯陈蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章云苏潘葛范彭"
GIVEN = ("建国", "晓东", "雪梅", "志华", "秀英", "德顺", "文静", "国庆", "丽", "海波")
FORTY = [surname + GIVEN[at % 10] for at, surname in enumerate(SURNAMES)]


@pytest.fixture
def forty(ledger: Ledger) -> dict[str, str]:
    """Forty people by name; the tenth is the secretary."""
    with ledger.operation("roster.import") as op:
        made = {
            name: member.add_member(op, member_id=ledger.ids.new(), name=name, joined_date="2001-07-01")
            for name in FORTY
        }
    with ledger.operation("post.add") as op:
        post.add_post(
            op, post_id=ledger.ids.new(), member_id=made["蒋海波"], post="secretary", from_date="2024-01"
        )
    return made


@pytest.fixture
def page(forty: dict[str, str], window: MainWindow) -> MeetingsPage:
    shown = window.show_page("meetings")
    assert isinstance(shown, MeetingsPage)
    return shown


@pytest.fixture
def dialog(qtbot: QtBot, page: MeetingsPage) -> MeetingDialog:
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    return shown


class Keys:
    """Real key events to whatever has the focus; counts those that are no texts."""

    def __init__(self, qtbot: QtBot, dialog: MeetingDialog) -> None:
        self.qtbot, self.dialog, self.count = qtbot, dialog, 0

    def at(self) -> QWidget:
        found = self.dialog.focusWidget()
        assert found is not None
        return found

    def press(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            if isinstance(key, str):
                self.qtbot.keyClicks(self.at(), key)
            else:
                self.qtbot.keyClick(self.at(), key)
            self.count += len(key) if isinstance(key, str) else 1

    def text(self, text: str) -> None:
        write(self.at(), text)


def begin(qtbot: QtBot, dialog: MeetingDialog, kinds: str = "1", topic: str = "研究工作") -> Keys:
    keys = Keys(qtbot, dialog)
    dialog.fields.kinds.setFocus()
    keys.press(kinds)
    dialog.fields.topic.setText(topic)
    dialog.entry.field.setFocus()
    return keys


def sheet(ledger: Ledger) -> dict[str, str]:
    (kept,) = meeting.list_meetings(ledger)
    return {one.name: one.mark for one in attendance.sheet(ledger, kept.id) if one.mark != "present"}


def test_forty_people_five_absences_take_at_most_twenty_five_keys(
    qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog
) -> None:
    keys = Keys(qtbot, dialog)
    keys.count = 1  # Ctrl+N, pressed by the fixture
    keys.press("1", Qt.Key.Key_Return)
    for time in ("0900", "1030"):
        qtbot.keyClicks(keys.at(), time)
        keys.press(Qt.Key.Key_Return)
    keys.text("社区二楼会议室")
    keys.press(Qt.Key.Key_Return)
    keys.text("孙雪梅")
    keys.press(Qt.Key.Key_Return)
    keys.text("讨论接收预备党员")
    keys.press(Qt.Key.Key_Return)
    assert keys.at() is dialog.entry.field
    keys.press("bx3", "hx4", "lz2", "sl6", "yxy3")
    keys.count += 1
    qtbot.keyClick(keys.at(), Qt.Key.Key_Return, CTRL)

    assert keys.count <= 25
    (kept,) = meeting.list_meetings(ledger)
    assert (kept.expected, kept.present, kept.start_time, kept.end_time) == (40, 36, "09:00", "10:30")
    assert (kept.place, kept.chair, kept.recorder) == ("社区二楼会议室", "蒋海波", "孙雪梅")
    marks = {"柏晓东": "personal", "韩晓东": "sick", "李志华": "late", "施丽": "absent", "云秀英": "personal"}
    assert sheet(ledger) == marks


def test_a_double_click_saves_once(qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog) -> None:
    """While the first click is being saved the second already waits; it must not record the meeting again."""
    begin(qtbot, dialog)
    assert dialog.primary is not None
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    assert len(meeting.list_meetings(ledger)) == 1


def test_what_the_last_meeting_had_is_there_for_the_next(qtbot: QtBot, ledger: Ledger, page: MeetingsPage) -> None:
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op,
            meeting_id=ledger.ids.new(),
            kinds=["lecture"],
            day="2026-03-05",
            topic="党课",
            start_time="14:00",
            end_time="16:10",
            place="礼堂",
            chair="赵建国",
            recorder="钱晓东",
        )
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    qtbot.keyClicks(shown.fields.kinds, "4")
    fields = shown.fields
    assert [fields.start_time.text(), fields.end_time.text(), fields.place.text()] == ["14:00", "16:10", "礼堂"]
    assert [fields.chair.text(), fields.recorder.text()] == ["赵建国", "钱晓东"]
    assert fields.hours.text() == "2"


def test_the_same_initials_are_never_guessed(qtbot: QtBot, ledger: Ledger, window: MainWindow) -> None:
    names = ("王小明", "王雪梅", "王建国", "王建国")
    with ledger.operation("roster.import") as op:
        for name in names:
            member.add_member(op, member_id=ledger.ids.new(), name=name, joined_date="2001-07-01")
    page = window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    page.add()
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    keys = begin(qtbot, shown)
    keys.press("wxm6")
    assert shown.entry.marks.valid == {}
    assert "2 人符合" in shown.entry.told.text()
    floating = shown.findChild(QListWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert floating is not None and floating.isVisible()
    said = QRect(shown.entry.told.mapTo(shown, QPoint(0, 0)), shown.entry.told.size())
    assert not floating.geometry().intersects(said), "what is said lies below the list"
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Down, "6")
    assert [shown.entry.marks.people[key].name for key in shown.entry.marks.valid] == ["王雪梅"]
    keys.press("wjg3")
    assert len(shown.entry.marks.valid) == 1, "two people of one name"
    keys.press(Qt.Key.Key_Down, "3")
    assert len(shown.entry.marks.valid) == 2


def test_an_exception_is_taken_back(qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog) -> None:
    keys = begin(qtbot, dialog)
    keys.press("bxd3", "sl6", Qt.Key.Key_Backspace)
    assert dialog.entry.figures.text() == "应到 40 · 实到 39 · 97.5%"
    keys.press("bxd1")
    assert dialog.entry.marks.valid == {}


def test_committee_without_a_committee_is_said_in_place_and_refused(
    qtbot: QtBot, ledger: Ledger, window: MainWindow
) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="赵建国", joined_date="2001-07-01")
    page = window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    page.add()
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    keys = begin(qtbot, shown, "2")
    assert "没有登记支部委员" in shown.entry.refused.text
    qtbot.keyClick(keys.at(), Qt.Key.Key_Return, CTRL)
    assert "没有登记支部委员" in shown.problem.text
    assert meeting.list_meetings(ledger) == []
    assert shown.isVisible()


def test_a_group_meeting_names_its_group(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, forty: dict[str, str]
) -> None:
    with ledger.operation("group.add") as op:
        group.add_group(op, group_id=ledger.ids.new(), name="第二党小组")
    with ledger.operation("member.edit") as op:
        for name in FORTY[:3]:
            member.edit_member(op, forty[name], group="第二党小组")
    page.add()
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    keys = begin(qtbot, shown, "3")
    assert "没有选党小组" in shown.entry.refused.text
    shown.fields.group.setCurrentText("第二党小组")
    assert shown.entry.why.text().startswith("应到第二党小组党员")
    keys.press("zjg6")
    qtbot.keyClick(keys.at(), Qt.Key.Key_Return, CTRL)
    (kept,) = meeting.list_meetings(ledger)
    assert (kept.group, kept.expected, kept.present) == ("第二党小组", 3, 2)


@pytest.mark.parametrize(
    ("day", "start", "said"),
    [
        ("2026-12-01", "", "还没有到"),
        ("2026-02-29", "", "2026-02-29"),
        ("2026-11", "", "2026-11"),
        ("2026-03-05", "2500", "不是钟点"),
        ("2026-03-05", "1100", "不晚于开始时间"),
    ],
)
def test_a_day_or_time_that_cannot_be_is_refused_and_stays(
    qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog, day: str, start: str, said: str
) -> None:
    begin(qtbot, dialog)
    dialog.fields.day.setText(day)
    dialog.fields.start_time.setText(start)
    dialog.fields.end_time.setText("10:30")
    dialog.submit()
    assert said in dialog.problem.text
    assert meeting.list_meetings(ledger) == []
    assert dialog.fields.topic.text() == "研究工作"


def test_minutes_too_long_are_counted_refused_and_kept(qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog) -> None:
    begin(qtbot, dialog)
    minutes = dialog.texts["minutes"]
    pasted = QMimeData()
    pasted.setHtml("<b>字</b>")
    pasted.setText("字" * 200_000)
    minutes.edit.insertFromMimeData(pasted)
    assert "200,000" in minutes.counter.text()
    dialog.submit()
    assert "太长" in dialog.problem.text
    assert minutes.text() == "字" * 200_000
    assert meeting.list_meetings(ledger) == []


def test_an_unsaved_meeting_is_not_lost_without_a_question(
    qtbot: QtBot, messages: Recorder, dialog: MeetingDialog
) -> None:
    messages.answers += [False, True]
    keys = begin(qtbot, dialog)
    qtbot.keyClick(keys.at(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(keys.at(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [one.kind for one in messages.said] == ["ask", "ask"]


def test_an_untouched_dialog_closes_at_once(qtbot: QtBot, messages: Recorder, dialog: MeetingDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and messages.said == []


def test_changing_a_meeting_is_one_operation_and_undone_as_one(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, forty: dict[str, str]
) -> None:
    with ledger.operation("meeting.record") as op:
        meeting_id = meeting.record_meeting(
            op,
            meeting_id=ledger.ids.new(),
            kinds=["assembly"],
            day="2026-03-05",
            topic="研究工作",
            marks={forty["赵建国"]: "absent"},
        )
    before = ledger.content_digest()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    shown = shown_dialog(page)
    assert isinstance(shown, MeetingDialog)
    shown.fields.topic.setText("研究全年工作")
    shown.entry.field.setFocus()
    Keys(qtbot, shown).press("zjg3", "bxd4")
    shown.submit()
    assert sheet(ledger) == {"赵建国": "personal", "柏晓东": "sick"}
    assert meeting.get(ledger, meeting_id).topic == "研究全年工作"
    # The offscreen platform has no window manager to do it.
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    assert ledger.content_digest() == before


def test_a_group_kept_with_another_kind_survives_a_change(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage, forty: dict[str, str]
) -> None:
    with ledger.operation("group.add") as op:
        group_id = group.add_group(op, group_id=ledger.ids.new(), name="第一党小组")
    with ledger.operation("meeting.record") as op:
        meeting_id = meeting.record_meeting(
            op,
            meeting_id=ledger.ids.new(),
            kinds=["lecture"],
            day="2026-03-05",
            topic="党课",
            group_id=group_id,
            roster=[forty["赵建国"]],
        )
    shown = MeetingDialog(page, page.workspace, meeting.get(ledger, meeting_id))
    qtbot.addWidget(shown)
    shown.fields.topic.setText("专题党课")
    shown.submit()
    kept = meeting.get(ledger, meeting_id)
    assert (kept.topic, kept.group) == ("专题党课", "第一党小组")


def test_a_member_who_left_is_on_the_sheet_of_may_not_of_june(
    qtbot: QtBot, ledger: Ledger, dialog: MeetingDialog, forty: dict[str, str]
) -> None:
    with ledger.operation("member.remove") as op:
        member.remove_member(op, forty["赵建国"], kind="transfer", date="2026-06-01", reason="")
    begin(qtbot, dialog)
    for day, wanted in (("2026-05-31", 40), ("2026-06-01", 39)):
        dialog.fields.day.clear()
        qtbot.keyClicks(dialog.fields.day, day)
        assert dialog.entry.marks.expected == wanted


# --- the paste tray -----------------------------------------------------------------------


@pytest.fixture
def tray(qtbot: QtBot, dialog: MeetingDialog) -> MeetingTray:
    begin(qtbot, dialog)
    qtbot.mouseClick(dialog.entry.paste, Qt.MouseButton.LeftButton)
    shown = shown_dialog(dialog)
    assert isinstance(shown, MeetingTray)
    return shown


def test_nothing_counts_before_it_is_settled_and_confirmed(
    qtbot: QtBot, dialog: MeetingDialog, tray: MeetingTray, forty: dict[str, str]
) -> None:
    present = [name for name in FORTY if name not in ("赵建国", "钱晓东", "孙雪梅")]
    tray.text.setPlainText("\n".join([*present, "赵建国 请假", "孙学梅"]))
    tray.submit()
    assert "1 处没有选定" in tray.problem.text
    assert dialog.entry.marks.valid == {}
    tray._rows[0].settle(forty["孙雪梅"])
    tray.submit()
    assert "其余" in tray.problem.text, "钱晓东 stands nowhere in the paste"
    assert dialog.entry.marks.valid == {}
    tray.rest_absent.setChecked(True)
    tray.submit()
    marks = {dialog.entry.marks.people[key].name: mark for key, mark in dialog.entry.marks.valid.items()}
    assert marks == {"赵建国": "personal", "钱晓东": "absent"}
    assert dialog.entry.figures.text() == "应到 40 · 实到 38 · 95%"


def test_a_paste_that_is_no_roll_call_applies_nothing(dialog: MeetingDialog, tray: MeetingTray) -> None:
    tray.text.setPlainText("\n".join(f"张某某{at}号说：好的" for at in range(10_000)))
    tray.submit()
    assert tray.problem.text
    assert tray.isVisible() and dialog.entry.marks.valid == {}


# --- parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("900", "09:00"),
        ("0900", "09:00"),
        ("9：05", "09:05"),
        ("9点半", "09:30"),
        ("14点", "14:00"),
        ("9", "09:00"),
        ("2500", "2500"),
        ("0960", "0960"),
        ("上午", "上午"),
        ("", ""),
    ],
)
def test_times_as_people_type_them(typed: str, kept: str) -> None:
    assert written_time(typed) == kept


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3-5", date(2026, 3, 5)),
        ("0305", date(2026, 3, 5)),
        ("12.30", date(2025, 12, 30)),
        ("3月5日", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
    ],
)
def test_a_day_without_its_year_is_the_last_one(qtbot: QtBot, typed: str, day: date) -> None:
    edit = DayEdit("meeting.day", date(2026, 11, 21))
    qtbot.addWidget(edit)
    edit.setText(typed)
    assert edit.day() == day


def test_a_person_is_settled_only_when_nobody_else_can_be_meant() -> None:
    people = [Person("1", "王军", "wangjun", "wj"), Person("2", "王建国", "wangjianguo", "wjg")]
    assert settled(people, "wj") == people[0], "the whole initials of one"
    assert settled(people, "w") is None
    assert settled(people, "wangji") == people[1]
    assert settled(people, "建国") == people[1]
    assert settled(people, "zz") is None
    assert settled([*people, Person("3", "万杰", "wanjie", "wj")], "wj") is None


def test_marks_keep_aside_whoever_no_longer_belongs() -> None:
    one, two = Person("1", "甲", "jia", "j"), Person("2", "乙", "yi", "y")
    marks = Marks()
    marks.stand([one, two], [])
    assert marks.set("1", "absent") and marks.set("2", "late")
    assert (marks.expected, marks.present) == (2, 1)
    marks.stand([two], [one])
    assert marks.valid == {"2": "late"}
    assert not marks.set("1", "absent"), "who need not come cannot be absent"
    assert marks.set("1", "observer") and (marks.expected, marks.present) == (1, 1)
    assert rate_text(0, 0) == "" and rate_text(35, 40) == "87.5%"
    assert set(DIGITS.values()) == set(attendance.MARKS)


def test_a_text_within_the_limit_is_only_counted(qtbot: QtBot) -> None:
    text = LongText("会议内容", 10)
    qtbot.addWidget(text)
    text.set_text("字" * 10)
    assert text.counter.text() == "10 / 10 字"
    text.set_text("字" * 11)
    assert "最多 10 字" in text.counter.text()

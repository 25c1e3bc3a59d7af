"""Every code that the window shows has its Chinese words, and every picture it names is there."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from PySide6.QtWidgets import QApplication

import resources
from gui import icons, labels, style
from gui.pages import PAGES
from models import journal, make_up, meeting, member, member_list, open_items, operations, words
from models.ledger import Ledger


def test_pages_have_words_icons_and_keys_of_their_own() -> None:
    assert len({entry.key for entry in PAGES}) == len({entry.word for entry in PAGES}) == len(PAGES)
    assert all((resources.ICONS / f"{entry.icon}.svg").is_file() for entry in PAGES)
    assert len(PAGES) <= 10


@pytest.mark.parametrize("kind", operations.KINDS)
def test_every_kind_of_operation_has_its_words(kind: str) -> None:
    assert words.label("operation", kind)


def test_every_field_of_the_card_has_a_short_word() -> None:
    assert {field: words.label("field_short", field) for field in member.EDITABLE}


def test_every_part_that_a_figure_counts_has_its_words() -> None:
    assert all(words.label("member_only", key) for key in member_list.ONLY)


def test_every_open_item_has_sentence_action_and_state() -> None:
    groups = words.labels()
    assert groups["open_item"].keys() == groups["open_item_action"].keys()
    assert set(groups["open_item_state"]) == set(get_args(open_items.State))
    source = (resources.ROOT.parent / "models" / "open_items.py").read_text(encoding="utf-8")
    assert all(f'"{code}"' in source for code in groups["open_item"])


def test_icons_used_are_there_and_those_there_are_used(look: QApplication) -> None:
    root = resources.ROOT.parent / "gui"
    source = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    there = {path.stem for path in resources.ICONS.glob("*.svg")}
    assert {name for name in there if f'"{name}"' not in source} == set()
    assert all(not icons.pixmap(name, 18, style.BRAND).isNull() for name in there)
    assert (resources.ICONS / "LICENSE-Lucide.txt").is_file()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-21T01:00:00.000Z", "今天"),
        ("2026-11-20T01:00:00.000Z", "昨天"),
        ("2026-03-02T01:00:00.000Z", "3月2日"),
        ("2025-03-02T01:00:00.000Z", "2025年3月2日"),
    ],
)
def test_moments_are_said_as_people_say_them(moment: str, said: str) -> None:
    now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    if now.astimezone().utcoffset() == datetime.now(UTC).astimezone().utcoffset():
        assert labels.when(moment, now).startswith(said)


@pytest.mark.parametrize(
    ("iso", "said"), [("", ""), ("1985", "1985年"), ("1985-07", "1985年7月"), ("1985-07-01", "1985年7月1日")]
)
def test_dates_keep_their_precision(iso: str, said: str) -> None:
    assert labels.day_text(iso) == said


def test_operations_are_said_with_whom_they_are_about(ledger: Ledger, members: list[str]) -> None:
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[0], phone="13900002222")
    said = [labels.operation_sentence(ledger, one.seq) for one in journal.entries(ledger)]
    assert said == ["修改党员 王建国", "导入花名册（12 人）", "新设党小组 第一党小组", "建立台账"]


def test_an_operation_of_the_year_is_told_by_what_it_is_about(ledger: Ledger, members: list[str]) -> None:
    with ledger.operation("meeting.record") as op:
        made = meeting.record_meeting(
            op,
            meeting_id=ledger.ids.new(),
            kinds=["study"],
            day="2026-03-05",
            topic="学习党章",
            marks={members[0]: "sick"},
        )
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op, make_up_id=ledger.ids.new(), meeting_id=made, member_id=members[0], day="2026-03-09", study_minutes=60
        )
    name = member.get(ledger, members[0]).name
    last = [labels.operation_sentence(ledger, entry.seq) for entry in journal.entries(ledger, limit=2)]
    assert last == [f"登记补课 {name}，2026-03-05 学习党章", "登记会议 学习党章"]

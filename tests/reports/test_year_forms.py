"""The forms of a year from a real ledger, read back by other programs."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from models import attendance, meeting, member
from models.errors import KnownError
from models.ledger import Ledger
from reports import fonts, printing
from reports.printing import PrintOptions
from tests.reports.builders import program
from tests.reports.year import LEAVER, NAMES, year_ledger

FORMS = (
    "sign_in_sheet",
    "meeting_minutes",
    "meeting_statistics",
    "make_up_register",
    "credit_record",
    "credit_summary",
)




@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with year_ledger(tmp_path_factory.mktemp("year") / "台账.zbtz") as opened:
        yield opened


def held(ledger: Ledger, kind: str, day: str = "") -> meeting.Meeting:
    found = meeting.list_meetings(ledger)
    return next(one for one in found if kind in one.kind_list and one.day.startswith(day))


def printed(ledger: Ledger, out: Path, form: str, **options: object) -> printing.PrintResult:
    chosen = PrintOptions(**options)  # type: ignore[arg-type]  # fields of PrintOptions
    return printing.print_form(form, ledger, out, options=chosen, book=fonts.pinned_book())


def read(path: Path) -> str:
    """What pdftotext reads, without blanks: names are spaced in print."""
    return "".join(program("pdftotext", "-raw", str(path), "-").split())


@pytest.mark.parametrize("blank_rows", [0, 20], ids=["filled", "blank"])
@pytest.mark.parametrize("form", FORMS)
def test_other_programs_find_each_file_sound(ledger: Ledger, tmp_path: Path, form: str, blank_rows: int) -> None:
    out = tmp_path / "表.pdf"
    made = printed(ledger, out, form, blank_rows=blank_rows)
    assert made.missing_characters == []
    assert f"Pages:{made.pages}" in "".join(program("pdfinfo", str(out)).split())
    assert "No syntax or stream encoding errors" in program("qpdf", "--check", str(out))
    fonts_in = [line.split()[-5:-2] for line in program("pdffonts", str(out)).splitlines()[2:]]
    assert fonts_in and all(one == ["yes", "yes", "yes"] for one in fonts_in)
    # The secretary's name stands beneath the line she signs on; only a filled sheet names anybody.
    assert ("王秀兰" in read(out)) == (not blank_rows)


def test_every_name_is_on_the_sheet_and_in_the_minutes(ledger: Ledger, tmp_path: Path) -> None:
    one = held(ledger, "assembly", "2026-05")
    for form in ("sign_in_sheet", "meeting_minutes"):
        printed(ledger, tmp_path / "a.pdf", form, meetings=(one.id,))
        text = read(tmp_path / "a.pdf").replace("·", "")
        for name in NAMES:
            assert "".join(name.split()).replace("·", "") in text, (form, name)
        assert "病假" in text and "事假" in text
        # When it was entered is the record's business; who signs knows only of the meeting.
        assert ("补录于2026年11月21日" in text) == (form == "meeting_minutes")


def test_who_left_on_the_first_of_june_is_on_mays_sheet_and_not_on_junes(ledger: Ledger, tmp_path: Path) -> None:
    for day, there in ((date(2026, 5, 31), True), (date(2026, 6, 1), False)):
        printed(ledger, tmp_path / "a.pdf", "sign_in_sheet", as_of=day)
        assert (LEAVER in read(tmp_path / "a.pdf")) is there
    for month, there in (("2026-05", True), ("2026-08", False)):
        printed(ledger, tmp_path / "a.pdf", "sign_in_sheet", meetings=(held(ledger, "assembly", month).id,))
        assert (LEAVER in read(tmp_path / "a.pdf")) is there


def test_a_sheet_to_come_is_for_those_who_should_come(ledger: Ledger, tmp_path: Path) -> None:
    made = printed(ledger, tmp_path / "a.pdf", "sign_in_sheet", variant="group")
    assert made.pages == 2
    printed(ledger, tmp_path / "b.pdf", "sign_in_sheet", variant="committee")
    text = read(tmp_path / "b.pdf")
    assert "应到3人" in text and "周敏" in text and "郑兰" not in text


def test_several_pieces_begin_pages_and_count_their_own(ledger: Ledger, tmp_path: Path) -> None:
    ids = tuple(held(ledger, kind).id for kind in ("assembly", "lecture", "theme_day"))
    for double_sided, pages in ((False, 3), (True, 5)):
        made = printed(ledger, tmp_path / "a.pdf", "meeting_minutes", meetings=ids, double_sided=double_sided)
        assert made.pages == pages
    text = read(tmp_path / "a.pdf")
    assert text.count("第1页共1页") == 3
    people = tuple(one.id for one in member.list_members(ledger))[:3]
    printed(ledger, tmp_path / "b.pdf", "credit_record", members=people)
    assert read(tmp_path / "b.pdf").count("第1页共1页") == 3


def test_without_a_choice_all_minutes_of_the_year_follow_by_day(ledger: Ledger, tmp_path: Path) -> None:
    made = printed(ledger, tmp_path / "a.pdf", "meeting_minutes", year=2026)
    text = read(tmp_path / "a.pdf")
    assert made.pages >= len(meeting.list_meetings(ledger))
    days = [text.index(f"2026年{month}月6日") for month in range(1, 12)]
    assert days == sorted(days)


def test_the_statistics_agree_with_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    printed(ledger, tmp_path / "a.xlsx", "meeting_statistics")
    sheet = openpyxl.load_workbook(BytesIO((tmp_path / "a.xlsx").read_bytes())).active
    assert sheet is not None
    rows = {str(row[0]): [str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)}
    meetings = meeting.list_meetings(ledger)
    for kind, word in (("committee", "支委会"), ("lecture", "党课"), ("theme_day", "主题党日")):
        assert rows[word][13] == str(sum(kind in one.kind_list for one in meetings))
    assert rows["合计"][13] == str(len(meetings))
    assert rows["主题党日"][7] == "—"
    assert rows["集中学习"][3] == "2\n4、25日"
    assert rows["项目"][1] == "1月"
    assert not any("国家现行规定" in name for name in rows)
    printed(ledger, tmp_path / "b.xlsx", "meeting_statistics", basis=True)
    told = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert told is not None
    lines = [str(row[0]) for row in told.iter_rows(values_only=True)]
    assert [one for one in lines if one.startswith("依据：国家现行规定")] and "核对" not in "".join(lines)


def test_the_register_has_every_absence_and_the_make_up(ledger: Ledger, tmp_path: Path) -> None:
    printed(ledger, tmp_path / "a.pdf", "make_up_register")
    away = sum(
        line.mark in attendance.AWAY_MARKS
        for one in meeting.list_meetings(ledger)
        for line in attendance.sheet(ledger, one.id)
    )
    text = read(tmp_path / "a.pdf")
    assert f"请假、缺席共{away}人次，已补课1人次" in text
    assert "2026.10.20" in text and "上门送学" in text


def test_credits_say_what_they_are_counted_by(ledger: Ledger, tmp_path: Path) -> None:
    person = next(one for one in member.list_members(ledger) if one.name == "王秀兰")
    printed(ledger, tmp_path / "a.pdf", "credit_record", members=(person.id,))
    text = read(tmp_path / "a.pdf")
    for said in ("一学时一学分", "自2026年1月1日起采用", "结业证书"):
        assert said in text, said
    for form in ("credit_record", "credit_summary"):
        for basis in (False, True):
            printed(ledger, tmp_path / "b.pdf", form, basis=basis)
            told = read(tmp_path / "b.pdf")
            assert ("依据：国家现行规定（《中国共产党支部工作条例" in told) == basis
            assert "一学时一学分" in told and not any(one in told for one in ("非文件规定", "核对", "样例"))
    assert all("".join(name.split()).replace("·", "") in told.replace("·", "") for name in NAMES)


def test_tables_become_workbooks_with_a_sheet_for_each_piece(ledger: Ledger, tmp_path: Path) -> None:
    for form in set(FORMS) - {"meeting_minutes"}:
        printed(ledger, tmp_path / f"{form}.xlsx", form)
    book = openpyxl.load_workbook(tmp_path / "credit_record.xlsx")
    assert len(book.sheetnames) == len(member.list_members(ledger))
    assert {cell.data_type for cell in next(book.active.iter_rows())} <= {"s", "n"}


@pytest.mark.parametrize(
    ("form", "name", "options", "code"),
    [
        ("meeting_minutes", "a.xlsx", {}, "format-unknown"),
        ("meeting_minutes", "a.pdf", {"year": 2025}, "print-no-meeting"),
        ("meeting_minutes", "a.pdf", {"meetings": ("nobody",)}, "record-gone"),
        ("sign_in_sheet", "a.pdf", {"meetings": ("nobody",)}, "record-gone"),
        ("credit_record", "a.pdf", {"members": ("nobody",)}, "print-no-member"),
        ("credit_record", "a.pdf", {"year": 2099}, "print-no-member"),
        ("meeting_statistics", "a.pdf", {"year": 0}, "print-option-unknown"),
        ("credit_summary", "a.pdf", {"organisation": 9}, "organization-unknown"),
    ],
)
def test_what_is_not_there_is_refused(
    ledger: Ledger, tmp_path: Path, form: str, name: str, options: dict[str, object], code: str
) -> None:
    with pytest.raises(KnownError) as error:
        printed(ledger, tmp_path / name, form, **options)
    assert error.value.code == code
    assert error.value.what() and error.value.next_step()
    assert list(tmp_path.iterdir()) == []

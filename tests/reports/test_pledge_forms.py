"""The forms of pledges, of a year's study and of what it lacks, from a real ledger, read back by other programs."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from models import gaps, member, pledge, reading, study_archive
from models.errors import KnownError
from models.kinds import records
from models.ledger import Ledger
from reports import figures, fonts, printing
from reports.printing import PrintOptions
from tests.reports.builders import program
from tests.reports.pledges import BOOKS, LONG_ITEM, add_pledges, add_study, make
from tests.reports.year import year_ledger

OF_PLEDGES = ("pledge_letter", "pledge_deeds", "pledge_verdict", "pledge_course")
OF_YEAR = (
    "pledge_notice",
    "pledge_summary",
    "opinion_register",
    "reading_list",
    "reading_matrix",
    "exam_register",
    "notes_register",
    "exhibit_list",
    "talk_register",
    "gap_list",
)


class Branch:
    """A ledger with pledges in every state and a year's study."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.made = add_pledges(ledger)
        add_study(ledger)


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with year_ledger(tmp_path_factory.mktemp("pledges") / "台账.zbtz") as opened:
        yield Branch(opened)


def printed(ledger: Ledger, out: Path, form: str, **options: object) -> printing.PrintResult:
    chosen = PrintOptions(**options)  # type: ignore[arg-type]  # fields of PrintOptions
    return printing.print_form(form, ledger, out, options=chosen, book=fonts.pinned_book())


def text_of(branch: Branch, tmp_path: Path, form: str, **options: object) -> str:
    """What pdftotext reads, without blanks: names are spaced in print."""
    printed(branch.ledger, tmp_path / "表.pdf", form, **options)
    return "".join(program("pdftotext", "-raw", str(tmp_path / "表.pdf"), "-").split())


@pytest.mark.parametrize("blank_rows", [0, 6], ids=["filled", "blank"])
@pytest.mark.parametrize("form", [*OF_PLEDGES, *OF_YEAR])
def test_other_programs_find_each_file_sound(branch: Branch, tmp_path: Path, form: str, blank_rows: int) -> None:
    made = printed(branch.ledger, tmp_path / "a.pdf", form, blank_rows=blank_rows)
    assert made.missing_characters == []
    assert "No syntax or stream encoding errors" in program("qpdf", "--check", str(tmp_path / "a.pdf"))
    text = program("pdftotext", "-raw", str(tmp_path / "a.pdf"), "-")
    assert "第 1 页" in text.replace("　", " ")
    assert not blank_rows or "2026" not in text


def test_a_letter_says_who_promises_what_and_what_was_thought_of_it(branch: Branch, tmp_path: Path) -> None:
    told = text_of(branch, tmp_path, "pledge_letter", pledges=(branch.made["approved"],))
    for wanted in ("党员尉迟文，现就2026年度作出如下公开承诺：", "一、共性承诺", "2.每天巡查网格一次"):
        assert wanted in told, wanted
    assert "完成时限：2026年6月30日；责任人：本人" in told
    assert "同意：三项承诺具体可行，同意。（王秀兰、李建国，2026年1月12日）" in told
    assert "我是中共云栖市柳溪街道桐花巷社区支部党员" in told
    leader = text_of(branch, tmp_path, "pledge_letter", pledges=(branch.made["leader"],))
    assert "履职承诺书" in leader and "2026年度（届期至2028年12月31日）" in leader and "为认真履行" in leader
    whole = text_of(branch, tmp_path, "pledge_letter", pledges=(branch.made["branch"],))
    assert "党支部承诺书" in whole and "十、第10件实事" in whole and "我是" not in whole
    own, _, above = whole.partition("上级党组织")
    assert "王秀兰、李建国，2026年1月12日" in own and "支部委员会审议意见" in own
    assert "王秀兰" not in above and "2026" not in above, "nothing came from above"


def test_only_what_is_approved_is_posted_and_each_posting_by_itself(branch: Branch, tmp_path: Path) -> None:
    made = printed(branch.ledger, tmp_path / "a.xlsx", "pledge_notice", masked=True)
    assert made.missing_characters == []
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheets = ["".join(str(cell or "") for row in sheet.values for cell in row) for sheet in book]
    assert len(sheets) == 2
    assert "尉迟文" in sheets[0] and "年　　月" in sheets[0]
    assert "公示时间：2026年1月15日至2026年1月21日" in sheets[1] and "司马海玉" in sheets[1] and "党支部" in sheets[1]
    assert not any(name in "".join(sheets) for name in ("钱国", "孙文"))
    assert all("0571-88880000" in one and "138****5678" in one and "13812345678" not in one for one in sheets)


def test_deeds_stand_beside_their_item_and_those_for_the_whole_at_the_end(branch: Branch, tmp_path: Path) -> None:
    printed(branch.ledger, tmp_path / "a.xlsx", "pledge_deeds", pledges=(branch.made["concluded"],))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    rows = {str(row[0] or row[1]): row for row in sheet.iter_rows(values_only=True)}
    assert str(rows["3"][3]).startswith("2026.03.05　上门为陈奶奶理发") and "2026.04.08" in str(rows["3"][3])
    assert rows["3"][4:7] == ("部分兑现", "走访记录\n照片两张", "五月份住院，少上门一次")
    assert rows["1"][3] in ("", None) and "2026.07.01" in str(rows["（各项承诺）"][3])


def test_votes_are_counted_and_nobodys_vote_is_no_vote(branch: Branch, tmp_path: Path) -> None:
    told = text_of(branch, tmp_path, "pledge_verdict", pledges=(branch.made["concluded"],))
    assert "172019100.0%" in told and "8111090.0%" in told and "部分兑现" in told
    empty = text_of(branch, tmp_path, "pledge_verdict", pledges=(branch.made["draft"],))
    assert "%" not in empty and "兑现" in empty


def test_the_summary_has_everybody_and_tells_who_made_none(branch: Branch, tmp_path: Path) -> None:
    told = text_of(branch, tmp_path, "pledge_summary")
    people = member.list_members(branch.ledger)
    assert all("".join(one.name.split()).replace("·", "") in told.replace("·", "") for one in people)
    made = pledge.list_pledges(branch.ledger, year=2026)
    pledged = {one.member_id for one in made if one.owner == "member"}
    expected = len(people) + 1 - len(pledged)
    assert f"共{len(made)}份承诺，其中部分兑现2份；未作承诺的党员{expected}名" in told


def test_the_course_has_the_five_steps_with_days_and_opinions(branch: Branch, tmp_path: Path) -> None:
    told = text_of(branch, tmp_path, "pledge_course", pledges=(branch.made["concluded"],))
    at = [told.index(word) for word in ("提诺", "审诺", "公诺", "践诺2026", "评诺2026")]
    assert at == sorted(at)
    for wanted in ("2026.01.05", "2026.01.15至", "社区公示栏", "居民代表", "已采纳", "2026.11.20"):
        assert wanted in told, wanted


def test_books_are_read_by_the_matrix(branch: Branch, tmp_path: Path) -> None:
    printed(branch.ledger, tmp_path / "a.xlsx", "reading_matrix")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    readers = [row for row in rows if row[0].isdigit()]
    assert [sum(bool(row[1 + at]) for row in readers) for at in range(1, 6)] == [21, 18, 15, 12, 9]
    assert readers[0][2] == "2026.01.15" and readers[0][-1] == "5"
    legend = " ".join(row[0] for row in rows)
    assert all(f"《{title}》" in legend for title, _need in BOOKS) and "《民法典读本》（推荐）" in legend


def test_long_and_many_items_are_all_there(tmp_path: Path) -> None:
    with year_ledger(tmp_path / "台账.zbtz") as ledger:
        someone = member.list_members(ledger)[0]
        items = [{"text": f"{number}号{LONG_ITEM}"[:500], "kind": "common"} for number in range(1, 13)]
        made = make(ledger, "posted", items, member_id=someone.id, deeds=False)
        for form in (*OF_PLEDGES, "pledge_notice"):
            pages = printed(ledger, tmp_path / "a.pdf", form, pledges=(made,)).pages
            text = "".join(program("pdftotext", "-raw", str(tmp_path / "a.pdf"), "-").split())
            assert pages > 1 and all(f"{number}号结合社区" in text for number in range(1, 13)), form


def test_each_letter_of_many_has_one_bookmark(branch: Branch, tmp_path: Path) -> None:
    for form in ("pledge_letter", "pledge_course"):
        printed(branch.ledger, tmp_path / "a.pdf", form)
        document = program("qpdf", "--json", "--json-key=outlines", str(tmp_path / "a.pdf"))
        made = [one.name.removesuffix("委员会") for one in pledge.list_pledges(branch.ledger, year=2026)]
        assert re.findall(r'"title": "(.*?)"', document) == made, form


def test_numbers_head_paragraphs_as_they_are_spoken() -> None:
    told = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 99: "九十九"}
    assert {number: figures.chinese_number(number) for number in told} == told


def test_without_pledges_one_is_told_and_nothing_is_written(branch: Branch, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as error:
        printed(branch.ledger, tmp_path / "a.pdf", "pledge_letter", year=2025)
    assert error.value.code == "print-no-pledge" and error.value.what() and error.value.next_step()
    assert list(tmp_path.iterdir()) == []


def test_the_gaps_of_some_members_by_severity(branch: Branch, tmp_path: Path) -> None:
    """The branch's own gaps come along only when it is named; remarks stay out where they are not wanted."""
    found = gaps.list_gaps(branch.ledger, year=2026)
    who = next(one.member_id for one in found if one.member_id and one.severity == "must")
    assert {one.severity for one in found if one.member_id == who} == set(gaps.SEVERITIES)
    for members, severities in (((who,), ("must", "should")), (("", who), ("must",)), (("", who), ())):
        wanted = [one for one in found if one.member_id in members and one.severity in (severities or gaps.SEVERITIES)]
        told = text_of(branch, tmp_path, "gap_list", year=2026, members=members, severities=severities)
        assert f"共{len(wanted)}项" in told, (members, severities)
        assert ("提示" in told) == (not severities)
        of_branch = [one for one in found if not one.member_id and one.severity in (severities or gaps.SEVERITIES)]
        assert of_branch
        assert all(("".join(one.text.split())[:12] in told) == ("" in members) for one in of_branch)


def test_the_reading_list_has_required_books_first_and_tells_how_many_have_read_each(tmp_path: Path) -> None:
    with year_ledger(tmp_path / "书目.zbtz") as ledger:
        made = {}
        for title, need in (("先列的推荐书", "recommended"), ("后列的必读书", "required")):
            with ledger.operation("reading.add") as op:
                (made[need],) = records.add(op, ledger.ids, reading.ITEM, (), year=2026, title=title, need=need)
        people = [one.id for one in member.list_members(ledger)]
        with ledger.operation("reading.mark") as op:
            reading.mark_read(op, ledger.ids, made["recommended"], dict.fromkeys(people[:3], "2026-03-15"))
        for members in ((), tuple(people[:1])):
            printed(ledger, tmp_path / "a.xlsx", "reading_list", members=members)
            sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
            assert sheet is not None
            rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
            told = [(row[1], row[6]) for row in rows if row[0].isdigit()]
            assert told == [("后列的必读书", "0"), ("先列的推荐书", "3")]
        assert f"本年度党员{len(study_archive.list_archives(ledger, year=2026))}名" in str(rows)

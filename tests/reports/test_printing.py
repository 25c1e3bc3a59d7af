"""The one entry for printing, over real ledgers: files whole or not at all, refusals with a sentence."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from models import member
from models.clock import FixedClock
from models.errors import KnownError, RefusedError
from models.ledger import Ledger
from reports import catalog, fonts, printing
from reports.printing import PrintOptions
from tests.reports.builders import AS_OF, BRANCH, RARE, invented, shown_texts

FIELDS = ("sex", "ethnicity", "id_number", "birth_date", "education", "category", "joined_date", "regular_date")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    clock = FixedClock(datetime(2026, 11, 21, 5, tzinfo=UTC))
    with Ledger.create(tmp_path / "台账.zbtz", organization=BRANCH, actor="王秀兰", clock=clock) as opened:
        with opened.operation("member.add") as op:
            for number, name in enumerate(RARE):
                one = invented(number, name)
                values = {field: getattr(one, field) for field in (*FIELDS, "name", "phone", "remark")}
                member.add_member(op, member_id=opened.ids.new(), **values)
        yield opened


def printed(ledger: Ledger, out: Path, **options: object) -> printing.PrintResult:
    chosen = PrintOptions(**options)  # type: ignore[arg-type]  # fields of PrintOptions
    return printing.print_form("member_roster", ledger, out, options=chosen, book=fonts.pinned_book())


def test_the_file_has_the_members_of_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "花名册.pdf"
    result = printed(ledger, out)
    pages = shown_texts(out.read_bytes())
    assert set(RARE) - {text for page in pages for text in page} == set()
    assert f"截至{AS_OF.year}年11月21日" in pages[0]
    assert (result.path, result.pages, result.missing_characters) == (out, len(pages), [])
    assert result.sha256 == sha256(out.read_bytes()).hexdigest()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_pages_of_the_preview_are_those_of_the_file(ledger: Ledger, tmp_path: Path) -> None:
    pages = printing.lay_out_form("member_roster", ledger, book=fonts.pinned_book())
    drawn = ["".join(piece.text for _, _, piece in page.runs()).replace(" ", "") for page in pages]
    printed(ledger, tmp_path / "a.pdf")
    read = ["".join(page).replace(" ", "") for page in shown_texts((tmp_path / "a.pdf").read_bytes())]
    assert drawn == read


@pytest.mark.parametrize(("name", "options"), [("a.xlsx", {}), ("list", {"format": "xlsx"})])
def test_the_format_follows_name_or_wish(ledger: Ledger, tmp_path: Path, name: str, options: dict[str, str]) -> None:
    printed(ledger, tmp_path / name, **options)
    assert (tmp_path / name).read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("order", ["pinyin", "joined", "group", "entered"])
def test_the_rows_stand_in_the_order_asked_for(ledger: Ledger, tmp_path: Path, order: str) -> None:
    printed(ledger, tmp_path / "a.pdf", order=order)
    shown = [text for page in shown_texts((tmp_path / "a.pdf").read_bytes()) for text in page if text in RARE]
    assert shown == [one.name for one in member.list_members(ledger, order=order)]


def test_the_day_may_be_another(ledger: Ledger, tmp_path: Path) -> None:
    printed(ledger, tmp_path / "a.pdf", as_of=date(2025, 1, 5), filled_by="王秀兰")
    said = "".join(text for page in shown_texts((tmp_path / "a.pdf").read_bytes()) for text in page)
    assert "截至2025年1月5日" in said
    assert "填表人：王秀兰" in said


@pytest.mark.parametrize(
    ("form", "name", "options", "code"),
    [
        ("member_rooster", "a.pdf", {}, "form-unknown"),
        ("../member_roster", "a.pdf", {}, "form-unknown"),
        ("recovery_sheet", "a.pdf", {}, "form-unknown"),
        ("member_roster", "a.docx", {}, "format-unknown"),
        ("member_roster", "a.pdf", {"variant": "secret"}, "variant-unknown"),
        ("member_roster", "a.pdf", {"order": "strokes"}, "print-option-unknown"),
        ("member_roster", "a.pdf", {"empty": "nil"}, "print-option-unknown"),
        ("member_roster", "a.pdf", {"blank_rows": -1}, "print-option-unknown"),
        ("member_roster", "a.pdf", {"blank_rows": 10_001}, "print-option-unknown"),
        ("member_roster", "a.pdf", {"organisation": 7}, "organization-unknown"),
        ("member_roster", "no/folder/a.pdf", {}, None),
    ],
)
def test_what_cannot_be_printed_is_refused_and_nothing_written(
    ledger: Ledger, tmp_path: Path, form: str, name: str, options: dict[str, object], code: str | None
) -> None:
    before = sorted(tmp_path.iterdir())
    chosen = PrintOptions(**options)  # type: ignore[arg-type]  # fields of PrintOptions
    with pytest.raises(KnownError) as error:
        printing.print_form(form, ledger, tmp_path / name, options=chosen, book=fonts.pinned_book())
    assert code in (error.value.code, None)
    assert error.value.what()
    assert error.value.next_step()
    assert sorted(tmp_path.iterdir()) == before


def test_a_print_that_is_stopped_leaves_the_old_file_as_it_was(ledger: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    out.write_bytes(b"the old one")
    seen: list[tuple[int, int]] = []
    for stop_at in range(1, 4):
        asked = iter(range(stop_at))
        with pytest.raises(RefusedError) as error:
            printing.print_form(
                "member_roster",
                ledger,
                out,
                progress=lambda *step: seen.append(step),
                cancelled=lambda asked=asked: next(asked, None) is None,
                book=fonts.pinned_book(),
            )
        assert error.value.code == "print-cancelled"
        assert error.value.facts["title"] == "党员花名册"
        assert out.read_bytes() == b"the old one"
    assert seen[-1] == (len(RARE), len(RARE))


def test_a_character_no_font_has_is_reported(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="王\U0002a6a5")
    result = printed(ledger, tmp_path / "a.pdf")
    assert result.missing_characters == ["\U0002a6a5"]
    assert "王\U0002a6a5" in {text for page in shown_texts((tmp_path / "a.pdf").read_bytes()) for text in page}
    assert result.substituted == [
        "没有仿宋字体，改用宋体打印。",
        "没有小标宋字体，改用黑体打印。",
        "没有楷体字体，改用宋体打印。",
    ]


def test_an_empty_ledger_prints_an_empty_roster(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "空.zbtz", organization=BRANCH, actor="王秀兰") as empty:
        result = printed(empty, tmp_path / "a.pdf")
    assert result.pages == 1
    assert "共0名" in "".join(shown_texts((tmp_path / "a.pdf").read_bytes())[0])


def test_the_catalogue_lists_what_can_be_printed_from_a_ledger() -> None:
    entry, *others = catalog.list_forms()
    assert [one.id for one in others[:2]] == ["sign_in_sheet", "meeting_minutes"]
    assert [one.formats for one in others[:2]] == [("pdf", "xlsx"), ("pdf",)]
    assert (entry.id, entry.title, entry.edition, entry.formats) == (
        "member_roster",
        "党员花名册",
        2026,
        ("pdf", "xlsx"),
    )
    assert set(entry.variants) == {"full", "public"}

"""The letter of a transfer: one for each that goes out, with what is missing left for the pen."""

from pathlib import Path

import pytest

from models import member
from models.errors import UsageError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from reports import fonts
from reports.printing import PrintOptions, lay_out_form

TRANSFER = kind_of("transfer")


@pytest.fixture
def people(book: Ledger) -> list[str]:
    with book.operation("roster.import") as op:
        return [member.add_member(op, member_id=book.ids.new(), name=name) for name in ("单田芳", "曾国祥")]


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    return Ledger.create(tmp_path / "支部.zbtz", organization="中共云栖市柳溪街道桐花巷社区支部委员会", actor="甲")


def drawn(book: Ledger, **options: object) -> list[str]:
    made = PrintOptions(year=2026, **options)  # type: ignore[arg-type]
    pages = lay_out_form("transfer_letter", book, options=made, book=fonts.pinned_book())
    return ["".join(piece.text for _x, _y, piece in page.runs()) for page in pages]


def move(book: Ledger, who: str, **more: str) -> None:
    said = {"way": "out", "day": "2026-08-01", "place": "中共云栖市城东街道工作委员会"} | more
    with book.operation("transfer.add") as op:
        records.add(op, book.ids, TRANSFER, [who], **said)


def test_each_that_goes_out_has_a_letter_with_stub_and_slip(book: Ledger, people: list[str]) -> None:
    move(book, people[0], letter="2026-003", valid_until="2026-09-01", dues_until="2026-08")
    move(book, people[1], way="in", place="别处")
    (page,) = drawn(book)
    parts = ("（存根）", "党组织关系介绍信", "（回执）", "2026-003", "2026年9月1日", "2026年8月")
    assert [part for part in parts if part not in page] == []
    assert "单田芳同志系中共党员" in page.replace(" ", "") and "曾国祥" not in page
    assert "本件仅供核对和抄填" in page
    move(book, people[1])
    assert len(drawn(book)) == 2 and len(drawn(book, members=(people[1],))) == 1


def test_without_one_it_is_said_and_a_blank_one_can_be_had(book: Ledger, people: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        drawn(book)
    assert caught.value.code == "print-no-letter" and "介绍信" in caught.value.what()
    (page,) = drawn(book, blank_rows=1)
    assert "（存根）" in page and "单田芳" not in page

"""Money as it is typed: whole 分, nothing guessed, nothing rounded."""

import pytest

from models import money
from models.errors import RefusedError
from models.kinds.field import Money

PAID = Money(name="paid", word="实交", most=100_000)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("12", 1200), ("12.5", 1250), ("１２．５", 1250), ("12元", 1200), (" 12.05 元 ", 1205), ("12。5", 1250)),
        *(("0", 0), ("￥12", 1200), ("1,200.50", 120_050), ("100000", 10_000_000), ("0.01", 1)),
    ],
)
def test_money_is_read_as_it_was_meant(text: str, fen: int) -> None:
    assert PAID.read(text, "dues.paid") == fen
    assert PAID.read(PAID.said(fen), "dues.paid") == fen
    assert PAID.column().wrong(fen) is None


@pytest.mark.parametrize(
    "text",
    ["-1", "−1", "0.005", "1e308", "100000.01", "12,5", "1,2", "十二", "12.", "12 5", "inf", "nan", "9" * 400, "12块"],
)
def test_what_is_no_money_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        PAID.read(text, "dues.paid", "赵某")
    assert refused.value.code == "money-wrong"
    assert "实交" in refused.value.what() and text.strip()[:20] in refused.value.what()
    assert refused.value.where() == "赵某" and "100000" in refused.value.next_step()


def test_nothing_typed_is_nothing_said() -> None:
    assert PAID.read("  ", "dues.paid") is None and PAID.said(None) == ""
    assert PAID.column().wrong(None) is None
    assert Money(name="paid", word="实交", most=9, needed=True).column().wrong(None) is not None


@pytest.mark.parametrize("value", [-1, 10_000_001, 1.5, True, 1e308])
def test_what_another_program_wrote_is_judged_as_well(value: object) -> None:
    with pytest.raises(RefusedError):
        money.checked(value, most=100_000, field="实交")  # type: ignore[arg-type]
    assert PAID.column().wrong(value) is not None

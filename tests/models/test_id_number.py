"""Identity numbers: GB 11643, with the test values of the product notes, section D7 (all invented)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import id_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    "number",
    [
        "110101199001011237",
        "11010519491231002X",
        "370102198507011015",
        "370102198510011024",
        "990101195901050034",
    ],
)
def test_sound_numbers_are_valid(number: str) -> None:
    assert id_number.is_valid(number)


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("370102196202290018", "birthday"),  # 29 February 1962 does not exist though the check digit is right
        ("110101199001011238", "check-digit"),
        ("110101199013011237", "birthday"),
        ("100101199001011237", "region"),
        ("1.10101199001011E+17", "shape"),
        ("11010119900101123", "shape"),
        ("1101011990010112377", "shape"),
        ("", "shape"),
        ("张三", "shape"),
        ("110101900101123", "old"),
        ("110101901301123", "shape"),
    ],
)
def test_each_fault_has_its_name(number: str, wrong: str) -> None:
    assert id_number.problem(number) == wrong
    assert not id_number.is_valid(number)


@pytest.mark.parametrize("number", ["810000199408230021", "820000199408230029", "830000199408230026"])
def test_residence_permits_are_accepted(number: str) -> None:
    digits = number[:17]
    assert id_number.is_valid(digits + id_number.check_digit(digits))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        (" 110105 19491231 002x\t", "11010519491231002X"),
        ("'11010519491231002X", "11010519491231002X"),
    ],
)
def test_normalizing_changes_the_writing_only(typed: str, kept: str) -> None:
    assert id_number.normalized(typed) == kept


def test_birthday_and_sex_stand_in_the_number() -> None:
    assert id_number.birth_date("370102198507011015") == "1985-07-01"
    assert id_number.sex("370102198507011015") == "male"
    assert id_number.sex("370102198510011024") == "female"
    assert id_number.birth_date("370102196202290018") == ""
    assert id_number.sex("无") == ""


def test_an_old_number_is_only_proposed() -> None:
    assert id_number.upgraded("110101900101123") == "110101199001011237"
    assert id_number.birth_date("110101900101123") == "1990-01-01"
    assert id_number.sex("110101900101123") == "male"
    assert id_number.upgraded("110101199001011237") == ""


def test_a_mask_shows_ten_characters() -> None:
    assert id_number.mask("11010519491231002X") == "110105********002X"
    assert id_number.mask("12345") == "*****"


@given(st.integers(10**16, 10**17 - 1))
def test_check_digit_is_the_weighted_sum_of_the_standard(digits: int) -> None:
    text = str(digits)
    total = sum(int(d) * w for d, w in zip(text, WEIGHTS, strict=True))
    assert id_number.check_digit(text) == "10X98765432"[total % 11]


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text: str) -> None:
    assert id_number.problem(text) in {"", "shape", "old", "region", "birthday", "check-digit"}
    assert len(id_number.mask(text)) == len(id_number.normalized(text))

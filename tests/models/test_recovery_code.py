"""The printed recovery code: typing errors are found in their group."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import recovery_code
from models.errors import RefusedError

CODES = st.binary(min_size=16, max_size=16)


def refused(text: str) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        recovery_code.parse(text)
    return caught.value


@given(CODES)
def test_a_code_stands_for_its_bytes(value: bytes) -> None:
    code = recovery_code.format_code(value)
    groups = code.split("-")
    assert len(groups) == 8
    assert all(len(group) == 6 and int(group) % 11 == 0 for group in groups)
    assert recovery_code.parse(code) == value


def test_new_codes_differ() -> None:
    assert len({recovery_code.new_code() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "　—　"),
        lambda code: code.replace("-", "\n"),
        lambda code: f"  {code}\t",
        lambda code: code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)}).replace("-", "－"),
    ],
    ids=["joined", "blanks", "dashes", "lines", "ends", "full-width"],
)
def test_every_way_of_typing_it(written: Callable[[str], str]) -> None:
    value = bytes(range(100, 116))
    assert recovery_code.parse(written(recovery_code.format_code(value))) == value


@given(CODES, st.integers(0, 7), st.integers(0, 5), st.integers(1, 9))
def test_a_wrong_digit_is_found_in_its_group(value: bytes, group: int, place: int, more: int) -> None:
    groups = recovery_code.format_code(value).split("-")
    digits = list(groups[group])
    digits[place] = str((int(digits[place]) + more) % 10)
    groups[group] = "".join(digits)
    error = refused("-".join(groups))
    assert (error.code, error.facts["groups"]) == ("recovery-code-group", f"第 {group + 1} 组")


@given(CODES, st.integers(0, 7), st.integers(0, 4))
def test_swapped_neighbours_are_found(value: bytes, group: int, place: int) -> None:
    groups = recovery_code.format_code(value).split("-")
    digits = list(groups[group])
    if digits[place] == digits[place + 1]:
        return
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    groups[group] = "".join(digits)
    assert refused("".join(groups)).facts["groups"] == f"第 {group + 1} 组"


def test_several_wrong_groups_are_all_named() -> None:
    groups = recovery_code.format_code(bytes(16)).split("-")
    groups[2], groups[6] = "000001", "99999"
    error = refused("-".join(groups))
    assert error.facts["groups"] == "第 3 组、第 7 组"
    assert error.what() == "恢复码的第 3 组、第 7 组不对。"


@pytest.mark.parametrize("group", ["72089６", "999999", "720896", "72089x", "-"])
def test_a_group_that_no_code_has(group: str) -> None:
    groups = ["000000"] * 7
    assert refused("-".join([*groups, group])).code in ("recovery-code-group", "recovery-code-length")


@pytest.mark.parametrize("text", ["", "abc", "123456", "0" * 47, "0" * 49, "٠" * 24])
def test_the_number_of_digits_is_said(text: str) -> None:
    error = refused(text)
    assert error.code == "recovery-code-length"
    assert "48" in error.what()

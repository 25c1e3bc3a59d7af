"""forms and print: the catalogue, a roster as PDF or workbook, and what is refused."""

import subprocess
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from commands.invented import identity_number
from models import meeting, member, vault
from tests.commands.conftest import Verb

NUMBER = identity_number(date(1985, 7, 1), 1, female=True)


@pytest.fixture
def filled(branch: Path) -> Path:
    with vault.open_ledger(branch) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="梁𠅤", id_number=NUMBER, phone="12000000001")
    return branch


def text_of(pdf: str) -> str:
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, encoding="utf-8").stdout


def test_forms_lists_the_catalogue(ask: Verb, say: Callable[..., tuple[int, str, str]]) -> None:
    status, told = ask("forms")
    assert status == 0
    roster = next(form for form in told["forms"] if form["id"] == "member_roster")
    assert (roster["title"], roster["formats"]) == ("党员花名册", ["pdf", "xlsx"])
    assert "member_roster" in say("forms")[1]


def test_a_roster_is_printed_with_true_values(filled: Path, tmp_path: Path, ask: Verb) -> None:
    out = tmp_path / "名册.pdf"
    status, told = ask("print", "member_roster", "--ledger", filled, "--out", out, "--year", date.today().year)
    assert status == 0
    assert (told["file"], told["pages"], told["missing_characters"]) == (str(out), 1, [])
    assert told["sha256"] == sha256(out.read_bytes()).hexdigest()
    text = text_of(told["file"])
    assert "𠅤" in text and NUMBER in text


def test_masked_blank_and_public_rosters(filled: Path, tmp_path: Path, ask: Verb) -> None:
    argv = ["print", "member_roster", "--ledger", filled, "--out", tmp_path / "a.pdf"]
    assert NUMBER not in text_of(ask(*argv, "--masked")[1]["file"])
    assert NUMBER not in text_of(ask(*argv, "--variant", "public")[1]["file"])
    blank = ask(*argv, "--blank", 30)[1]
    assert blank["pages"] == 3
    assert "𠅤" not in text_of(blank["file"])


def test_a_workbook_can_be_written(filled: Path, tmp_path: Path, ask: Verb) -> None:
    status, told = ask("print", "member_roster", "--ledger", filled, "--out", tmp_path / "名册.xlsx")
    assert status == 0
    assert Path(told["file"]).read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("form", "options", "code"),
    [
        ("no_such_form", (), "form-unknown"),
        ("../member_roster", (), "form-unknown"),
        ("member_roster", ("--format", "docx"), "format-unknown"),
        ("member_roster", ("--variant", "purple"), "variant-unknown"),
        ("member_roster", ("--year", "1999"), "print-other-year"),
        ("member_roster", ("--order", "height"), "cli-choice"),
    ],
)
def test_what_does_not_exist_is_wrong_use(
    form: str, options: tuple[str, ...], code: str, filled: Path, tmp_path: Path, ask: Verb
) -> None:
    status, told = ask("print", form, "--ledger", filled, "--out", tmp_path / "out.pdf", *options)
    assert (status, told["error"]["code"]) == (2, code)
    assert not (tmp_path / "out.pdf").exists()


def test_a_place_that_cannot_be_written_is_the_worlds_fault(filled: Path, tmp_path: Path, ask: Verb) -> None:
    kept = tmp_path / "folder.pdf"
    kept.mkdir()
    for out in (kept, tmp_path / "没有" / "a.pdf"):
        status, told = ask("print", "member_roster", "--ledger", filled, "--out", out)
        assert status == 3
        assert told["error"]["where"]
    assert list(kept.iterdir()) == []
    assert not list(tmp_path.glob("*.part"))


def test_forms_of_members_and_meetings_are_printed_by_name_and_id(filled: Path, tmp_path: Path, ask: Verb) -> None:
    with vault.open_ledger(filled) as ledger, ledger.operation("meeting.record") as op:
        held = meeting.record_meeting(
            op, meeting_id=ledger.ids.new(), kinds=["assembly"], day=ledger.clock.today().isoformat(), topic="学习"
        )
    argv = ["--ledger", filled, "--out", tmp_path / "a.pdf"]
    assert "党员大会记录" in text_of(ask("print", "meeting_minutes", *argv, "--meeting", held)[1]["file"])
    assert "梁" in text_of(ask("print", "credit_record", *argv, "--member", "梁𠅤")[1]["file"])
    assert "梁" in text_of(ask("print", "sign_in_sheet", *argv, "--day", "2026-05-31")[1]["file"])
    status, told = ask("print", "credit_record", *argv, "--member", "梁")
    assert status != 0 and told["error"]["code"] == "print-name-unclear"
    status, told = ask("print", "meeting_minutes", *argv, "--year", 1990)
    assert status != 0 and told["error"]["code"] == "print-no-meeting"

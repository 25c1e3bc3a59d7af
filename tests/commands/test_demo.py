"""demo: the whole way in one folder, with true values, again and again."""

import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import commands
from exchange.kind_tables import without_private
from models import member, organization, pledge, print_run, sent_package, snapshot, study_archive, vault
from models.rules import credits
from tests.commands.conftest import Verb, content_digest

DOCUMENTED = {
    "members", "roster_pdf", "pages", "package", "digest", "received", "receipt",
    "ledger", "committee_ledger", "year", "meetings", "attendance", "credits", "duties_open",
    "archives", "archive_pages", "pledges",
}  # fmt: skip


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One run of the demonstration, as its module does it."""
    from commands.demonstration import Demonstration

    folder = tmp_path_factory.mktemp("demo")
    run = Demonstration(folder)
    run.import_roster(None, None)
    run.record_year(None)
    run.print_rosters()
    run.print_the_year()
    run.print_the_archives()
    run.register_both_ways()
    run.send_package()
    run.receive_package()
    run.return_receipt()
    run.look_back()
    return run.data


def test_the_values_are_true(shown: dict[str, Any]) -> None:
    assert set(shown) >= DOCUMENTED
    assert shown["members"] == 60
    assert shown["received"] is True
    assert shown["received_members"] == 60
    assert shown["acknowledged"] is True
    assert shown["findings"] == []
    assert shown["digest"] == sha256(Path(shown["package"]).read_bytes()).hexdigest()
    with vault.open_ledger(shown["ledger"]) as ledger:
        assert len(member.list_members(ledger)) == 60
        last = sent_package.last(ledger)
        assert last is not None
        assert (last.digest, bool(last.acknowledged_at)) == (shown["digest"], True)
    with vault.open_ledger(shown["committee_ledger"]) as ledger:
        (branch,) = organization.below(ledger)
        assert len(member.list_members(ledger, org=branch.number)) == 60


def test_the_year_is_true(shown: dict[str, Any]) -> None:
    """The figures are read from the ledger once more, in another way than the demonstration counts them."""
    with vault.open_ledger(shown["ledger"]) as ledger:
        kept = {name: ledger.query(f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in ("meeting", "attendance")}
        lines = sum(len(one.lines) for one in credits.list_credits(ledger, year=shown["year"]))
        ours = without_private(snapshot.collect(ledger))
    assert (shown["meetings"], shown["attendance"], shown["credits"]) == (kept["meeting"], kept["attendance"], lines)
    assert shown["counts"] == {name: len(rows) for name, rows in ours.items()}
    assert shown["duties_open"] > 0
    with vault.open_ledger(shown["committee_ledger"]) as ledger:
        (branch,) = organization.below(ledger)
        assert snapshot.collect(ledger, branch.number) == ours


def test_the_archives_are_true(shown: dict[str, Any]) -> None:
    """Pages are counted by another program; what is kept of archives and pledges has reached the committee."""
    info = subprocess.run(["pdfinfo", shown["archives_pdf"]], capture_output=True, check=True, encoding="utf-8").stdout
    assert f"Pages:           {shown['archive_pages']}\n" in info
    assert shown["archives"] == 60
    with vault.open_ledger(shown["ledger"]) as ledger:
        pledges = ledger.query("SELECT count(*) AS n FROM pledge")[0]["n"]
        printed = print_run.prints(ledger, shown["year"])
        assert sum(one.pages for one in printed.values()) <= shown["archive_pages"]
        assert len(printed) == 60
        ours = (study_archive.summary(ledger, 1, shown["year"]), pledge.summary(ledger, 1, shown["year"]))
    assert shown["pledges"] == pledges > 50
    with vault.open_ledger(shown["committee_ledger"]) as ledger:
        (branch,) = organization.below(ledger)
        number, year = branch.number, shown["year"]
        assert (study_archive.summary(ledger, number, year), pledge.summary(ledger, number, year)) == ours


@pytest.mark.parametrize("form", ["statistics_pdf", "credits_pdf", "sign_in_pdf", "minutes_pdf"])
def test_the_years_forms_are_whole_files_with_text(form: str, shown: dict[str, Any]) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", shown[form], "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert str(shown["year"]) in text
    assert "桐花巷社区" in text


def test_it_tells_what_was_not_taken_in(shown: dict[str, Any]) -> None:
    told = shown["import"]
    assert (told["read"], told["new"], told["written"]) == (63, 60, True)
    assert [row["name"] for row in told["undecided"]] == ["卞秋实"]
    assert [row["name"] for row in told["refused"]] == ["陆怀瑾", "阮知夏"]


def test_every_name_can_be_read_from_the_printed_roster(shown: dict[str, Any]) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", shown["roster_pdf"], "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    info = subprocess.run(["pdfinfo", shown["roster_pdf"]], capture_output=True, check=True, encoding="utf-8").stdout
    assert f"Pages:           {shown['pages']}\n" in info
    assert shown["missing_characters"] == []
    with vault.open_ledger(shown["ledger"]) as ledger:
        people = member.list_members(ledger)
    flat = "".join(text.split())
    for one in people:
        assert one.name in flat, one.name
        assert one.id_number in flat


def test_the_roster_for_posting_hides_the_numbers(shown: dict[str, Any]) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", shown["roster_masked_pdf"], "-"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    with vault.open_ledger(shown["ledger"]) as ledger:
        people = member.list_members(ledger)
    assert "********" in text
    assert not any(one.id_number in text or one.phone in text for one in people)


def test_the_workbook_keeps_numbers_as_text_and_can_be_imported_again(
    shown: dict[str, Any], branch: Path, ask: Verb
) -> None:
    status, told = ask("import", "roster", shown["roster_xlsx"], "--ledger", branch)
    assert (status, told["new"], told["refused"]) == (0, 60, [])


# --- the verb -------------------------------------------------------------------------


def test_twice_into_one_folder_keeps_the_first_result(tmp_path: Path, ask: Verb) -> None:
    out = tmp_path / "演示"
    status, first = ask("demo", "--out", out, "--no-window", "--members", 12, "--year", 2026)
    assert status == 0
    assert (first["members"], first["folder"]) == (12, str(out))
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert len(kept) > 6
    status, second = ask("demo", "--out", out, "--no-window", "--members", 7)
    assert (status, second["members"], second["folder"]) == (0, 7, str(out / "第2次"))
    assert {path: path.read_bytes() for path in kept} == kept


def test_foreign_files_in_the_folder_stay_as_they_are(tmp_path: Path, ask: Verb) -> None:
    foreign = tmp_path / "党员花名册.pdf"
    foreign.write_text("mine")
    status, told = ask("demo", "--out", tmp_path, "--no-window", "--members", 3)
    assert (status, told["folder"]) == (0, str(tmp_path / "第2次"))
    assert foreign.read_text() == "mine"


def test_for_people_it_tells_each_step(tmp_path: Path, say: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = say("demo", "--out", tmp_path / "x", "--no-window", "--members", 3)
    assert status == 0
    for heading in ("导入", "一年", "打印", "档案", "登记", "上报", "接收", "回执", "检查"):
        assert f"【{heading}】" in out
    assert "党员 3 名" in out
    assert "六、生成上报包" in err


@pytest.mark.parametrize("option", [("--members", 0), ("--members", "many"), ("--year", 12)])
def test_senseless_numbers_are_wrong_use(option: tuple[str, object], tmp_path: Path, ask: Verb) -> None:
    status, told = ask("demo", "--out", tmp_path / "x", *option)
    assert (status, told["error"]["code"]) == (2, "cli-value")
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_made_is_the_worlds_fault(tmp_path: Path, ask: Verb) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    status, told = ask("demo", "--out", blocked, "--no-window")
    assert status == 3
    assert told["error"]["where"] == str(blocked)


def test_the_window_opens_on_the_branch_unless_told_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    def open_window(arguments: list[str]) -> int:
        opened.extend(arguments)
        return 0

    argv = ["demo", "--out", str(tmp_path / "a"), "--members", "3"]
    assert commands.run(argv, open_window=open_window) == 0
    assert len(opened) == 1
    assert content_digest(Path(opened[0]))
    assert commands.run([*argv, "--no-window"], open_window=open_window) == 0
    assert len(opened) == 1

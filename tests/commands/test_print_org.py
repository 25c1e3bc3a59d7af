"""A committee prints a named branch, never itself; a general branch whose members lie in its branches says so."""

import re
from pathlib import Path

import pytest

from commands.demonstration import Demonstration
from models import member, organization, vault
from reports import catalog, printing
from reports.printing import PrintOptions
from tests.commands.conftest import Verb

OTHER = "中共云栖市柳溪街道梧桐里社区支部委员会"
FORMS = [one.id for one in catalog.list_forms()]


@pytest.fixture(scope="module")
def committee(present_year: Demonstration) -> Path:
    """A committee with a branch that has reported its year, and another one that has not; only here it is read."""
    with vault.open_ledger(present_year.committee) as ledger, ledger.operation("organization.edit") as op:
        own = organization.own(ledger)
        organization.add(op, organization_id=ledger.ids.new(), name=OTHER, parent_id=own.id)
    return present_year.committee


def words_of(path: Path, form: str, **options: object) -> str:
    with vault.open_ledger(path) as ledger:
        pages = printing.lay_out_form(form, ledger, options=PrintOptions(**options))  # type: ignore[arg-type]  # by name
    return re.sub(r"\s", "", "".join(run.piece.text for page in pages for run in page.runs()))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_branch_is_printed_by_the_committee(
    committee: Path, tmp_path: Path, ask: Verb, form: str
) -> None:
    out = tmp_path / "表.pdf"
    status, told = ask("print", form, "--ledger", committee, "--out", out, "--org", "桐花巷")
    assert (status, "桐花巷社区支部委员会" in told["organization"]) == (0, True)
    assert told["pages"] >= 1
    status, told = ask("print", form, "--ledger", committee, "--out", tmp_path / "b.pdf")
    assert (status, told["error"]["code"]) == (2, "print-needs-branch")
    assert OTHER in told["error"]["where"] and not (tmp_path / "b.pdf").exists()


def test_the_sheet_is_the_branchs_own(committee: Path) -> None:
    with vault.open_ledger(committee) as ledger:
        (reported,) = [one for one in organization.below(ledger) if one.name != OTHER]
        names = [one.name for one in member.list_members(ledger, org=reported.number)]
    for form in ("member_roster", "credit_summary", "pledge_summary"):
        told = words_of(committee, form, organisation=reported.number)
        assert "工作委员会" not in told and "桐花巷社区支部" in told
        assert [name for name in names if name.replace("·", "") not in told.replace("·", "")] == []


def test_members_and_years_are_chosen_in_the_branch(committee: Path, tmp_path: Path, ask: Verb) -> None:
    with vault.open_ledger(committee) as ledger:
        (reported,) = [one for one in organization.below(ledger) if one.name != OTHER]
        name = member.list_members(ledger, org=reported.number)[3].name
    out = tmp_path / "表.pdf"
    argv = ["print", "study_archive", "--ledger", committee, "--out", out, "--org", "桐花巷", "--member", name]
    assert ask(*argv)[0] == 0
    assert ask(*argv[:-2], "--member", "查无此人")[1]["error"]["code"] == "print-name-unclear"
    argv = ["print", "meeting_statistics", "--ledger", committee, "--out", out, "--org", reported.name, "--year", 2020]
    assert ask(*argv)[0] == 0


@pytest.mark.parametrize("wanted", ["社区", "查无此支部", "支部", " "])
def test_a_name_that_fits_several_or_none_is_refused_with_the_list(
    committee: Path, tmp_path: Path, ask: Verb, wanted: str
) -> None:
    argv = ["print", "member_roster", "--ledger", committee, "--out", tmp_path / "a.pdf", "--org", wanted]
    status, told = ask(*argv)
    assert (status, told["error"]["code"]) == (2, "print-org-unclear")
    assert OTHER in told["error"]["where"]


@pytest.mark.parametrize("wanted", [OTHER, OTHER.removesuffix("委员会"), "梧桐里", "梧 桐 里"])
def test_a_branch_is_found_by_its_name_or_a_part(committee: Path, tmp_path: Path, ask: Verb, wanted: str) -> None:
    argv = ["print", "member_roster", "--ledger", committee, "--out", tmp_path / "a.pdf", "--org", wanted]
    assert ask(*argv)[1]["organization"] == OTHER


def test_a_branch_prints_itself_only(branch: Path, tmp_path: Path, ask: Verb) -> None:
    argv = ["print", "member_roster", "--ledger", branch, "--out", tmp_path / "a.pdf", "--org"]
    assert ask(*argv, "桐花巷")[0] == 0
    assert ask(*argv, "梧桐里")[1]["error"]["code"] == "print-org-unclear"


def test_a_variant_that_no_record_has_is_refused_and_one_that_some_have_chooses_them(
    committee: Path, tmp_path: Path, ask: Verb
) -> None:
    argv = ["--ledger", committee, "--org", "桐花巷", "--out", tmp_path / "a.pdf", "--variant"]
    status, told = ask("print", "meeting_minutes", *argv, "org_life")
    assert (status, told["error"]["code"]) == (1, "print-variant-none")
    assert "组织生活会" in told["error"]["what"] and not (tmp_path / "a.pdf").exists()
    whole = ask("print", "pledge_letter", *argv[:-1])[1]["pages"]
    assert ask("print", "pledge_letter", *argv, "leader")[1]["pages"] == 1 < whole
    assert ask("print", "meeting_minutes", *argv, "org_life", "--blank", 8)[0] == 0


def test_a_meeting_of_two_kinds_is_found_by_either(committee: Path) -> None:
    with vault.open_ledger(committee) as ledger:
        (reported,) = [one for one in organization.below(ledger) if one.name != OTHER]
        number = reported.number
    assert "支部党员大会、党课记录" in words_of(committee, "meeting_minutes", organisation=number, variant="lecture")


@pytest.fixture
def general(committee: Path, tmp_path: Path) -> Path:
    """The same ledger as that of a general branch."""
    path = tmp_path / "总支.zbtz"
    vault.create_ledger(path, organization="中共花溪总支部委员会", level="general_branch", actor="书记").ledger.close()
    with vault.open_ledger(path) as ledger, ledger.operation("organization.edit") as op:
        own = organization.own(ledger)
        organization.add(op, organization_id=ledger.ids.new(), name=OTHER, parent_id=own.id)
        member.add_member(op, member_id=ledger.ids.new(), name="张三", org=2)
    return path


def test_a_general_branch_cannot_report_for_its_branches_yet(general: Path, tmp_path: Path, ask: Verb) -> None:
    status, told = ask("pack", "--ledger", general, "--to", tmp_path)
    assert (status, told["error"]["code"]) == (1, "pack-members-below")
    assert "1 名党员" in told["error"]["what"] and "各支部" in told["error"]["next"]
    argv = ["print", "member_roster", "--ledger", general, "--out", tmp_path / "a.pdf"]
    assert ask(*argv)[1]["error"]["code"] == "print-needs-branch"
    assert ask(*argv, "--org", "梧桐里")[0] == 0
    with vault.open_ledger(general) as ledger, ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="李四")
    assert ask("pack", "--ledger", general, "--to", tmp_path)[1]["error"]["code"] == "no-committee"
    assert ask(*argv)[0] == 0

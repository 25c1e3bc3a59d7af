"""What the invented branch prints for its files: no confession, no approval by oneself, nothing left open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.demonstration import Demonstration
from models import make_up, organization, own_approval, pledge, post, study_archive, vault
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from models.pledge_steps import steps
from reports import catalog, printing
from reports.printing import PrintOptions

CONFESSIONS = ("未与官方", "非文件规定", "样例", "手填", "委员会党员", "按上限")
PEOPLE = 16


@pytest.fixture(scope="module")
def ledger(present_year: Demonstration) -> Iterator[Ledger]:
    """A branch with committee and groups, and its year."""
    with vault.open_ledger(present_year.branch) as opened:
        yield opened


def printed(ledger: Ledger, form: str, **options: object) -> str:
    """Everything that stands on the pages of a form, without blanks."""
    pages = printing.lay_out_form(form, ledger, options=PrintOptions(**options))  # type: ignore[arg-type]  # by name
    words = ["".join(run.piece.text for run in page.runs()) for page in pages]
    return re.sub(r"\s", "", "".join(words))


@pytest.mark.parametrize("basis", [False, True])
@pytest.mark.parametrize("form", [one.id for one in catalog.list_forms()])
def test_no_filed_sheet_confesses_what_was_not_checked(ledger: Ledger, form: str, basis: bool) -> None:
    told = printed(ledger, form, basis=basis)
    assert [word for word in CONFESSIONS if word in told] == []
    assert "党支部" in told or "支部" in told


def test_nobody_in_the_ledger_has_said_yes_to_her_own(ledger: Ledger) -> None:
    names = {one.member_id: one.name for one in study_archive.list_archives(ledger, year=ledger.clock.today().year)}
    secretaries = {one.member_id for one in post.list_posts(ledger.query) if one.post == "secretary"}
    of_secretary = [names[one] for one in secretaries] + ["书记", "支部书记", "党支部书记"]

    def own(member_id: str | None) -> list[str]:
        if member_id is None or member_id in secretaries:
            return of_secretary
        return [names[member_id]]

    said = [
        (one.member_id, step.by_whom, step.remark)
        for one in pledge.list_pledges(ledger)
        for step in steps(ledger, one.id)
        if step.step in ("approve", "conclude")
    ]
    said += [(one.member_id, one.reviewer, "") for one in study_archive.list_archives(ledger, year=2026)]
    said += [(one.member_id, one.text("reviewer"), "") for one in records.listed(ledger, kind_of("reflection"))]
    said += [(one.member_id, one.text("checker"), "") for one in records.listed(ledger, kind_of("study_record"))]
    said += [(one.member_id, one.tutor, "") for one in make_up.list_make_ups(ledger)]
    assert len([named for _, named, _ in said if named]) > 2 * PEOPLE
    assert [told for told in said if own_approval.alone(told[1], own(told[0]), told[2])] == []


def test_above_stands_only_what_came_from_above(ledger: Ledger) -> None:
    (one,) = [each for each in pledge.list_pledges(ledger) if each.owner == "branch"]
    told = printed(ledger, "pledge_letter", pledges=(one.id,))
    own, _, above = told.partition("上级党组织审诺意见")
    assert "支部委员会审议意见同意" in own
    assert above.startswith("审核人（签字）审诺日期年月日")


def test_a_member_belongs_to_the_branch_and_the_committee_meets_as_such(ledger: Ledger) -> None:
    own = organization.own(ledger)
    assert own.name.endswith("支部委员会")
    told = printed(ledger, "pledge_letter")
    branch = own.name.removesuffix("委员会")
    assert f"我是{branch}党员" in told and f"党支部：{own.name}" not in told
    assert f"支部委员会：{own.name}" in printed(ledger, "meeting_minutes", variant="committee")


def test_what_nothing_kept_can_fill_is_on_blank_sheets_only(ledger: Ledger) -> None:
    for form, boxes in {
        "meeting_minutes": ("表决情况", "存在问题", "整改措施", "会前准备"),
        "make_up_register": ("批准人",),
        "pledge_verdict": ("公开方式",),
    }.items():
        filled = printed(ledger, form)
        assert [one for one in boxes if one in filled] == []
    assert "批准人" in printed(ledger, "make_up_register", blank_rows=5)
    assert "表决情况" in printed(ledger, "meeting_minutes", blank_rows=5, variant="assembly")
    assert "整改措施" in printed(ledger, "meeting_minutes", blank_rows=5, variant="org_life")


def test_empty_cells_say_the_same_on_every_form(ledger: Ledger, tmp_path: Path) -> None:
    """学位 is in nobody's register: the archive says so as the roster does."""
    who = (study_archive.list_archives(ledger, year=2026)[0].member_id,)
    told = printed(ledger, "study_archive", members=who, empty="none")
    assert "学位无" in told
    assert "学位无" not in printed(ledger, "study_archive", members=who)

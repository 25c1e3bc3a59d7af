"""What the check says of pledges and archives whose state and course contradict each other."""

from random import Random

import pytest

from models import check, pledge_steps, study_archive
from models.finding import Finding
from models.ledger import Ledger
from tests.models import archive_examples
from tests.models.conftest import add_members
from tests.models.test_undo_property import World


@pytest.fixture
def gone(book: Ledger) -> Ledger:
    """A ledger with one pledge that was concluded and one archive that was filed."""
    who, world = add_members(book)[0], World(book, Random(5))
    with book.operation("pledge.conclude") as op:
        made = archive_examples.brought_to(world, op, archive_examples.draft(world, op), "concluded")
    assert [one.step for one in pledge_steps.steps(book, made)] == list(archive_examples.ONWARD)
    with book.operation("archive.file") as op:
        study_archive.fill(op, book.ids, who, 2026, "2026-11-10")
        study_archive.review(op, who, 2026, reviewer="尉迟文静", day="2026-11-11", review="同意归档。")
        study_archive.file(op, who, 2026, by="邓喆", day="2026-11-12")
    return book


def warnings(book: Ledger) -> list[Finding]:
    return [finding for finding in check.check_ledger(book) if finding.level == "warning"]


def test_a_whole_way_has_no_findings(gone: Ledger) -> None:
    assert check.check_ledger(gone) == []


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        ("UPDATE pledge SET state = 'keeping'", "pledge-state-off", "现在是“践诺中”，但按办理经过应当是“已评定”"),
        ("DELETE FROM pledge_step WHERE step = 'conclude'", "pledge-state-off", "按办理经过应当是“评诺中”"),
        ("DELETE FROM pledge_step", "pledge-state-off", "按办理经过应当是“起草”"),
        (
            "DELETE FROM pledge_step WHERE step = 'approve'",
            "pledge-posted-unapproved",
            "2026年的承诺在 2026年5月6日 公示，办理经过里没有公示前的审核通过",
        ),
        ("DELETE FROM pledge_step WHERE step = 'begin'", "pledge-step-astray", "在“公示中”时就登记了“转入评诺”"),
        ("DELETE FROM pledge_appraisal WHERE source = 'members'", "pledge-concluded-untallied", "没有党员互评的票数"),
        (
            "UPDATE pledge_appraisal SET satisfied = 0, basically = 0, unsatisfied = 0",
            "pledge-concluded-untallied",
            "已经评定，却没有",
        ),
        (
            "UPDATE pledge_step SET day = '2026-05-05' WHERE step = 'post'",
            "dates-in-wrong-order",
            "“审核通过”（2026-05-06）晚于“公示”（2026-05-05）",
        ),
        ("UPDATE pledge_step SET until_day = '2026-05-01' WHERE step = 'post'", "span-reversed", "到 2026-05-01"),
        ("UPDATE study_archive SET reviewed_on = ''", "archive-filed-unreviewed", "2026年的学习档案已经归档，却没有"),
        (
            "UPDATE study_archive SET filed_on = '2026-11-01'",
            "dates-in-wrong-order",
            "审阅日期（2026-11-11）晚于归档日期（2026-11-01）",
        ),
    ],
)
def test_what_contradicts_itself_is_told_once(gone: Ledger, change: str, code: str, sentence: str) -> None:
    gone.db.execute(change)
    [finding] = [one for one in warnings(gone) if one.code == code]
    assert sentence in finding.sentence()
    assert finding.place() and finding.sentence().endswith("。")
    assert finding.table in ("pledge", "study_archive")

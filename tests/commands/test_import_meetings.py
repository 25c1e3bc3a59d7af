"""import meetings: the sample register as it was meant, every row accounted for, and files that are none."""

from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from models import backup, meeting, member, post, vault
from tests.commands.conftest import Answer, Verb, content_digest

REGISTER = resources.SAMPLE / "去年会议.xlsx"
POSTS = {"书记": "secretary", "副书记": "deputy_secretary", "组织委员": "organization"}


@pytest.fixture
def filled(branch: Path, ask: Verb) -> Path:
    """The sample branch with three of its posts."""
    assert ask("import", "roster", resources.SAMPLE / "花名册（规范）.xlsx", "--ledger", branch)[1]["new"] == 60
    with vault.open_ledger(branch) as ledger, ledger.operation("post.add") as op:
        for one in member.list_members(ledger):
            if one.party_post in POSTS:
                post.add_post(op, post_id=ledger.ids.new(), member_id=one.id, post=POSTS[one.party_post])
    return branch


def import_(ask: Verb, ledger: Path, file: Path, *options: object) -> Answer:
    return ask("import", "meetings", file, "--ledger", ledger, *options)


def test_the_sample_register_comes_in_with_a_backup_before(filled: Path, ask: Verb) -> None:
    status, told = import_(ask, filled, REGISTER)
    # 仇志远 holds no post in this ledger: the one meeting of the committee that names him waits.
    assert (status, told["read"], told["new"], told["changed"], told["same"]) == (1, 22, 16, 0, 0)
    assert told["written"] is True
    assert [(row["row"], row["code"]) for row in told["refused"]] == [(10, "meetings-row-day-impossible")]
    assert [row["row"] for row in told["undecided"]] == [8, 11, 14, 15, 25]
    for row in (*told["undecided"], *told["refused"]):
        assert set(row) == {"sheet", "row", "name", "field", "code", "reason"}
    with vault.open_ledger(filled) as ledger:
        kept = meeting.list_meetings(ledger, meeting.of_year(2025))
    assert len(kept) == 16 and all(one.late for one in kept)
    (info,) = backup.list_backups(filled.parent / "备份")
    assert (info.reason, info.problem) == ("import", "")


def test_the_same_file_again_changes_nothing_and_one_undo_takes_it_back(filled: Path, ask: Verb) -> None:
    before = content_digest(filled)
    import_(ask, filled, REGISTER)
    after = content_digest(filled)
    _, told = import_(ask, filled, REGISTER)
    assert (told["new"], told["same"], told["written"]) == (0, 16, False)
    assert content_digest(filled) == after
    assert ask("undo", "--ledger", filled)[1]["kind"] == "meetings.import"
    assert content_digest(filled) == before


def test_a_dry_run_writes_nothing(filled: Path, ask: Verb) -> None:
    before = content_digest(filled)
    status, told = import_(ask, filled, REGISTER, "--dry-run")
    assert (status, told["new"], told["written"]) == (1, 16, False)
    assert content_digest(filled) == before
    assert not (filled.parent / "备份").exists()


def test_the_year_of_days_without_one_is_an_option_of_meetings_only(filled: Path, tmp_path: Path, ask: Verb) -> None:
    path = tmp_path / "会议.csv"
    path.write_text("日期,类别,议题,缺席\n3月5日,党课,讲课,无\n", encoding="utf-8")
    status, told = import_(ask, filled, path, "--dry-run")
    assert (status, told["undecided"][0]["code"]) == (1, "meetings-row-no-year")
    status, told = import_(ask, filled, path, "--year", 2025)
    assert (status, told["new"]) == (0, 1)
    assert import_(ask, filled, path, "--year", 2030)[1]["error"]["code"] == "meetings-year"
    roster = resources.SAMPLE / "花名册（规范）.xlsx"
    status, told = ask("import", "roster", roster, "--ledger", filled, "--year", 2025)
    assert (status, told["error"]["code"]) == (2, "cli-unknown-option")
    assert ask("import", "nothing", roster, "--ledger", filled)[1]["error"]["code"] == "cli-choice"


def test_for_people_each_row_kept_out_has_its_place_and_reason(
    filled: Path, say: Callable[..., tuple[int, str, str]]
) -> None:
    status, out, _ = say("import", "meetings", REGISTER, "--ledger", filled)
    assert status == 1
    assert "读到 22 次会议：新增 16" in out
    assert "拒绝：三会一课台账 第 10 行 学雷锋志愿服务准备（日期）：日期写的是“2025.2.29”，没有这一天" in out
    assert "待确认：三会一课台账 第 15 行 义务植树（缺席、请假人员）：“王建国”有同名的人" in out
    assert "已写入；可用 undo 整次撤销。" in out


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "workbook-empty"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), "workbook-not-one"),
        ("letter.csv", "尊敬的党委：\n请查收。\n".encode(), "meetings-no-header"),
        ("head.csv", "日期,类别,议题\n".encode(), "meetings-no-rows"),
        ("cut.xlsx", REGISTER.read_bytes()[:4000], "workbook-damaged"),
    ],
)
def test_a_file_that_is_no_register_is_a_sentence(
    name: str, content: bytes, code: str, branch: Path, tmp_path: Path, ask: Verb
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = content_digest(branch)
    status, told = import_(ask, branch, path)
    assert status in (1, 3) and set(told) == {"error"}
    assert told["error"]["code"] == code and told["error"]["what"] and told["error"]["next"]
    assert name in told["error"]["where"]
    assert content_digest(branch) == before


def test_rows_that_ask_the_same_are_told_together_with_what_was_not_read(
    filled: Path, tmp_path: Path, ask: Verb, say: Callable[..., tuple[int, str, str]]
) -> None:
    path = tmp_path / "会议.csv"
    lines = [f"{at},2025.{at}.5,党课,讲课,已发" for at in range(1, 4)]
    path.write_text("\n".join(["序号,日期,类别,议题,宣传", *lines]) + "\n", encoding="utf-8")
    status, told = import_(ask, filled, path, "--dry-run")
    assert (status, {row["code"] for row in told["undecided"]}) == (1, {"meetings-roll-silent"})
    assert [row["header"] for row in told["unread"]] == ["序号", "宣传"]
    _, out, _ = say("import", "meetings", path, "--ledger", filled, "--dry-run")
    assert "待确认：3 行（参加人员）（会议 第 2 行 讲课、会议 第 3 行 讲课、会议 第 4 行 讲课）：表里没有" in out
    assert "没有读的栏：宣传。" in out


def test_a_roster_and_a_list_of_one_meeting_are_sent_where_they_belong(filled: Path, tmp_path: Path, ask: Verb) -> None:
    _, told = import_(ask, filled, resources.SAMPLE / "花名册（规范）.xlsx")
    assert told["error"]["code"] == "meetings-is-roster" and "import roster" in told["error"]["next"]
    path = tmp_path / "参会成员.csv"
    path.write_text("会议主题：,党课\n\n用户昵称（入会昵称）,首次入会时间\n张三,14:00\n", encoding="utf-8")
    _, told = import_(ask, filled, path)
    assert told["error"]["code"] == "meetings-attendee-list" and "粘贴名单" in told["error"]["next"]

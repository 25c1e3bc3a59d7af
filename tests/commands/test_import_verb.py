"""import roster: the sample as it was meant, every row accounted for, and files that are no roster."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import resources
from models import backup, member, vault
from tests.commands.conftest import Answer, Verb, content_digest

MESSY = resources.SAMPLE / "花名册（杂乱）.xlsx"
TIDY = resources.SAMPLE / "花名册（规范）.xlsx"
TRUTH = json.loads((Path(__file__).parent / "data" / "sample_truth.json").read_text(encoding="utf-8"))


def import_(ask: Verb, ledger: Path, file: Path, *options: str) -> Answer:
    return ask("import", "roster", file, "--ledger", ledger, *options)


def test_the_messy_sample_comes_in_as_it_was_meant(branch: Path, ask: Verb) -> None:
    status, told = import_(ask, branch, MESSY)
    assert status == 1
    assert {key: told[key] for key in ("read", "new", "changed", "same", "written")} == {
        "read": 63,
        "new": 60,
        "changed": 0,
        "same": 0,
        "written": True,
    }
    assert [(row["name"], row["row"], row["field"]) for row in told["undecided"]] == [
        ("卞秋实", TRUTH["faulty"][1]["row"], "joined_date")
    ]
    assert [(row["name"], row["row"], row["field"]) for row in told["refused"]] == [
        (faulty["name"], faulty["row"], "id_number") for faulty in (TRUTH["faulty"][0], TRUTH["faulty"][2])
    ]
    for row in (*told["undecided"], *told["refused"]):
        assert set(row) == {"sheet", "row", "name", "field", "code", "reason"}
        assert row["sheet"] == "党员花名册"
    with vault.open_ledger(branch) as ledger:
        kept = {one.id_number: one for one in member.list_members(ledger)}
    assert len(kept) == 60
    for true in TRUTH["members"]:
        one = kept[true["id_number"]]
        assert {name: getattr(one, name) for name in true} == true


def test_what_is_odd_about_a_row_that_comes_in_is_told(
    branch: Path, tmp_path: Path, ask: Verb, say: Callable[..., tuple[int, str, str]]
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text("姓名,性别,民族,入党时间,转正时间\n单玥,女,汉,1984-07-01,1983-07-01\n", encoding="utf-8")
    status, told = import_(ask, branch, sheet, "--dry-run")
    assert (status, told["new"], told["refused"]) == (0, 1, [])
    (remark,) = told["remarks"]
    assert (remark["row"], remark["name"], remark["code"]) == (2, "单玥", "row-regular-before-joined")
    assert "已收，请核对：a 第 2 行 单玥" in say("import", "roster", sheet, "--ledger", branch, "--dry-run")[1]


def test_a_full_member_before_birth_is_refused_whatever_else_is_known(branch: Path, tmp_path: Path, ask: Verb) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text(
        "姓名,出生日期,民族,入党时间,转正时间\n单玥,1957-01-05,汉,1983-09-08,1900-01-01\n", encoding="utf-8"
    )
    status, told = import_(ask, branch, sheet)
    assert (status, told["written"], told["refused"][0]["code"]) == (1, False, "row-regular-before-birth")


def test_the_same_file_again_changes_nothing(branch: Path, ask: Verb) -> None:
    import_(ask, branch, TIDY)
    before = content_digest(branch)
    status, told = import_(ask, branch, TIDY)
    assert status == 0
    assert (told["same"], told["new"], told["changed"], told["written"]) == (60, 0, 0, False)
    assert content_digest(branch) == before


def test_one_undo_takes_the_whole_import_back(branch: Path, ask: Verb) -> None:
    before = content_digest(branch)
    status, told = import_(ask, branch, TIDY)
    assert (status, told["new"]) == (0, 60)
    assert ask("undo", "--ledger", branch)[1]["kind"] == "roster.import"
    assert content_digest(branch) == before


def test_a_dry_run_writes_nothing(branch: Path, ask: Verb) -> None:
    before = content_digest(branch)
    status, told = import_(ask, branch, MESSY, "--dry-run")
    assert (status, told["new"], told["written"]) == (1, 60, False)
    assert content_digest(branch) == before
    assert len(ask("log", "--ledger", branch)[1]["operations"]) == 1


def test_for_people_each_row_kept_out_has_its_place_and_reason(
    branch: Path, say: Callable[..., tuple[int, str, str]]
) -> None:
    status, out, _ = say("import", "roster", MESSY, "--ledger", branch)
    assert status == 1
    assert "新增 60" in out
    assert "拒绝：党员花名册 第 11 行 陆怀瑾（公民身份号码）" in out
    assert "待确认：党员花名册 第 28 行 卞秋实（加入党组织日期）" in out


def test_the_file_itself_is_never_touched(branch: Path, tmp_path: Path, ask: Verb) -> None:
    copy = tmp_path / "花名册.xlsx"
    shutil.copyfile(MESSY, copy)
    before = (copy.read_bytes(), copy.stat().st_mtime_ns)
    import_(ask, branch, copy)
    assert (copy.read_bytes(), copy.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("empty.xlsx", b"", (1, 3)),
        ("renamed.xlsx", "这不是工作簿".encode() * 50, (1, 3)),
        ("cut.xlsx", MESSY.read_bytes()[:5000], (1, 3)),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500), (1, 3)),
        ("letter.csv", "尊敬的党委：\n请查收。\n".encode(), (1,)),
    ],
)
def test_a_file_that_is_no_roster_is_a_sentence(
    name: str, content: bytes, status: tuple[int, ...], branch: Path, tmp_path: Path, ask: Verb
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = content_digest(branch)
    found, told = import_(ask, branch, path)
    assert found in status
    assert set(told) == {"error"}
    assert told["error"]["what"] and told["error"]["next"]
    assert name in told["error"]["where"] + told["error"]["what"]
    assert content_digest(branch) == before


def test_a_missing_file_and_a_folder(branch: Path, tmp_path: Path, ask: Verb) -> None:
    assert import_(ask, branch, tmp_path / "none.xlsx")[1]["error"]["code"] == "file-missing"
    assert import_(ask, branch, tmp_path)[1]["error"]["code"] == "is-a-folder"


def test_a_backup_comes_first_where_members_are_there_already(branch: Path, ask: Verb) -> None:
    import_(ask, branch, TIDY)
    assert not (branch.parent / "备份").exists()
    import_(ask, branch, TIDY)
    assert not (branch.parent / "备份").exists()
    with vault.open_ledger(branch) as ledger, ledger.operation("member.edit") as op:
        member.edit_member(op, member.list_members(ledger)[0].id, work="")
    assert import_(ask, branch, TIDY)[1]["changed"] == 1
    (info,) = backup.list_backups(branch.parent / "备份")
    assert (info.reason, info.problem) == ("import", "")


def test_one_of_several_branches_is_chosen_by_name(branch: Path, tmp_path: Path, ask: Verb) -> None:
    sheet = tmp_path / "全镇.csv"
    people = "甲支部,单玥,女,汉\n乙支部,仇建国,男,汉\n乙支部,尉迟文静,女,汉\n"
    sheet.write_text("所在党支部,姓名,性别,民族\n" + people, encoding="utf-8")
    status, told = import_(ask, branch, sheet, "--dry-run")
    assert (status, told["new"], {row["code"] for row in told["undecided"]}) == (1, 0, {"row-several-branches"})
    status, told = import_(ask, branch, sheet, "--branch", "乙党支部")
    assert (status, told["new"], told["skipped"], told["written"]) == (0, 2, 1, True)
    assert import_(ask, branch, sheet, "--branch", "丙支部")[1]["error"]["code"] == "roster-branch-unknown"


def test_rows_that_wait_for_the_same_are_told_together(
    branch: Path, tmp_path: Path, ask: Verb, say: Callable[..., tuple[int, str, str]]
) -> None:
    sheet = tmp_path / "a.csv"
    rows = [f"王{chr(0x4E00 + order)}兰,正副,汉,{order}" for order in range(30)]
    sheet.write_text("姓名,人员类别,民族,学号\n" + "\n".join(rows), encoding="utf-8")
    _, out, _ = say("import", "roster", sheet, "--ledger", branch, "--dry-run")
    assert "没有读的栏：学号。" in out
    assert out.count("待确认：") == 1
    assert "待确认：30 行（人员类别）（a 第 2 行 王一兰、" in out
    assert import_(ask, branch, sheet, "--dry-run")[1]["unread"] == [{"sheet": "a", "header": "学号"}]

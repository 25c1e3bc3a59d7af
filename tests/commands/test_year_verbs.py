"""meetings, duties, credits and new --rules: what they answer over a whole invented year, and what they refuse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands.demonstration import Demonstration
from models import rule_choice, vault
from models.rules import catalog
from tests.commands.conftest import BRANCH, Verb, content_digest

YEAR, PEOPLE = 2025, 30
VERBS = ("meetings", "duties", "credits")


@pytest.fixture
def shown(past_year: Demonstration) -> Demonstration:
    return past_year


@pytest.fixture
def year(shown: Demonstration, ask: Verb) -> Callable[..., dict[str, Any]]:
    """Ask a verb about the branch's year; it must succeed and change nothing."""

    def asked(verb: str, *more: object) -> dict[str, Any]:
        before = content_digest(shown.branch)
        status, told = ask(verb, "--ledger", shown.branch, "--year", YEAR, *more)
        assert status == 0, told
        assert content_digest(shown.branch) == before
        return told

    return asked


def _rows(path: Path, sql: str) -> list[dict[str, Any]]:
    with vault.open_ledger(path) as ledger:
        return ledger.query(sql)


# --- meetings -------------------------------------------------------------------------


def test_meetings_are_those_of_the_ledger_by_day(year: Callable[..., dict[str, Any]], shown: Demonstration) -> None:
    told = year("meetings")["meetings"]
    rows = _rows(
        shown.branch,
        "SELECT e.id, e.day, e.kinds, e.topic, sum(a.mark <> 'observer') AS expected,"
        " sum(a.mark = 'present' OR a.mark = 'late') AS present FROM meeting e"
        " JOIN attendance a ON a.meeting_id = e.id GROUP BY e.id",
    )
    wanted = {row["id"]: row | {"kinds": row["kinds"].split("+")} for row in rows}
    assert len(told) == len(wanted) == shown.data["meetings"]
    for one in told:
        assert {name: one[name] for name in wanted[one["id"]]} == wanted[one["id"]]
    assert [one["day"] for one in told] == sorted(one["day"] for one in told)
    assert sum(one["expected"] for one in told) == shown.data["attendance"]


def test_meetings_of_one_kind_and_with_a_word(year: Callable[..., dict[str, Any]]) -> None:
    everything = year("meetings")["meetings"]
    lectures = year("meetings", "--kind", "党课")["meetings"]
    assert lectures == [one for one in everything if "lecture" in one["kinds"]]
    assert any(len(one["kinds"]) > 1 for one in lectures), "a lecture held with the assembly counts as one"
    word = lectures[0]["topic"][-4:]
    found = year("meetings", "--search", word)["meetings"]
    assert lectures[0]["id"] in {one["id"] for one in found}
    assert len(found) < len(everything)
    assert year("meetings", "--search", "没有人说过的话")["meetings"] == []


def test_one_meeting_was_entered_late_and_is_told_so(
    year: Callable[..., dict[str, Any]], shown: Demonstration, say: Callable[..., tuple[int, str, str]]
) -> None:
    late = [one for one in year("meetings")["meetings"] if one["late"]]
    assert len(late) == 1
    status, out, _ = say("meetings", "--ledger", shown.branch, "--year", YEAR)
    assert status == 0
    (line,) = (line for line in out.splitlines() if "补录" in line)
    assert line.startswith(late[0]["day"])


def test_the_committee_sees_the_same_meetings(
    year: Callable[..., dict[str, Any]], shown: Demonstration, ask: Verb
) -> None:
    for verb in VERBS:
        asked = ask(verb, "--ledger", shown.committee, "--year", YEAR, "--org", "桐花巷社区党支部")
        assert asked == (0, year(verb)), verb
    assert ask("meetings", "--ledger", shown.committee, "--year", YEAR) == (0, {"meetings": []})


# --- duties ---------------------------------------------------------------------------


def test_the_gaps_of_the_year_are_named(year: Callable[..., dict[str, Any]]) -> None:
    told = year("duties")["duties"]
    missed = {(one["rule"], one["period"]) for one in told if one["state"] in ("missed", "explained")}
    assert ("national/committee", f"{YEAR}-04") in missed
    assert ("national/assembly", f"{YEAR}-Q4") in missed
    march = next(one for one in told if (one["rule"], one["period"]) == ("national/committee", f"{YEAR}-03"))
    assert (march["required"], march["done"], march["unit"], march["state"]) == (1, 1, "次", "done")
    assert march["clause"]
    assert march["why"].endswith("。")
    shown_only = year("duties", "--open")["duties"]
    assert shown_only == [one for one in told if one["state"] in ("open", "missed")]


def test_duties_as_they_stood_on_a_day(year: Callable[..., dict[str, Any]]) -> None:
    told = year("duties", "--as-of", f"{YEAR}-04-30")["duties"]
    assert told
    assert all(one["first"] <= f"{YEAR}-04-30" for one in told)
    april = next(one for one in told if (one["rule"], one["period"]) == ("national/committee", f"{YEAR}-04"))
    assert (april["done"], april["state"]) == (0, "open")


# --- credits --------------------------------------------------------------------------


def test_every_total_is_the_sum_of_its_lines(year: Callable[..., dict[str, Any]]) -> None:
    told = year("credits", "--why")["credits"]
    assert len(told) == PEOPLE
    for one in told:
        assert one["hours"] == sum(line["minutes"] for line in one["hours_lines"])
        assert one["credits"] == sum(line["counted"] for line in one["credits_lines"])
        assert all(line["why"] for line in (*one["hours_lines"], *one["credits_lines"]))
    short = year("credits")["credits"]
    assert [{name: one[name] for name in short[0]} for one in told] == short


def test_one_member_by_name_or_by_id(year: Callable[..., dict[str, Any]]) -> None:
    somebody = year("credits")["credits"][3]
    assert year("credits", "--member", somebody["id"])["credits"] == [somebody]
    assert somebody in year("credits", "--member", somebody["member"])["credits"]


def test_why_is_told_to_people(shown: Demonstration, say: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = say("credits", "--ledger", shown.branch, "--year", YEAR, "--why")
    assert status == 0
    assert "计1学时" in out
    assert "百分制学分（本地设定，非文件规定）" in out


def test_without_a_scheme_there_are_hours_and_no_credits(branch: Path, ask: Verb) -> None:
    with vault.open_ledger(branch) as ledger, ledger.operation("member.add") as op:
        from models import member

        member.add_member(op, member_id=ledger.ids.new(), name="犇镕", joined_date="1999-07-01")
    status, told = ask("credits", "--ledger", branch, "--year", YEAR)
    assert (status, told["scheme"]) == (0, None)
    (one,) = told["credits"]
    assert (one["member"], one["hours"], one["credits"], one["credits_target"]) == ("犇镕", 0, None, None)


# --- what is refused ------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--year", "12", "cli-value"),
        ("--year", "2201", "cli-value"),
        ("--year", "今年", "cli-value"),
        ("--year", "-1", "cli-value"),
        ("--org", "第九党支部", "cli-org-unknown"),
    ],
)
def test_senseless_questions_are_wrong_use(
    verb: str, option: str, value: str, code: str, branch: Path, ask: Verb
) -> None:
    before = content_digest(branch)
    status, told = ask(verb, "--ledger", branch, option, value)
    assert (status, told["error"]["code"]) == (2, code)
    assert content_digest(branch) == before


@pytest.mark.parametrize(
    ("verb", "option", "value", "code"),
    [
        ("duties", "--as-of", "2025-02-30", "cli-value"),
        ("credits", "--as-of", "昨天", "cli-value"),
        ("meetings", "--kind", "庆功会", "cli-choice"),
        ("credits", "--member", "查无此人", "cli-member-unknown"),
    ],
)
def test_what_is_not_there_is_wrong_use(
    verb: str, option: str, value: str, code: str, branch: Path, ask: Verb
) -> None:
    status, told = ask(verb, "--ledger", branch, option, value)
    assert (status, told["error"]["code"]) == (2, code)
    assert value in told["error"]["what"] + told["error"]["next"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_ledger_that_is_not_there_is_the_worlds_fault(verb: str, tmp_path: Path, ask: Verb) -> None:
    status, told = ask(verb, "--ledger", tmp_path / "没有.zbtz")
    assert (status, told["error"]["code"]) == (3, "file-missing")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_damaged_ledger_is_the_worlds_fault(verb: str, branch: Path, ask: Verb) -> None:
    branch.write_bytes(b"\x00" * 8192)
    status, told = ask(verb, "--ledger", branch)
    assert status == 3
    assert told["error"]["next"]
    assert branch.read_bytes() == b"\x00" * 8192


# --- new --rules ----------------------------------------------------------------------


def test_a_new_ledger_goes_by_the_rules_it_was_given(tmp_path: Path, ask: Verb) -> None:
    path = tmp_path / "新.zbtz"
    given = ("licheng_2010", "national", "points_100")
    options = [word for key in given for word in ("--rules", key)]
    status, told = ask("new", "--ledger", path, "--organisation", BRANCH, *options)
    assert (status, told["rules"]) == (0, list(given))
    with vault.open_ledger(path) as ledger:
        chosen = {(one.use, one.rule_set) for one in rule_choice.list_choices(ledger)}
    assert chosen == {("duties", "licheng_2010"), ("duties", "national"), ("credits", "points_100")}


@pytest.mark.parametrize("given", [("imaginary",), ("",), ("national", "../../etc/passwd")])
def test_rules_nobody_has_leave_no_file(given: tuple[str, ...], tmp_path: Path, ask: Verb) -> None:
    options = [word for key in given for word in ("--rules", key)]
    status, told = ask("new", "--ledger", tmp_path / "新.zbtz", "--organisation", BRANCH, *options)
    assert status == 2
    assert all(key in str(told["error"]) for key in catalog.rule_sets())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [("national", "national"), ("points_100", "hour_credit")])
def test_rules_that_cannot_stand_together_leave_no_file(given: tuple[str, ...], tmp_path: Path, ask: Verb) -> None:
    options = [word for key in given for word in ("--rules", key)]
    status, told = ask("new", "--ledger", tmp_path / "新.zbtz", "--organisation", BRANCH, *options)
    assert status in (1, 2)
    assert told["error"]["next"]
    assert list(tmp_path.iterdir()) == []

"""Wrong use, help and the shape of every answer, whatever the verb."""

import json
from pathlib import Path

import pytest

import commands
from commands.verbs import VERBS


def _error(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    status = commands.run([*argv, "--json"])
    told = capsys.readouterr()
    assert not told.err
    assert len(told.out.splitlines()) == 1
    answer = json.loads(told.out)
    assert list(answer) == ["error"]
    return status, answer["error"]


@pytest.mark.parametrize(
    ("argv", "code", "named"),
    [
        (["dance"], "cli-unknown-verb", "dance"),
        (["members"], "cli-missing", "--ledger"),
        (["members", "--ledger", "a", "--colour", "red"], "cli-unknown-option", "--colour"),
        (["members", "--ledger", "a", "--status", "asleep"], "cli-choice", "asleep"),
        (["undo", "--ledger", "a", "--seq", "last"], "cli-value", "last"),
        (["members", "--ledger"], "cli-no-value", "--ledger"),
        (["import", "minutes", "a.xlsx", "--ledger", "a"], "cli-choice", "minutes"),
        (["members", "--led", "a"], "cli-missing", "--ledger"),
    ],
)
def test_wrong_use_is_a_chinese_sentence_and_status_2(
    argv: list[str], code: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, error = _error(argv, capsys)
    assert (status, error["code"]) == (2, code)
    assert set(error) == {"code", "what", "where", "next"}
    assert named in error["what"]
    assert "argument" not in error["what"] + error["next"]


def test_without_json_the_sentence_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["members"]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert "缺少必须写的内容：--ledger" in told.err
    assert "cli-missing" in told.err


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_a_help_text_in_chinese(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run([verb, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：python main.py {verb}")
    assert VERBS[verb].summary in text
    for english in ("usage", "options:", "positional", "show this", "optional"):
        assert english not in text


def test_the_overview_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"  {verb} " in text for verb in VERBS)


def test_a_password_file_must_hold_a_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger, secret = tmp_path / "a.zbtz", tmp_path / "secret.txt"
    argv = ["new", "--ledger", str(ledger), "--organisation", "甲支部", "--password-file", str(secret)]
    assert _error(argv, capsys)[1]["code"] == "file-missing"
    secret.write_bytes(b"\xff\xfe\x00")
    assert _error(argv, capsys)[1]["code"] == "cli-secret-file"
    secret.write_bytes(b"\n")
    assert _error(argv, capsys)[1]["code"] == "cli-secret-file"
    assert not ledger.exists()


def test_bytes_of_another_encoding_are_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "甲支部".encode("gbk").decode("utf-8", errors="surrogateescape")
    argv = ["new", "--ledger", str(tmp_path / "a.zbtz"), "--organisation", name]
    status, error = _error(argv, capsys)
    assert (status, error["code"]) == (2, "cli-encoding")
    assert list(tmp_path.iterdir()) == []

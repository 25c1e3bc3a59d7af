"""Takes a command line to its verb and the verb's outcome to the reader: sentences, or one JSON object."""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module

from commands.outcome import Outcome
from commands.parser import VerbParser
from commands.verbs import VERBS
from models.errors import KnownError, UsageError, WorldError

_HELP_WORDS = ("-h", "--help", "help", "帮助")


def run(argv: list[str], *, open_window: Callable[[list[str]], int] | None = None) -> int:
    """Carry out one verb and return the exit status. Raises only what is our own fault.

    open_window: called with a ledger's path when the verb asks for the window afterwards.
    """
    as_json = "--json" in argv
    try:
        outcome = _perform(argv)
    except KnownError as error:
        report_error(error.as_dict(), as_json=as_json)
        return error.exit_status
    except SystemExit as leaving:
        # argparse leaves this way after it has printed a help text.
        return int(leaving.code or 0)
    try:
        _report(outcome, as_json=as_json)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _result_unwritten(error)
    if open_window is not None and outcome.window_on is not None:
        open_window([str(outcome.window_on)])
    return outcome.status


def report_error(error: dict[str, str], *, as_json: bool) -> None:
    """Tell what failed: as the JSON object `error` on standard output, or as sentences on standard error."""
    if as_json:
        _print_json({"error": error})
        return
    where = error["where"].replace("\n", "\n　　　")
    lines = [f"没有办成：{error['what']}", f"位置：{where}" if where else "", f"怎么办：{error['next']}"]
    print("\n".join(line for line in [*lines, f"（代码：{error['code']}）"] if line), file=sys.stderr)


def _print_json(found: dict[str, dict[str, str]]) -> None:
    """Print to standard output, or to standard error where that cannot be written."""
    told = json.dumps(found, ensure_ascii=False)
    try:
        print(told, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(told, file=sys.stderr)


def _perform(argv: list[str]) -> Outcome:
    if not argv or argv[0] in _HELP_WORDS:
        return Outcome({"verbs": {name: verb.summary for name, verb in VERBS.items()}}, _overview())
    name, rest = argv[0], argv[1:]
    for word in argv:
        _refuse_undecoded(word)
    if name not in VERBS:
        raise UsageError("cli-unknown-verb", verb=name, known="、".join(VERBS))
    verb = VERBS[name]
    # Only the chosen verb is loaded: a start in a tenth of a second counts for scripts.
    module = import_module(verb.module)
    parser = VerbParser(prog=f"python main.py {name}", description=verb.summary)
    module.configure(parser)
    arguments = parser.parse_args(rest)
    arguments.parser = parser
    try:
        outcome = module.perform(arguments)
    except KnownError:
        raise
    except Exception as error:
        # Only now, for the same reason.
        from commands import session

        known = session.explained(arguments, error)
        if known is None:
            raise
        raise known from error
    assert isinstance(outcome, Outcome)
    return outcome


def _refuse_undecoded(word: str) -> None:
    """Refuse an argument whose bytes are not of the system's encoding: it could not be kept or told."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError as error:
        shown = word.encode("utf-8", errors="replace").decode("utf-8")
        raise UsageError("cli-encoding", value=shown) from error


def _report(outcome: Outcome, *, as_json: bool) -> None:
    if sys.stdout is None:
        # Started with a closed output: done all the same.
        return
    print(json.dumps(outcome.data, ensure_ascii=False) if as_json else "\n".join(outcome.sentences))
    # Now, not at the end of the process: a full disk is told, and a window opened afterwards keeps nobody waiting.
    sys.stdout.flush()


def _result_unwritten(error: OSError) -> int:
    """Tell on standard error that the work is done and only its result could not be written (3)."""
    report_error(WorldError("output-unwritable", detail=error.strerror or str(error)).as_dict(), as_json=False)
    # What Python still holds back for the output would fail once more at the end of the process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WorldError.exit_status


def _overview() -> list[str]:
    width = max(len(name) for name in VERBS)
    lines = [f"  {name.ljust(width)}  {verb.summary}" for name, verb in VERBS.items()]
    return [
        "用法：python main.py                打开窗口",
        "　　　python main.py 命令 选项 …    不开窗口，直接办事",
        "",
        "命令：",
        *lines,
        "",
        "每个命令的选项：python main.py 命令 --help",
        "加 --json 时只输出一个 JSON 对象；进度写到标准错误。",
        "结束状态：0 办成；1 办成，但有问题或拒绝（已列出）；2 用法不对；",
        "　　　　　3 外部原因（磁盘、占用、文件损坏），没有改动；70 程序自身的错误。",
    ]

"""An argument parser that speaks Chinese and reports wrong use like every other error."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from models.errors import UsageError

# argparse knows its errors only as English sentences; these are the ones it has (3.11 to 3.13).
_ERRORS = (
    (re.compile(r"the following arguments are required: (?P<option>.+)"), "cli-missing"),
    (re.compile(r"unrecognized arguments: (?P<option>.+)"), "cli-unknown-option"),
    (
        re.compile(r"argument (?P<option>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)"),
        "cli-choice",
    ),
    (re.compile(r"argument (?P<option>.+?): invalid \S+ value: (?P<value>.+)"), "cli-value"),
    (re.compile(r"argument (?P<option>.+?): expected .+"), "cli-no-value"),
    (re.compile(r"argument (?P<option>.+?): (?P<value>.+)"), "cli-value"),
    (re.compile(r"(?P<value>.+)", re.DOTALL), "cli-usage"),
)


_LARGEST = 1_000_000_000


def natural(text: str) -> int:
    """Return a number of rows, a year, a line of the journal …; larger ones than the ledger can count are refused.

    Raises ValueError, which argparse turns into "cli-value".
    """
    number = int(text)
    if not 0 <= number <= _LARGEST:
        raise ValueError(text)
    return number


class _ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class VerbParser(argparse.ArgumentParser):
    """A parser for one verb: no abbreviations, Chinese help, wrong use raises UsageError (exit status 2)."""

    def __init__(self, **options: Any) -> None:
        options |= {"add_help": False, "allow_abbrev": False, "formatter_class": _ChineseFormatter}
        super().__init__(**options)
        self._positionals.title = "内容"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")
        self.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the code of the mistake in place of printing English."""
        for pattern, code in _ERRORS:
            found = pattern.fullmatch(message)
            if found:
                raise UsageError(code, usage=self.prog, **found.groupdict())
        raise UsageError("cli-usage", usage=self.prog, value=message)

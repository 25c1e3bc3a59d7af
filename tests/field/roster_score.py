"""Scores the field rosters: `python -m tests.field.roster_score [folder …] [--lines]`.

Every folder in `tests/data/field/rosters` holds one file and `expected.json`. The file goes through `import roster`
into a new ledger, first as a preview with the words for people, then for good; then the members are read back.

Keys of expected.json:

- kind, why: which fault it looks for; what an office person would say about it.
- organisation: of the ledger. already: members in the ledger before.
- members: exactly those that may come in unasked, with the fields that must be right: ISO with its precision; null: has
  to be empty; a list: one of these; {"has": text}: contains it.
- asked: must stand in `undecided` or `refused`. asked_or_in: names for which either is honest; if they come in, then
  as `members` says.
- mentioned: must stand in `undecided`, `refused` or `remarks`.
- accounted: at least so many rows must be counted as read.
- unread, not_unread: headers that must or must not stand in `unread`.
- never: texts that must not stand in any value of a member.
- whole: true or codes: the whole file may be refused; must_refuse: it has to be.
- says, says_not: what the words for people must or must not contain; a list within: any of these.
- one_question: at most so many different questions (code and reason) among the undecided.
- any_of: further demands, of which one set has to be met beside the rest.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import commands
from commands import import_roster
from models import member, vault
from models.ledger import Ledger

FOLDER = Path(__file__).resolve().parent.parent / "data" / "field" / "rosters"
NOT_YET = FOLDER / "not-yet.txt"
ORGANISATION = "中共云栖市桐花巷支部"

Expected = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a file: the JSON of the real import, the words of the preview, the members afterwards."""

    told: dict[str, Any]
    words: str
    members: list[dict[str, str]] = field(default_factory=list)

    def rows(self, *lists: str) -> list[dict[str, Any]]:
        """The rows in these lists of the JSON."""
        return [row for name in lists for row in self.told.get(name, ())]

    def named(self, name: str, *lists: str) -> bool:
        """Tell whether a row of this person stands in one of these lists, with or without the signs on the name."""
        shown = [unicodedata.normalize("NFKC", row["name"]) for row in self.rows(*lists)]
        wanted = unicodedata.normalize("NFKC", name)
        return any(wanted in one or (one and one in wanted) for one in shown)


# --- running --------------------------------------------------------------------------


def cases() -> list[Path]:
    """The folders of all cases."""
    return sorted(path.parent for path in FOLDER.glob("*/expected.json"))


def expected_of(folder: Path) -> Expected:
    """The right answers of a case."""
    found: Expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return found


def not_yet() -> set[str]:
    """The cases that are known to be wrong."""
    return set(NOT_YET.read_text(encoding="utf-8").split())


def score(folder: Path) -> list[str]:
    """Return what is wrong about a case, nothing when it is right."""
    expected = expected_of(folder)
    (file,) = (path for path in folder.iterdir() if path.name != "expected.json")
    with tempfile.TemporaryDirectory() as work:
        # The words name the file: the folder's name must not stand in them.
        copy = Path(work) / file.name
        shutil.copyfile(file, copy)
        outcome = import_file(copy, Path(work), expected.get("organisation", ORGANISATION), expected.get("already", []))
    return faults(expected, outcome)


def preview(file: Path, work: Path) -> Outcome:
    """Only look at a file and return what would come of it."""
    path = work / "支部.zbtz"
    path.write_bytes(_template(ORGANISATION))
    told = json.loads(_run("import", "roster", file, "--ledger", path, "--dry-run", "--json"))
    return Outcome(told, "\n".join(import_roster.sentences(told, dry_run=True)))


def import_file(file: Path, work: Path, organisation: str = ORGANISATION, already: Iterable[Any] = ()) -> Outcome:
    """Import a file into a new ledger in a folder and return what came of it."""
    path = work / "支部.zbtz"
    path.write_bytes(_template(organisation))
    _add(path, already)
    words = _run("import", "roster", file, "--ledger", path, "--dry-run")
    told = json.loads(_run("import", "roster", file, "--ledger", path, "--json"))
    with vault.open_ledger(path) as ledger:
        found = [
            {k: str(v) for k, v in asdict(one).items()}
            for one in member.list_members(ledger, status="", order="entered")
        ]
    return Outcome(told, words, found)


def _run(*argv: object) -> str:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        commands.run([*map(str, argv)])
    return out.getvalue() if "--json" in argv else out.getvalue() + err.getvalue()


@cache
def _template(organisation: str) -> bytes:
    """Return an empty ledger. Nothing stays where it was made: a second one beside the first would be a copy."""
    with tempfile.TemporaryDirectory(prefix="field-rosters-") as folder:
        path = Path(folder) / "empty.zbtz"
        vault.create_ledger(path, organization=organisation, actor="沈墨").ledger.close()
        return path.read_bytes()


def _add(path: Path, already: Iterable[Any]) -> None:
    with vault.open_ledger(path) as ledger:
        for one in already:
            values = {name: value for name, value in one.items() if value is not None}
            _add_one(ledger, values)


def _add_one(ledger: Ledger, values: dict[str, str]) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), group_id=ledger.ids.new(), **values)


# --- judging --------------------------------------------------------------------------


def faults(expected: Expected, outcome: Outcome) -> list[str]:
    """Return every difference between an outcome and what is right; of several right ones, from the nearest."""
    if "any_of" not in expected:
        return list(_faults(expected, outcome))
    tried = [list(_faults({**expected, **more}, outcome)) for more in expected["any_of"]]
    return min(tried, key=len)


def _faults(expected: Expected, outcome: Outcome) -> Iterator[str]:
    yield from _words(expected, outcome.words)
    error = outcome.told.get("error")
    if error is not None:
        whole = expected.get("whole", False)
        if whole is not True and error["code"] not in (whole or ()):
            yield f"整个文件被拒绝：{error['code']}"
        return
    if expected.get("must_refuse"):
        yield "整个文件应当被拒绝"
    yield from _counted(expected, outcome)
    yield from _people(expected, outcome)
    yield from _told(expected, outcome)


def _words(expected: Expected, words: str) -> Iterator[str]:
    for wanted in expected.get("says", ()):
        choices = [wanted] if isinstance(wanted, str) else wanted
        if not any(choice in words for choice in choices):
            yield f"没有说到“{'／'.join(choices)}”"
    for unwanted in expected.get("says_not", ()):
        if unwanted in words:
            yield f"不该说“{unwanted}”"


def _counted(expected: Expected, outcome: Outcome) -> Iterator[str]:
    told = outcome.told
    numbers = sum(told.get(name, 0) for name in ("new", "changed", "same", "skipped"))
    if told["read"] != numbers + len(told["undecided"]) + len(told["refused"]):
        yield "各项相加不等于读到的行数"
    if told["read"] < expected.get("accounted", 0):
        yield f"只数到 {told['read']} 行，应为 {expected['accounted']}"
    questions = {(row["code"], row["reason"]) for row in told["undecided"]}
    if len(questions) > expected.get("one_question", len(questions)):
        yield f"问了 {len(questions)} 个不同的问题，最多应为 {expected['one_question']}"


def _people(expected: Expected, outcome: Outcome) -> Iterator[str]:
    wanted: dict[str, list[Expected]] = defaultdict(list)
    for one in [*expected.get("members", ()), *_unmentioned(expected)]:
        wanted[one["name"]].append(one)
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for kept in outcome.members:
        found[kept["name"]].append(kept)
    for name in found.keys() - wanted.keys():
        yield f"{name} 不该进来"
    for name, people in wanted.items():
        may_be_asked = name in expected.get("asked_or_in", ())
        yield from _person(
            name, people, found.get(name, []), may_be_asked and outcome.named(name, "undecided", "refused")
        )


def _unmentioned(expected: Expected) -> list[Expected]:
    """The members who were there before and of whom nothing else is expected: they stay as they are."""
    named = {one["name"] for one in expected.get("members", ())}
    return [one for one in expected.get("already", ()) if one["name"] not in named]


def _person(name: str, wanted: list[Expected], found: list[dict[str, str]], asked: bool) -> Iterator[str]:
    if len(found) > len(wanted):
        yield f"{name} 进来了 {len(found)} 次"
    if len(found) < len(wanted) and not asked:
        yield f"{name} 没有进来"
    left = list(wanted)
    for kept in found:
        wrong = {index: list(_values(one, kept)) for index, one in enumerate(left)}
        if not wrong:
            return
        best = min(wrong, key=lambda index: len(wrong[index]))
        yield from (f"{name} {fault}" for fault in wrong[best])
        del left[best]


def _values(wanted: Expected, kept: dict[str, str]) -> Iterator[str]:
    for name, value in wanted.items():
        choices = value if isinstance(value, list) else [value]
        if not any(_fits(choice, kept[name]) for choice in choices):
            yield f"{name}={kept[name]!r}，应为 {value!r}"


def _fits(wanted: Any, kept: str) -> bool:
    return wanted["has"] in kept if isinstance(wanted, dict) else kept == (wanted or "")


def _told(expected: Expected, outcome: Outcome) -> Iterator[str]:
    for name in expected.get("asked", ()):
        if not outcome.named(name, "undecided", "refused"):
            yield f"{name} 没有问"
    for name in expected.get("mentioned", ()):
        if not outcome.named(name, "undecided", "refused", "remarks"):
            yield f"{name} 没有一句话"
    headers = {entry["header"] for entry in outcome.told.get("unread", ())}
    for header in expected.get("unread", ()):
        if not any(header in one for one in headers):
            yield f"没有说“{header}”没读"
    for header in expected.get("not_unread", ()):
        if header in headers:
            yield f"不该说“{header}”没读"
    stored = [value for one in outcome.members for key, value in one.items() if key not in _INNER]
    for text in expected.get("never", ()):
        if any(text in value for value in stored):
            yield f"存进了“{text}”"


_INNER = frozenset({"org", "id", "name_pinyin", "name_initials"})


# --- the table ------------------------------------------------------------------------


def table(results: dict[str, tuple[str, list[str]]]) -> Iterator[str]:
    """Yield lines: kind, right of total, and each wrong case with its reason."""
    total, right = Counter[str](), Counter[str]()
    for kind, wrong in results.values():
        total[kind] += 1
        right[kind] += not wrong
    for kind in sorted(total):
        yield f"{kind}  {right[kind]}/{total[kind]}"
        for name, (of, wrong) in results.items():
            if of == kind and wrong:
                more = f"（另 {len(wrong) - 3} 处）" if len(wrong) > 3 else ""
                yield f"   ✗ {name}：{'；'.join(wrong[:3])}{more}"
    yield f"合计 {sum(right.values())}/{sum(total.values())}"


def main() -> int:
    """Score all cases or those named, and print the table; --lines: only the names of wrong ones."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="beginnings of folder names")
    parser.add_argument("--lines", action="store_true", help="print the names of the wrong cases, one a line")
    arguments = parser.parse_args()
    os.environ.setdefault("ZBTZ_HOME", tempfile.mkdtemp(prefix="field-keys-"))
    chosen = [path for path in cases() if not arguments.names or path.name.startswith(tuple(arguments.names))]
    results = {path.name: (expected_of(path)["kind"], score(path)) for path in chosen}
    wrong = [name for name, (_, said) in results.items() if said]
    for line in wrong if arguments.lines else table(results):
        sys.stdout.write(line + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

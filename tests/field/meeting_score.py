"""Runs the meeting files of `tests/data/field/meetings` through `import meetings` and judges what stands in the ledger.

    python -m tests.field.meeting_score [--strike] [word of a case …]

prints right/total by kind and the reasons of what is wrong; --strike takes what is right now off `not-yet.txt`. Keys of
`expected.json`:

- `people`: the ledger's members (`name`, `group`, `joined_date`); `STANDARD` where it is missing.
- `meetings`: those that may come in: `day`, `kinds`, `topic` (as far as given), `marks` of all who were not simply
  present (a mark, or several that are no lie; `none`: not on the sheet), `fields` of the record (a value or several).
- `asked`: must stand in undecided or refused, one entry for each, and not come in. `asked_or_in`: days for which both
  are honest. A day in neither must come in.
- `hours`: study of single people (`name`, `day`, `minutes`, `title`); `hours_may_ask`: rows may be asked instead.
- `unread`: headers that must be told. `kept_or_unread`: header -> text that is kept somewhere or its header told.
- `whole`: true or codes with which the whole file may be refused; `whole_says`: words of which the refusal has one.
- `one_question`: most different questions.
- `never`: what no record may hold. `says`: what the sentences say (a list: any of these). `silent`: what they do not.
"""

import contextlib
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import commands
from commands import session
from models import attendance, backup, group, meeting, member, organization, post
from models.clock import FixedClock
from models.ids import CountingIds
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.ledger import Ledger

CASES = Path(__file__).resolve().parent.parent / "data" / "field" / "meetings"
NOT_YET = CASES / "not-yet.txt"
CLOCK = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
GROUPS = ("第一党小组", "第二党小组")
STANDARD = tuple(
    {"name": name, "group": GROUPS[at % 2]}
    for at, name in enumerate(("贺云帆", "苗青禾", "柏承志", "宁小棠", "滕望舒", "尹槐序", "阮听澜", "古丽娜尔·艾力"))
)
POSTS = ("secretary", "organization", "publicity")
TOLD = ("undecided", "refused", "remarks")


@dataclass(slots=True)
class Outcome:
    """What an import left. told: its JSON; error: of a whole file refused; words: what the command says to people."""

    told: dict[str, Any] = field(default_factory=dict)
    error: dict[str, str] = field(default_factory=dict)
    words: str = ""
    meetings: list[tuple[meeting.Meeting, dict[str, str], list[str]]] = field(default_factory=list)
    hours: list[Record] = field(default_factory=list)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Everything told about rows that stay outside."""
        return [*self.told.get("undecided", ()), *self.told.get("refused", ())]

    @property
    def sentences(self) -> str:
        """All sentences, those of a refused file too."""
        rows = [row["reason"] for key in TOLD for row in self.told.get(key, ())]
        return "\n".join([*rows, *(str(self.error.get(part, "")) for part in ("what", "next"))])

    @property
    def texts(self) -> list[str]:
        """Every text that the ledger now holds."""
        held = [one for one, _, _ in self.meetings]
        values = [getattr(one, part.name) for one in held for part in fields(one)]
        values += [each for one in self.hours for each in (one.name, *one.values.values())]
        kept = [str(value) for value in values if value is not None]
        return kept + [reason for _, _, reasons in self.meetings for reason in reasons]


def cases() -> list[Path]:
    """The folders of all cases."""
    return sorted(path.parent for path in CASES.glob("*/expected.json"))


def expected(case: Path) -> dict[str, Any]:
    """The answer of a case."""
    return dict(json.loads((case / "expected.json").read_text(encoding="utf-8")))


def file_of(case: Path) -> Path:
    """The input of a case."""
    (found,) = (path for path in case.iterdir() if path.name != "expected.json")
    return found


def branch(path: Path, people: Sequence[dict[str, str]] = STANDARD) -> Ledger:
    """A ledger of these people with two groups; the first three are its committee."""
    ledger = Ledger.create(path, organization="中共云栖市桐花巷支部", actor="沈墨", clock=CLOCK, ids_=CountingIds())
    with ledger.operation("organization.edit") as op:
        organization.edit(op, 1, founded_date="2010-01-01")
        for name in GROUPS:
            group.add_group(op, group_id=ledger.ids.new(), name=name)
        for at, one in enumerate(people):
            values = {"group": GROUPS[at % 2], "joined_date": "2008-06", "birth_date": f"19{70 + at % 20}-01"}
            made = member.add_member(op, member_id=ledger.ids.new(), **(values | one))
            if at < len(POSTS):
                post.add_post(op, post_id=ledger.ids.new(), member_id=made, post=POSTS[at])
    return ledger


def run(file: Path, people: Sequence[dict[str, str]] = STANDARD, *, words: bool = False) -> Outcome:
    """Import a file into a new ledger by the command, and read back what is there; words: what it says too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "支部.zbtz"
        branch(path, people).close()

        def opened(_: object) -> Ledger:
            return Ledger.open(path, actor="沈墨", clock=CLOCK)

        # Without the backup before it, which is tried elsewhere and takes most of the time.
        with mock.patch.object(session, "open_ledger", opened), mock.patch.object(backup, "make_backup"):
            spoken = _said("import", "meetings", file, "--ledger", path, "--dry-run") if words else ""
            told = json.loads(_said("import", "meetings", file, "--ledger", path, "--json"))
        outcome = Outcome(told, told.get("error", {}), spoken)
        with opened(None) as ledger:
            for one in meeting.list_meetings(ledger):
                lines = attendance.sheet(ledger, one.id)
                marks = {line.name: line.mark for line in lines}
                outcome.meetings.append((one, marks, [line.reason for line in lines]))
            outcome.hours = records.listed(ledger, kind_of("study_record"))
    return outcome


def judge(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    """Return what is wrong with an outcome; nothing when it is right."""
    if outcome.error:
        found = _refused_whole(answer, outcome)
    else:
        found = [*_meetings(answer, outcome), *_asked(answer, outcome), *_hours(answer, outcome)]
        found += _columns(answer, outcome)
    return [*found, *_sentences(answer, outcome)]


def score(chosen: Sequence[Path]) -> dict[Path, list[str]]:
    """Judge cases."""
    results: dict[Path, list[str]] = {}
    for case in chosen:
        answer = expected(case)
        outcome = run(file_of(case), answer.get("people", STANDARD), words="unread" in answer)
        results[case] = judge(answer, outcome)
    return results


def _said(*argv: object) -> str:
    out, progress = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(progress):
        commands.run([*map(str, argv)])
    return out.getvalue()


def _among(value: Any, allowed: Any) -> bool:
    return value in allowed if isinstance(allowed, list) else value == allowed


def _refused_whole(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    whole, code = answer.get("whole"), outcome.error["code"]
    if whole is True or (isinstance(whole, list) and code in whole):
        wanted = answer.get("whole_says", [""])
        return [] if any(word in outcome.sentences for word in wanted) else [f"refused without {'/'.join(wanted)}"]
    return [f"whole file refused: {code}: {outcome.error.get('what')}"]


def _meetings(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    wrong: list[str] = []
    open_ = list(answer.get("meetings", ()))
    for one, marks, _ in outcome.meetings:
        wanted = next((entry for entry in open_ if _is(entry, one)), None)
        shown = f"{one.day} {one.kinds} “{one.topic[:20]}”"
        if wanted is None:
            wrong.append(f"invented or changed: {shown}, {Counter(marks.values())}")
            continue
        open_.remove(wanted)
        if wanted["day"] in answer.get("asked", ()):
            wrong.append(f"came in unasked: {shown}, {dict(Counter(marks.values()))}")
        wrong += [f"{shown}: {told}" for told in (*_marks(wanted, marks), *_fields(wanted, one))]
    may_wait = {*answer.get("asked", ()), *answer.get("asked_or_in", ())}
    return wrong + [f"did not come in: {entry['day']}" for entry in open_ if entry["day"] not in may_wait]


def _is(entry: dict[str, Any], one: meeting.Meeting) -> bool:
    told = {"day": one.day, "kinds": one.kinds, "topic": one.topic}
    return all(_among(told[key], entry[key]) for key in told if key in entry)


def _marks(wanted: dict[str, Any], marks: dict[str, str]) -> list[str]:
    right = dict.fromkeys(marks, "present") | wanted["marks"]
    return [
        f"{name} is {marks.get(name, 'none')}, not {allowed}"
        for name, allowed in right.items()
        if not _among(marks.get(name, "none"), allowed)
    ]


def _fields(wanted: dict[str, Any], one: meeting.Meeting) -> list[str]:
    return [
        f"{name} is {getattr(one, name)!r}, not {allowed!r}"
        for name, allowed in wanted.get("fields", {}).items()
        if not _among(getattr(one, name), allowed)
    ]


def _asked(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    came = {one.day for one, _, _ in outcome.meetings}
    waiting = {*answer.get("asked_or_in", ())} - came
    least = len(answer.get("asked", ())) + len(waiting)
    wrong = [] if len(outcome.entries) >= least else [f"{len(outcome.entries)} told as open, {least} days are missing"]
    most = answer.get("one_question")
    questions = {(row["code"], row["reason"]) for row in outcome.entries}
    if most and len(questions) > most:
        wrong.append(f"{len(questions)} different questions instead of {most}: {sorted(questions)}")
    return wrong


def _hours(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    open_ = list(answer.get("hours", ()))
    wrong = []
    for one in outcome.hours:
        has = {"name": one.name, "day": one.day, "minutes": one.number("study_minutes"), "title": one.title}
        entry = next((entry for entry in open_ if all(has[key] == entry[key] for key in entry)), None)
        if entry is None:
            wrong.append(f"hours invented or changed: {has}")
        else:
            open_.remove(entry)
    if answer.get("hours_may_ask"):
        return wrong
    return wrong + [f"hours did not come in: {entry['name']} {entry['day']}" for entry in open_]


def _columns(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    unread = {row["header"] for row in outcome.told.get("unread", ())}
    wrong = [f"unread column not told: {header}" for header in answer.get("unread", ()) if header not in unread]
    wrong += [
        f"unread column not in the sentences: {header}"
        for header in answer.get("unread", ())
        if header in unread and header not in outcome.words
    ]
    kept = "\n".join(outcome.texts)
    for header, text in answer.get("kept_or_unread", {}).items():
        if header not in unread and text not in kept:
            wrong.append(f"lost without a word: {header} “{text}”")
    return wrong


def _sentences(answer: dict[str, Any], outcome: Outcome) -> list[str]:
    wrong = [f"kept: {never!r}" for never in answer.get("never", ()) if any(never in text for text in outcome.texts)]
    for said in answer.get("says", ()):
        wanted = said if isinstance(said, list) else [said]
        if not any(word in outcome.sentences for word in wanted):
            wrong.append(f"does not say: {'/'.join(wanted)}")
    wrong += [f"says wrongly: {said}" for said in answer.get("silent", ()) if said in outcome.sentences]
    return wrong


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    words = [word for word in argv if word != "--strike"]
    chosen = [case for case in cases() if not words or any(word in case.name for word in words)]
    results = score(chosen)
    for case, wrong in results.items():
        print(f"{'wrong' if wrong else 'right'}  {case.name}", *(f"\n         {told}" for told in wrong))
    kinds = {case: expected(case)["kind"] for case in results}
    total, right = Counter(kinds.values()), Counter(kinds[case] for case, wrong in results.items() if not wrong)
    for kind in sorted(total):
        print(f"{kind:5} {right[kind]}/{total[kind]}")
    print(f"all   {right.total()}/{total.total()}")
    if "--strike" in argv:
        mended = {case.name for case, wrong in results.items() if not wrong}
        left = [name for name in NOT_YET.read_text(encoding="utf-8").split() if name not in mended]
        NOT_YET.write_text("".join(f"{name}\n" for name in left), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

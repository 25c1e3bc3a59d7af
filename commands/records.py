"""`records`: the records of a declared kind: listed, entered, imported."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from commands import import_roster, session, year
from commands.columns import aligned
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from exchange import kind_sheet, questions
from models.errors import UsageError
from models.kinds import foreign, records
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.kinds.records import Record
from models.ledger import Ledger


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("kind", metavar="种类", help=f"哪一类记录：{'、'.join(_known())}（见 kinds）")
    session.add_ledger(parser, writes=True)
    year.add_year(parser, as_of=False)
    parser.add_argument("--member", action="append", metavar="姓名", help="看谁的、登记谁的（姓名或编号，可多次）")
    parser.add_argument("--add", nargs="+", metavar="项目=内容", help="登记一条，如 日期=2026-03-05")
    parser.add_argument("--import", dest="file", type=Path, metavar="文件", help="从表格文件导入，一行一人一条")
    parser.add_argument("--dry-run", action="store_true", help="导入时只看会导入什么，不写入")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the records of a year, enter one, or import a file.

    Listing: `kind`, `year`, `records`, each with `id`, `day`, `year`, `state`, `members` and its fields by name,
    amounts as they are kept. Entering: the same of what was entered. Importing: the keys of `import`.
    """
    if arguments.add and arguments.file:
        raise UsageError("cli-unknown-option", usage=arguments.parser.prog, option="--import")
    # Who only looks is not asked whether the ledger was moved or copied.
    arguments.dry_run = arguments.dry_run or not (arguments.add or arguments.file)
    with session.open_ledger(arguments) as ledger:
        kind = _kind(arguments, ledger)
        if arguments.file:
            return _import(ledger, kind, arguments)
        if arguments.add:
            return _add(ledger, kind, arguments)
        wanted, org = year.wanted_year(arguments, ledger), year.wanted_org(arguments, ledger)
        only = year.wanted_members(arguments.member, ledger, org)
        listed = records.listed(ledger, kind, org=org, year=wanted)
    found = [one for one in listed if only is None or one.member_id in only]
    return _told(kind, found, {"year": wanted}, f"{wanted} 年共 {len(found)} 条{kind.call}。")


def _known() -> list[str]:
    return [one.name for one in kinds().values() if (one.about == "member" or one.shelved) and not one.part_of]


def _kind(arguments: argparse.Namespace, ledger: Ledger) -> Kind:
    """Return the kind that is named; one that only its records tell of can be listed. Raises UsageError("cli-choice").
    """
    newer = [] if arguments.add or arguments.file else foreign.kinds_in(ledger, None)
    known = {name: kinds()[name] for name in _known()} | {one.name: one for one in newer}
    if arguments.kind not in known:
        facts = {"option": "种类", "value": arguments.kind[:40], "known": "、".join(known)}
        raise UsageError("cli-choice", usage=arguments.parser.prog, **facts)
    return known[arguments.kind]


def _told(kind: Kind, found: list[Record], more: dict[str, Any], sentence: str) -> Outcome:
    head = ["姓名", *(field.word for field in kind.fields)]
    rows = [[one.name, *(_short(one.said(field.name)) for field in kind.fields)] for one in found]
    data = {"kind": kind.name, **more, "records": [_as_data(one) for one in found]}
    return Outcome(data, [*(aligned([head, *rows]) if rows else []), sentence])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"


_MOST_SHOWN = 20


def _as_data(one: Record) -> dict[str, Any]:
    """Return a record for `--json`; people by name, and what a newer program kept with it."""
    people = dict.fromkeys((one.name, *(name for said in one.called.values() for name in said.split("、"))))
    told = {"id": one.id, "day": one.day, "year": int(one.day[:4] or 0), "state": ""}
    return told | {"members": [*filter(None, people)]} | dict(one.values) | dict(one.called) | dict(one.more)


def _add(ledger: Ledger, kind: Kind, arguments: argparse.Namespace) -> Outcome:
    people = year.wanted_members(arguments.member, ledger, 1) or set()
    values = dict(_said(kind, text, arguments) for text in arguments.add)
    with ledger.operation(kind.operation("add")) as op:
        made = records.add(op, ledger.ids, kind, sorted(people), **values)
    found = [one for one in records.listed(ledger, kind) if one.id in made]
    return _told(kind, found, {}, f"已登记 {len(found)} 条{kind.call}。")


def _said(kind: Kind, text: str, arguments: argparse.Namespace) -> tuple[str, Any]:
    """Return a field and its value. Raises UsageError("cli-field-unknown"), RefusedError for what cannot be read."""
    called, given, value = text.partition("=")
    field = next((one for one in kind.fields if called.strip() in (one.name, one.word)), None)
    if field is None or not given:
        known = "、".join(one.word for one in kind.fields)
        raise UsageError("cli-field-unknown", usage=arguments.parser.prog, value=text[:40], known=known)
    return field.name, field.read(value.strip(), f"{kind.name}.{field.name}")


def _import(ledger: Ledger, kind: Kind, arguments: argparse.Namespace) -> Outcome:
    progress(f"正在读取：{arguments.file.name}")
    plan = kind_sheet.plan_import(ledger, kind, arguments.file)
    summary: dict[str, Any] = plan.summary() | {"written": False}
    if not arguments.dry_run:
        if plan.in_state("new"):
            import_roster.back_up(ledger)
        summary["written"] = bool(kind_sheet.apply_plan(ledger, plan).seq)
    undecided, refused, called = summary["undecided"], summary["refused"], partial(kind_sheet.field_word, kind)
    lines = [
        f"读到 {summary['read']} 行：新增 {summary['new']}，台账里已有 {summary['same']}，"
        f"待确认 {len(undecided)}，拒绝 {len(refused)}。"
    ]
    for word, rows in (("待确认", undecided), ("拒绝", refused)):
        lines += [f"  {word}：{questions.told(one, called)}" for one in questions.grouped(rows)]
    if headers := [one["header"] or f"工作表“{one['sheet']}”" for one in summary["unread"]]:
        lines.append(f"没有读的栏：{'、'.join(dict.fromkeys(headers))}。")
    lines.append(import_roster.outcome_sentence(summary, dry_run=arguments.dry_run))
    return Outcome(summary, lines, 1 if undecided or refused else 0)

"""`take-over`: what another copy of the ledger has more, into this one."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from commands import import_roster, session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from models import change_words, other_copy, take_over, words
from models.ledger import Ledger
from models.take_over import Conflict, Difference, Plan


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("other", type=Path, metavar="另一份", help="另一份台账（.zbtz）或它的备份（.dybak）")
    session.add_ledger(parser, writes=True)
    parser.add_argument("--dry-run", action="store_true", help="只看会接过来什么，不写入")
    prefer = (take_over.OWN, take_over.OTHER)
    parser.add_argument("--prefer", choices=prefer, metavar="own|other", help="两边都改过的以哪边为准：本机、那一份")
    parser.add_argument("--let-go", action="store_true", help="那一份删掉的，这里也删掉；不写就都留着")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Compare and take over; status 1 while something both sides changed is undecided.

    Keys: `comes` and `gone` (table -> how many), `joined`, `packages`, `conflicts` (each `id`, `table`, `record`,
    `fields`: word, own, other), `written`.
    """
    secret = {"password": session.password(arguments), "recovery_code": session.recovery_code(arguments)}
    with session.open_ledger(arguments) as ledger:
        progress(f"正在对照：{arguments.other.name}")
        with other_copy.opened(ledger, arguments.other, **secret) as other:
            plan = take_over.plan_of(ledger, other)
        data = _as_data(ledger, plan) | {"written": False}
        undecided = bool(plan.conflicts) and not arguments.prefer
        if not (arguments.dry_run or undecided or plan.nothing):
            import_roster.back_up(ledger)
            choices = take_over.settled(plan, arguments.prefer or take_over.OWN)
            with ledger.operation("ledger.take_over", why=arguments.other.name) as op:
                take_over.apply(op, ledger.ids, plan, choices, let_go=arguments.let_go)
            data["written"] = True
    return Outcome(data, _told(data, plan, arguments), int(undecided))


def _counts(rows: tuple[Difference, ...]) -> dict[str, int]:
    return dict(Counter(one.table for one in rows))


def _as_data(ledger: Ledger, plan: Plan) -> dict[str, Any]:
    return {
        "comes": _counts(plan.comes),
        "gone": _counts(plan.gone),
        "joined": len(plan.joined),
        "packages": len(plan.sent),
        "conflicts": [_conflict(ledger, one) for one in plan.conflicts],
    }


def _conflict(ledger: Ledger, one: Conflict) -> dict[str, Any]:
    fields = [line for row in one.rows for line in change_words.side_by_side(ledger, row.table, row.own, row.other)]
    first = one.rows[0]
    return {
        "id": one.id,
        "table": first.table,
        "record": change_words.named(ledger, first.table, first.own or first.other or {}),
        "fields": [{"field": word, "own": own, "other": other} for word, own, other in fields],
    }


def _told(data: dict[str, Any], plan: Plan, arguments: argparse.Namespace) -> list[str]:
    if plan.nothing:
        return ["那一份没有新的可以接过来。"]
    lines = [f"  {words.label('table', table)} {count} 条" for table, count in data["comes"].items()]
    lines = [f"那一份多出、改过 {len(plan.comes)} 条：", *lines] if lines else ["那一份没有多出来的记录。"]
    if plan.joined:
        lines.append(f"两边各自登记、其实是同一个的 {len(plan.joined)} 处，合成一个。")
    if plan.gone:
        lines.append(f"那一份删掉了 {len(plan.gone)} 条，这里{'也删掉' if arguments.let_go else '都留着'}。")
    for one in data["conflicts"]:
        lines.append(f"  两边都改过：{one['record']}")
        lines += [f"    {each['field']}：本机“{each['own']}”，那一份“{each['other']}”" for each in one["fields"]]
    if data["written"]:
        return [*lines, "已接过来，一次撤销可以全部退回。请再上报一次，并停用另一台电脑上的那一份。"]
    if data["conflicts"] and not arguments.prefer:
        return [*lines, "还没有写入：两边都改过的，加 --prefer own 或 --prefer other。"]
    return [*lines, "只是看看，没有写入。"]

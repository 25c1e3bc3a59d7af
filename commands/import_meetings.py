"""`import meetings`: last year's meetings out of a workbook."""

import argparse
from typing import Any

from commands import import_roster, session
from commands.outcome import progress
from exchange import meetings_findings, meetings_plan, meetings_sheet


def import_file(arguments: argparse.Namespace) -> dict[str, Any]:
    """Import meetings and return the figures, with `written`."""
    progress(f"正在读取：{arguments.file.name}")
    register = meetings_sheet.read_meetings(arguments.file)
    with session.open_ledger(arguments) as ledger:
        plan = meetings_plan.plan_import(ledger, register, year=arguments.year or 0)
        summary: dict[str, Any] = dict(plan.summary())
        summary["written"] = False
        if not arguments.dry_run:
            if plan.in_state("new"):
                import_roster.back_up(ledger)
            summary["written"] = bool(meetings_plan.apply_plan(ledger, plan).seq)
    return summary


def sentences(summary: dict[str, Any], *, dry_run: bool = False) -> list[str]:
    """Tell the counts of an import, each row that did not come in, and what is odd about those that did."""
    undecided, refused = summary["undecided"], summary["refused"]
    lines = [
        f"读到 {summary['read']} 次会议：新增 {summary['new']}，台账里已有 {summary['same']}，"
        f"待确认 {len(undecided)}，拒绝 {len(refused)}。"
    ]
    for word, rows in (("待确认", undecided), ("拒绝", refused), ("已收，请核对", summary["remarks"])):
        for row in rows:
            field = f"（{meetings_findings.field_word(row['field'])}）" if row["field"] else ""
            place = f"{row['sheet']} 第 {row['row']} 行 {row['name'] or '（没有议题）'}{field}"
            lines.append(f"  {word}：{place}：{row['reason']}")
    return [*lines, import_roster.outcome_sentence(summary, dry_run=dry_run)]

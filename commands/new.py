"""`new`: an empty ledger, encrypted; its recovery code is shown this one time."""

import argparse
from pathlib import Path

from commands import key_words, session
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import organization, rule_choice, vault, words
from models.errors import UsageError
from models.rules import catalog

_LEVELS = {"支部": "branch", "总支": "general_branch", "党委": "committee"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--ledger", type=Path, required=True, metavar="文件", help="新台账的文件名（.zbtz），不能已经存在"
    )
    parser.add_argument("--organisation", required=True, metavar="名称", help="组织全称，如“中共××支部委员会”")
    parser.add_argument("--level", choices=tuple(_LEVELS), default="支部", help="组织层级，默认“支部”")
    parser.add_argument("--rules", action="append", default=[], metavar="制度", help=_rules_help())
    parser.add_argument("--as", dest="actor", default="", metavar="姓名", help="经手人；不写时用这台电脑的登录名")
    session.add_secrets(parser)


def _rules_help() -> str:
    titles = {key: one.title for key, one in catalog.rule_sets().items()}
    titles |= {key: one.title for key, one in catalog.credit_schemes().items()}
    return "选用的制度或学分办法，可写几次：" + "；".join(f"{key}（{title}）" for key, title in titles.items())


def _uses(rules: list[str], parser: VerbParser) -> list[tuple[str, str]]:
    """Return (use, key) of each set named. Raises UsageError("cli-choice")."""
    known = dict.fromkeys(catalog.rule_sets(), "duties") | dict.fromkeys(catalog.credit_schemes(), "credits")
    for key in rules:
        if key not in known:
            raise UsageError("cli-choice", usage=parser.prog, option="--rules", value=key, known="、".join(known))
    return [(known[key], key) for key in rules]


def perform(arguments: argparse.Namespace) -> Outcome:
    """Make the ledger; it opens here without a word, or with the password if one was given."""
    uses = _uses(arguments.rules, arguments.parser)
    if len([use for use, _ in uses if use == "credits"]) > 1 or len(set(uses)) < len(uses):
        raise UsageError("cli-value", usage=arguments.parser.prog, option="--rules", value=" ".join(arguments.rules))
    created = vault.create_ledger(
        arguments.ledger,
        organization=arguments.organisation,
        level=_LEVELS[arguments.level],
        actor=arguments.actor or session.login_name(),
        password=session.password(arguments),
        encrypted=True,
    )
    with created.ledger as ledger:
        for use, key in uses:
            with ledger.operation("rules.choose") as op:
                rule_choice.choose(op, choice_id=ledger.ids.new(), use=use, rule_set=key)
        own = organization.own(ledger)
        actor, opens = ledger.actor, key_words.opens(ledger)
    sheet = created.sheet
    data = {
        "ledger": str(arguments.ledger.absolute()),
        "organisation": own.name,
        "level": own.level,
        "actor": actor,
        "protected": True,
        "rules": [key for _, key in uses],
        **key_words.code_data(sheet),
    }
    level = words.label("level", own.level)
    return Outcome(
        data,
        [
            f"已建立台账：{data['ledger']}",
            f"组织：{own.name}（{level}）；经手人：{actor}",
            f"已加密，{opens}。",
            *key_words.code_lines(sheet),
        ],
    )

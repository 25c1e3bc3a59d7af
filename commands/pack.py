"""`pack`: the next numbered package for the committee."""

import argparse
from pathlib import Path
from typing import Any

from commands import session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from exchange import pack
from exchange.pack import SentPackage
from models import files, organization


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser, writes=True)
    parser.add_argument("--to", type=Path, required=True, metavar="文件夹", help="上报包写到哪个文件夹（如U盘）")
    parser.add_argument("--without-id-numbers", action="store_true", help="不带公民身份号码")
    parser.add_argument("--why", default="", metavar="原因", help="更正后重新上报时写明原因")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Make a package of everything that travels, signed and sealed to the committee."""
    with session.open_ledger(arguments) as ledger, files.folder_for(arguments.to):
        progress("正在生成上报包……")
        made = pack.make_package(
            ledger,
            arguments.to,
            id_numbers=not arguments.without_id_numbers,
            why=arguments.why,
        )
        left_out = organization.members_below(ledger)
    told = [f"注意：包里只有本级直属的党员；所属支部的 {left_out} 名党员不在内，由各支部自己上报。"] if left_out else []
    return Outcome(as_data(made) | {"left_out": left_out}, [*sentences(made), *told])


def as_data(made: SentPackage) -> dict[str, Any]:
    """Return the documented keys of a package that was made."""
    return {
        "package": str(made.path.absolute()),
        "number": made.number,
        "digest": made.digest,
        "bytes": made.cover.size,
        "recipient": made.cover.recipient,
        "counts": made.counts,
        "content_digest": made.content_digest,
    }


def sentences(made: SentPackage) -> list[str]:
    """Tell what was made, for whom, and the digest to compare."""
    figures = "，".join(f"{word} {count}" for word, count in made.cover.counts)
    return [
        f"上报包已写好，并已读回核对：{made.path.absolute()}",
        f"第 {made.number} 号，报 {made.cover.recipient}；{figures}。",
        f"摘要：{' '.join(made.cover.digest_groups)}",
    ]

"""`forms`: the catalogue of what can be printed."""

import argparse

from commands.outcome import Outcome
from commands.parser import VerbParser
from reports import catalog


def configure(parser: VerbParser) -> None:
    """Declare no arguments beside the common ones."""


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the forms with their variants and formats."""
    found = catalog.list_forms()
    data = [
        {
            "id": form.id,
            "title": form.title,
            "edition": form.edition,
            "valid_from": form.valid_from.isoformat(),
            "valid_to": form.valid_to and form.valid_to.isoformat(),
            "variants": form.variants,
            "formats": list(form.formats),
        }
        for form in found
    ]
    lines = []
    for form in found:
        lines.append(f"{form.id}  {form.title}（{form.edition} 年版；{'、'.join(form.formats)}）")
        lines += [f"    版式 {name}：{label}" for name, label in form.variants.items()]
    return Outcome({"forms": data}, [*lines, f"共 {len(found)} 种。"])

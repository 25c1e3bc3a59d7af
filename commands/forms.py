"""`forms`: the catalogue of what can be printed."""

import argparse

from commands.outcome import Outcome
from commands.parser import VerbParser
from reports import catalog


def configure(parser: VerbParser) -> None:
    """Declare no arguments beside the common ones."""


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the forms."""
    found = catalog.list_forms()
    data = [{"id": form.id, "title": form.title} for form in found]
    return Outcome(
        {"forms": data}, [*(f"{form.id}  {form.title}" for form in found), f"共 {len(found)} 种。"]
    )

"""`kinds`: the declared kinds of records."""

import argparse
from typing import Any

from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from reports import kind_register

OWN_TABLE, SHARED = "own", "shared"
"""Shelf of a kind whose records lie in a table of their own, and of one that shares it with the others."""


def configure(parser: VerbParser) -> None:
    """Declare the arguments: there are none."""


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the kinds. Keys: `kinds`, each with `kind`, `word`, `room`, `shelf`, `about`, `fields` (names), `words` (by
    name), `forms`, `sources`.
    """
    found = [_as_data(one) for one in kinds().values() if not one.part_of]
    rows = [[one["kind"], one["word"], "、".join(one["words"].values())] for one in found]
    return Outcome({"kinds": found}, [*aligned([["标识", "名称", "项目"], *rows]), f"共 {len(found)} 种。"])


def _as_data(one: Kind) -> dict[str, Any]:
    return {
        "kind": one.name,
        "word": one.word,
        "room": one.room,
        "shelf": SHARED if one.shelved else OWN_TABLE,
        "about": one.about,
        "fields": [field.name for field in one.fields],
        "words": {field.name: field.word for field in one.fields},
        "forms": [kind_register.form_id(one)] if one.register else [],
        "sources": [one.source] if one.source else [],
    }

"""Nobody approves, reviews or teaches herself unnoticed: beside her own name stands somebody else's, or a decision."""

import re
import tomllib
import unicodedata
from collections.abc import Collection
from datetime import date
from functools import cache

import resources
from models import post
from models.errors import RefusedError
from models.gate import Operation
from models.schema import SELF

_NO_LETTER = re.compile(r"[\W_]+")


def alone(named: str, own: Collection[str], note: str = "") -> bool:
    """Tell whether an approval is her own only.

    named: who approved, as written: one name or several, with titles or without. own: her names and the titles she
    holds. note: what is said beside it; the decision of a body named there, as in 经支委会讨论通过, is enough.
    """
    left = _plain(named)
    spoken = [_plain(one) for one in (*own, *_known()["herself"])]
    said = [one for one in sorted(spoken, key=len, reverse=True) if one and one in left]
    if not said or any(body in note for body in _known()["bodies"]):
        return False
    for one in (*said, *sorted(_known()["titles"], key=len, reverse=True)):
        left = left.replace(one, "")
    return not left


def of_member(op: Operation, member_id: str, day: str, org: int = SELF) -> list[str]:
    """Return how a member may be named on a day: her name, and her post where she is the secretary."""
    person = op.row("member", (org, member_id))
    if person is None:
        return []
    held = [one for one in _secretaries(op, day, org) if one.member_id == member_id]
    return [str(person["name"]), *(_post_words() if held else ())]


def of_branch(op: Operation, day: str, org: int = SELF) -> list[str]:
    """Return how the branch's own secretary may be named on a day."""
    row = op.row("organization", (org,))
    names = [one.name for one in _secretaries(op, day, org)] or [str(row["secretary"]) if row else ""]
    return [*names, *_post_words()]


def refuse(named: str, own: Collection[str], *, name: str, act: str, note: str = "") -> None:
    """Refuse what she alone says of her own. act: what is done, as a word. Raises RefusedError("own-approval")."""
    if alone(named, own, note):
        raise RefusedError("own-approval", name=name, named=named.strip(), act=act)


def _secretaries(op: Operation, day: str, org: int) -> list[post.PostTerm]:
    held = post.list_posts(op.rows, org, day=date.fromisoformat(day))
    return [one for one in held if one.post == "secretary"]


def _plain(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text))


@cache
def _known() -> dict[str, list[str]]:
    path = resources.ROOT / "names" / "own_approval.toml"
    found: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _post_words() -> list[str]:
    return [word for word, held in post.written().items() if held == "secretary"]

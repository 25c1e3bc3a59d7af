"""What words say of somebody's standing: in order, gone (and how), lost, not a member. The words themselves are in
`resources/roster/standing.toml`; whose row they stand in is `roster_membership`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from exchange import roster_coded, roster_header, roster_words

NOT_MEMBER, LOST = "not_member", "lost"
GONE = ("deceased", "expelled", "stopped", "transfer")
"""Kinds of standing in which somebody is no longer a member here."""

_CLAUSE = re.compile(r"[，。；;,\s]")
_WHOLE_SHELL = re.compile(r"^(现|目前|仍|尚|还|暂|已|已经)?(为|是|系|属|属于)?|[(（]?[\d.年月日\-/]*[)）]?[。.]?$")


@dataclass(frozen=True, slots=True)
class Said:
    """A kind of standing (`GONE`, `LOST`, `NOT_MEMBER`) and the text that says so."""

    kind: str
    text: str


def said_by(text: str, *, whole: bool = False) -> Said | None:
    """Return what a short text says of somebody's standing, None when it is in order or says nothing.

    whole: the text must be such a word and nothing else, as in a column that is not about standing.
    """
    kind = _kind(roster_words.squeezed(roster_coded.without_code(text)), whole)
    return Said(kind, text.strip()) if kind else None


def is_gone(text: str) -> bool:
    """Tell whether a text says that somebody is no longer a member here."""
    said = said_by(text)
    return said is not None and said.kind in GONE


def is_no_member(text: str) -> bool:
    """Tell whether a text says that somebody is no member of the Party."""
    said = said_by(text)
    return said is not None and said.kind == NOT_MEMBER


def is_standing(text: str) -> bool:
    """Tell whether a text is a word for somebody's standing, in order or not."""
    bare = roster_words.squeezed(roster_coded.without_code(text))
    return bare in roster_words.words("standing", "in_order", "whole") or said_by(text) is not None


def is_arrived(text: str) -> bool:
    """Tell whether a text says that somebody has come to this branch."""
    return roster_words.squeezed(roster_coded.without_code(text)) in roster_words.words("standing", "arrived", "whole")


def is_question(label: str) -> bool:
    """Tell whether a header is a question of standing that 是 or 否 answers."""
    return _question(label) is not None


def asks_for_members(label: str) -> bool:
    """Tell whether a header asks who is a member."""
    question = _question(label)
    return question is not None and question is roster_words.table("standing")["questions"]["member"]


def answer(label: str, text: str) -> str:
    """Return what the answer to a question says; the text itself where it is neither 是 nor 否, or no question."""
    question = _question(label)
    said = roster_words.squeezed(roster_coded.without_code(text))
    if question is None or not said:
        return text
    if said in roster_words.words("headers", "posts", "ticks"):
        return str(question["yes"])
    return str(question["no"]) if said in roster_words.words("headers", "posts", "crosses") else text


def left_kind(kind: str) -> str:
    """Return the ledger's kind of leaving for a kind of standing."""
    return str(roster_words.table("standing")[kind]["kind"])


def word(kind: str) -> str:
    """Return the Chinese word for a kind of standing."""
    return str(roster_words.table("standing")[kind]["word"])


@cache
def _kind(text: str, whole: bool) -> str:
    if not text or text in roster_words.words("standing", "in_order", "whole"):
        return ""
    bare = _WHOLE_SHELL.sub("", text)
    for kind in (*GONE, LOST, NOT_MEMBER):
        if {text, bare} & set(roster_words.words("standing", kind, "whole")):
            return kind
        if whole and bare in roster_words.words("standing", kind, "words"):
            return kind
        if not whole and _mentions(text, kind):
            return kind
    return ""


def _mentions(text: str, kind: str) -> bool:
    for exception in roster_words.words("standing", kind, "except"):
        text = text.replace(exception, "")
    return any(
        not _taken_back(text[: found.start()], text[found.end() :])
        for one in roster_words.words("standing", kind, "words")
        for found in re.finditer(re.escape(one), text)
    )


def _taken_back(before: str, behind: str) -> bool:
    """Tell whether the words around take one back (`未转出`), or speak of somebody else (`父亲去世`) or of a duty."""
    if before.endswith(roster_words.words("standing", "taken_back", "before")):
        return True
    first, last = _CLAUSE.split(before)[-1], _CLAUSE.split(behind)[0]
    return any(one in first[-8:] for one in roster_words.words("standing", "taken_back", "somebody_else")) or any(
        one in first + last for one in roster_words.words("standing", "taken_back", "duties")
    )


@cache
def _question(label: str) -> dict[str, Any] | None:
    plain = roster_header.normalized_label(label)
    for question in roster_words.table("standing")["questions"].values():
        if plain in question["labels"]:
            found: dict[str, Any] = question
            return found
    return None

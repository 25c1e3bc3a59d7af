"""A number that belongs to another document than the identity card: an officer's card, a permit, a passport."""

import re
from functools import cache

from exchange import roster_words
from models import id_number


def other_document(kind: str, number: str) -> str:
    """Return the name of the document when the column's kind, the number's own words or its shape tell that it is no
    identity card's number; empty otherwise.
    """
    if id_number.is_valid(number):
        return ""
    named = "".join(kind.split())
    if named and not roster_words.says_nothing(named):
        return "" if _is_identity_card(named) else named
    plain = roster_words.squeezed(number).upper()
    for word in roster_words.words("documents", "words", "words"):
        if word in plain:
            return word if word.endswith("证") or word == "护照" else "军官证"
    return next((name for name, shape in _shapes().items() if shape.fullmatch(plain)), "")


def _is_identity_card(named: str) -> bool:
    plain = roster_words.squeezed(named)
    return any(word in plain for word in ("身份证", "户口")) and not any(
        word in plain for word in ("军", "警", "外国", "永久", "港", "澳", "台")
    )


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(shape) for name, shape in roster_words.table("documents")["shapes"].items()}

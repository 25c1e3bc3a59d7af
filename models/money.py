"""Money as people write it, and as it is kept: whole 分."""

import re
import unicodedata

from models.errors import RefusedError

_YUAN = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,2}))?")


def read(text: str, *, most: int, field: str, where: str = "") -> int:
    """Return money as 分: `12`, `12.5`, `１２．５` and `12元` are read alike.

    most: yuan; field: its word. Raises RefusedError("money-wrong") for what is no amount, is less than nothing, has
    parts of a 分, or is above the most.
    """
    narrow = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    found = _YUAN.fullmatch(narrow.removeprefix("¥").removesuffix("元").strip())
    fen = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0")) if found else -1
    return checked(fen, most=most, field=field, where=where, written=text.strip())


def checked(fen: int, *, most: int, field: str, where: str = "", written: str = "") -> int:
    """Return 分 that can stand as an amount. Raises RefusedError("money-wrong")."""
    if type(fen) is not int or not 0 <= fen <= most * 100:
        value = written[:20] or (said(fen) if type(fen) is int else str(fen)[:20])
        raise RefusedError("money-wrong", field=field, value=value, most=most, where=where)
    return fen


def said(fen: int) -> str:
    """Return 分 as yuan: 1200 is `12`, 1250 is `12.50`."""
    yuan, rest = divmod(abs(fen), 100)
    return ("-" if fen < 0 else "") + (f"{yuan}.{rest:02d}" if rest else str(yuan))

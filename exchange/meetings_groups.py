"""Which party group a row means: by its name however it is written (第一党小组, 一组, 第1小组), never by likeness."""

import re
import unicodedata
from collections.abc import Sequence

from models.group import Group

_FIGURES = {str(at): word for at, word in enumerate("零一二三四五六七八九十")}
_FIGURES |= {str(at + 10): f"十{word}" for at, word in enumerate("一二三四五六", 1)}
_EVERYBODY = re.compile(r"(全体|全支部|支部|各|所有|全部|—|-|/|无)(党)?(小组|党员|支部)?")


def key(text: str) -> str:
    """Return what the spellings of a group's name have in common."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = re.sub(r"\d{1,2}", lambda found: _FIGURES.get(found[0].lstrip("0") or "0", found[0]), plain)
    return plain.replace("党小组", "组").replace("小组", "组").replace("党组", "组").replace("第", "")


def is_everybody(text: str) -> bool:
    """Tell whether what stands under the header for groups means all of them."""
    return not text or bool(_EVERYBODY.fullmatch("".join(text.split())))


def named(groups: Sequence[Group], text: str) -> Group | None:
    """Return the only group of exactly this name."""
    found = [one for one in groups if key(one.name) == key(text)]
    return found[0] if len(found) == 1 else None


def inside(groups: Sequence[Group], text: str) -> Group | None:
    """Return the only group whose name stands within a text (第一党小组会)."""
    searched = key(text)
    found = [one for one in groups if re.search(rf"(?<![一二三四五六七八九十]){re.escape(key(one.name))}", searched)]
    return found[0] if len(found) == 1 else None

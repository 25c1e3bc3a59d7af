"""Names of people as they are kept, and names of organisations as they are compared."""

import re
import unicodedata

from models import texts, words
from models.errors import RefusedError

LIMIT = 60
"""Most characters of a person's name."""

MIDDLE_DOT = "·"

_ORGANIZATIONS = ("支部", "总支", "党委", "党组", "党工委", "委员会", "中共", "社区", "街道", "办公室", "公司", "学校")
_DOTS = re.compile(r"[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u0387]")
_FULL_STOP = re.compile(r"(?<=[^\x00-\x7f]) ?\. ?(?=[^\x00-\x7f])")
_BLANKS = re.compile(r"[\s\u3000]+")
_NUMERALS = str.maketrans("一二三四五六七八九〇", "1234567890")
_ROMAN = {"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4", "Ⅴ": "5", "Ⅵ": "6", "Ⅶ": "7", "Ⅷ": "8", "Ⅸ": "9", "Ⅹ": "10"}


def person_name(text: str) -> str:
    """Return a person's name as it is kept: composed, no blanks between Chinese characters, dots as `·`.

    Latin names keep single blanks; nothing else is touched: a name that looks like a formula stays text.
    Raises RefusedError: empty, more than `LIMIT` characters, control, zero-width or direction characters.
    """
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    word = words.label("field", "member.name")
    if not name:
        raise RefusedError("value-empty", field=word, where="")
    if len(name) > LIMIT:
        raise RefusedError("value-too-long", field=word, length=len(name), limit=LIMIT, where=name[:20] + "…")
    hidden = texts.invisible_characters(name)
    if hidden:
        shown = "".join(c for c in name if not texts.invisible_characters(c))
        raise RefusedError("value-bad-characters", field=word, characters="、".join(hidden), where=shown)
    return _closed_up(_FULL_STOP.sub(MIDDLE_DOT, _DOTS.sub(MIDDLE_DOT, name)))


def like_organization(name: str) -> bool:
    """Tell whether a name is rather that of an organisation than of a person."""
    return any(word in name for word in _ORGANIZATIONS)


def is_chinese(character: str) -> bool:
    """Tell whether a character is a Chinese one, of any plane (also 〇)."""
    known_as = unicodedata.name(character, "")
    return character == "〇" or known_as.startswith(("CJK UNIFIED", "CJK COMPATIBILITY"))


def _closed_up(name: str) -> str:
    """Drop blanks between Chinese characters and beside dots."""
    kept: list[str] = []
    for index, character in enumerate(name):
        before = kept[-1] if kept else ""
        after = name[index + 1] if index + 1 < len(name) else ""
        if character == " " and ((_tight(before) and _tight(after)) or MIDDLE_DOT in (before, after)):
            continue
        kept.append(character)
    return "".join(kept)


def _tight(character: str) -> bool:
    return bool(character) and (is_chinese(character) or character == MIDDLE_DOT)


def organization_key(text: str) -> str:
    """Return what two spellings of one organisation's name have in common; for comparing, never for showing.

    `中共×× 第一支部委员会`, `××第1党支部` and `××第Ⅰ支部` give the same key.
    """
    key = "".join(_ROMAN.get(character, character) for character in text)
    key = _BLANKS.sub("", unicodedata.normalize("NFKC", key)).lower().translate(_NUMERALS)
    key = re.sub(r"^(中国共产党|中共)", "", key)
    key = re.sub(r"(党?总支部?委员会|党?总支部?)$", "总支", key)
    return re.sub(r"(党?支部委员会|党?支部)$", "支部", key)

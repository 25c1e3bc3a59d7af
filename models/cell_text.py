"""Texts of cells as people and machines leave them: what says nothing, what nobody sees, what is no text at all.

Used for cells of files and for pasted ones.
"""

import re
import unicodedata

NOT_KNOWN = frozenset({"不详", "不明", "未知"})
"""What says that nobody knows: for a date a remark, for a text nothing."""

_NOTHING = frozenset({
    "无", "暂无", "空", "(无)", "(空)", "(空白)", "(blank)", "na", "n/a", "n.a.", "#n/a", "nan", "-nan", "1.#qnan",
    "nat", "<na>", "<nan>", "<nat>", "none", "null", "(null)", "<null>", "[null]", "nil", "<nil>", "(nil)", "dbnull",
    "undefined", "\\n", "&nbsp;", "invalid date", "[object object]",
    "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "#getting_data",
})  # fmt: skip
_LEFT_EMPTY = frozenset({
    "nan", "NaN", "NAN", "NaT", "<NA>", "None", "null", "NULL", "Null", "(null)", "(NULL)", "<null>", "<NULL>", "#N/A",
    "undefined", "\\N", "Invalid Date", "&nbsp;",
})  # fmt: skip
_SIGNS = re.compile(r"[-‐‑‒–—―_/\\*]*")
_BROKEN_DATE = re.compile(r"(?:(?:na|a)n|undefined|null)(?:[-/.年月:\s](?:(?:na|a)n|undefined|null))+日?")

TURNING = "\u202e"
"""An invisible character that turns around what is seen: with it, a text is not what it looks like."""

_UNSEEN = "\x00-\x08\x0e-\x1b\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202d\u2060-\u206f\ufeff\ufff9-\ufffb"
_UNSEEN_ANYWHERE = re.compile(f"[{_UNSEEN}]")
_AROUND = "".join(one for one in map(chr, range(0x10000)) if one.isspace() or _UNSEEN_ANYWHERE.match(one))
_AROUND += "\u115f\u1160\u2800\u3164\uffa0"
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_POINTED = re.compile(r"(-?\d+)\.0+")
_DOUBLE = re.compile(r"(\d)\.(\d+)[eE]\+?(\d{1,2})")
_PICTURE = re.compile(
    r"""=?@?(?:_xlfn\.|_xlws\.|of:|com\.wps\.)*(?:dispimg|image)\(|data:image/"""
    r"""|=hyperlink\(.*(?:dispimg\(|\.(?:png|jpe?g|gif|bmp|webp|heic)["'?])""",
    re.IGNORECASE,
)
_WRONG_BYTES = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
_LOST = re.compile(r"\ufffd|锟斤|斤拷|^\s*\?{3,}\s*$")
_ODD = re.compile(
    rf"[{_UNSEEN}\u115f\u1160\u2800\u3164\uffa0#]|{_LOST.pattern}|{_WRONG_BYTES.pattern}|(?i:image|dispimg|hyperlink)"
)


def says_nothing(text: str) -> bool:
    """Tell whether a whole cell says nothing: a dash, 无, or what a program writes for no value."""
    plain = unicodedata.normalize("NFKC", unquoted(visible(text))).casefold()
    return plain in _NOTHING or bool(_SIGNS.fullmatch(plain) or _BROKEN_DATE.fullmatch(plain))


def left_empty(text: str) -> bool:
    """Tell whether a program wrote exactly this where its own cell was empty: no person ever does."""
    return text in _LEFT_EMPTY


def visible(text: str) -> str:
    """Return a text without the blanks and invisible characters around it."""
    return text.strip(_AROUND)


def bare(text: str) -> str:
    """Return a text without invisible characters around it; a text that has none there stays as it is."""
    core = visible(text)
    at = text.find(core)
    around = text[:at] + text[at + len(core) :] if core else text
    return core if _UNSEEN_ANYWHERE.search(around) or not core else text


def odd(text: str) -> bool:
    """Tell whether one of the questions below can have any other answer than no; most texts need none of them."""
    return _ODD.search(text) is not None


def without_unseen(text: str) -> str:
    """Return a text without invisible characters anywhere, for values that cannot hold one: numbers, dates."""
    return visible(_UNSEEN_ANYWHERE.sub("", text))


def unquoted(text: str, quotes: str = "\"'“‘") -> str:
    """Return a value without the quotes around it, the apostrophe before a text, or the `="…"` of exports."""
    plain = text[1:] if text[:2] in ('="', "='") else text
    if len(plain) > 1 and plain[0] in quotes and plain[-1] == _QUOTES[plain[0]] and plain[0] not in plain[1:-1]:
        return visible(plain[1:-1])
    if text[:1] == "'" and "'" not in text[1:]:
        return text[1:]
    return text[1:] if text[:1] in ("’", "‘", "`") and text[1:2].isdigit() else text


def pasted_cells(line: str) -> list[str]:
    """Return the cells of a pasted line: without what surrounds their values, empty where they say nothing."""
    cells = [unquoted(without_unseen(cell), "\"'") for cell in line.split("\t")]
    return ["" if says_nothing(cell) else cell for cell in cells]


def whole_number(text: str) -> str:
    """Return a whole number that a program wrote with a point (`139.0`, `1.39E2`) without it; else the text.

    A number of which figures may be lost stays as it is.
    """
    if found := _POINTED.fullmatch(text):
        return found[1]
    if (found := _DOUBLE.fullmatch(text)) and len(found[2]) == int(found[3]):
        return found[1] + found[2]
    return text


def through_a_float(digits: str) -> bool:
    """Tell whether a long number may have lost its last figures: it is one that a computer's numbers can hold."""
    return int(float(digits)) == int(digits) if digits.isascii() and digits.isdigit() else False


def picture(text: str) -> bool:
    """Tell whether a text stands for a picture in the cell."""
    return bool(_PICTURE.match(text))


def garbled(text: str) -> bool:
    """Tell whether characters of a text were lost, or its bytes read in a wrong encoding."""
    return bool(_LOST.search(text)) or (bool(_WRONG_BYTES.search(text)) and _chinese(_reread(text, "utf-8")))


def meant(text: str) -> list[str]:
    """Return what a text would be if its bytes had been read in a wrong encoding, once or twice."""
    found = [_reread(text, "utf-8"), _reread(text, "gb18030")]
    found.append(_reread(found[0], "utf-8"))
    found.append(text.encode("gb18030", "ignore").decode("utf-8", "ignore"))
    return [one for one in found if one]


def _reread(text: str, encoding: str) -> str:
    for wrong in ("latin-1", "cp1252"):
        try:
            return text.encode(wrong).decode(encoding)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return ""


def _chinese(text: str) -> bool:
    """Tell whether a text has Chinese characters, or is itself of a wrong encoding."""
    return any("\u3000" <= one <= "\u9fff" for one in text) or bool(_WRONG_BYTES.search(text))

"""The name in a cell apart from what stands beside it: `贺云帆（预备）`, `【流动】贺云帆`, `贺云帆 女`, `★贺云帆`."""

import re
import unicodedata
from dataclasses import dataclass, field

from exchange import roster_standing, roster_words
from models import codes
from models.names import is_chinese

_BRACKETS = r"[(（\[【〔「『]([^()（）\[\]【】〔〕「」『』]{1,20})[)）\]】〕」』]"
_BRACKET_AFTER = re.compile(rf"(.+?)\s*{_BRACKETS}")
_BRACKET_BEFORE = re.compile(rf"{_BRACKETS}\s*(.+)")
_ROUND = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERED = re.compile(r"\d{1,3}\s*[.、．)）\s]\s*(?=[^\d\s])")
_GARBLED = re.compile(r"\ufffd|锟斤拷|烫烫|屯屯|[?？]{2}")
_BESIDE = re.compile(r"(?P<first>.+?)\s*[\s、，,；;/|｜:：\-—]\s*(?P<last>[^\s、，,；;/|｜:：\-—]+)")
_IN_LETTERS = (
    re.compile(r"(?P<name>[^A-Za-z]*[^A-Za-z\s/|(（\-])\s*[/|(（\-]?\s*(?P<beside>[A-Za-z][A-Za-z .,'’\-]+)[)）]?"),
    re.compile(r"(?P<beside>[A-Za-z][A-Za-z .,'’\-]+?)\s*[/|(（\-]?\s*(?P<name>[^A-Za-z\s)）]+)[)）]?"),
)
"""A Chinese name with its spelling in letters behind it or before it."""
_NO_NAME = re.compile(r"[。：:；;！!《》“”]|[(（\[【].*[)）\]】]")
_TWO_NAMES = re.compile(r"[、，,；;/|｜\\]")
_FEWEST = 2


@dataclass(slots=True)
class NameParts:
    """A name, what stood beside it and is known (`notes`, `category`, `sex`), and `signs` that nobody explains.

    wrong: `masked` for 张*, `several` for two names in one cell, `garbled` for what is left of letters wrongly decoded,
    `sentence` for what is no name at all.
    """

    name: str
    notes: list[str] = field(default_factory=list)
    category: str = ""
    sex: str = ""
    signs: list[str] = field(default_factory=list)
    wrong: str = ""


def parts(written: str) -> NameParts:
    """Take a name apart; a text without Chinese characters stays as it is."""
    text = " ".join(unicodedata.normalize("NFC", written).split())
    found = NameParts(text)
    if _GARBLED.search(text):
        found.wrong = "garbled"
        return found
    if not any(map(is_chinese, text)):
        return found
    while (rest := _one_off(found)) is not None:
        found.name = rest
    if any(sign in "*＊×" for sign in found.name) or (_size(found.name) < _FEWEST and set(found.signs) & {"*", "＊"}):
        found.wrong = "masked"
    elif sum(_size(one) >= _FEWEST for one in _TWO_NAMES.split(found.name)) > 1:
        found.wrong = "several"
    elif _NO_NAME.search(found.name):
        found.wrong = "sentence"
    return found


def _one_off(found: NameParts) -> str | None:
    """Return the text without one thing that stands beside the name, and note that thing; None when nothing does."""
    text = found.name.strip().removesuffix("同志")
    if text != found.name.strip() and _size(text) >= _FEWEST:
        return text
    text = found.name.strip()
    if (number := _NUMBERED.match(text)) is not None and is_chinese(text[number.end()]):
        return text[number.end() :]
    for letters in _IN_LETTERS:
        if (spelt := letters.fullmatch(text)) is not None and _size(spelt["name"]) >= _FEWEST:
            found.notes.append(spelt["beside"].strip())
            return spelt["name"]
    for shape, of_name, of_bracket in ((_BRACKET_AFTER, 1, 2), (_BRACKET_BEFORE, 2, 1)):
        if (bracket := shape.fullmatch(text)) is not None and any(map(is_chinese, bracket[of_name])):
            _note_bracket(found, bracket[of_bracket], round_=bool(_ROUND.search(text)))
            return bracket[of_name]
    signs = roster_words.table("names")["signs"]
    for at, rest in ((0, text[1:]), (-1, text[:-1])):
        if rest and text[at] in signs:
            if not _note(found, text[at]):
                found.signs.append(text[at])
            return rest
    if (pair := _BESIDE.fullmatch(text)) is not None:
        for name, beside in ((pair["first"], pair["last"]), (pair["last"], pair["first"])):
            if _size(name) >= _FEWEST and _note(found, beside):
                return name
    return None


def _note_bracket(found: NameParts, beside: str, *, round_: bool) -> None:
    if codes.read("ethnicity", beside).known or _note(found, beside):
        return
    if any(map(is_chinese, beside)) and (round_ or len(beside) > 1):
        found.notes.append(beside)
    else:
        found.signs.append(f"（{beside}）" if round_ else f"[{beside}]")


def _note(found: NameParts, beside: str) -> bool:
    """Note a word that is known beside names; tell whether it is."""
    known = roster_words.table("names")
    plain = beside.strip()
    if plain in known["male"] or plain in known["female"]:
        found.sex = "male" if plain in known["male"] else "female"
        return True
    if plain not in known["remarks"]:
        if roster_standing.said_by(plain, whole=True) is None:
            return False
        found.notes.append(plain)
        return True
    if plain in (*known["probationary"], *known["full"]):
        found.category = "probationary" if plain in known["probationary"] else "full"
    if plain != "同志":
        found.notes.append(plain)
    return True


def _size(text: str) -> int:
    return sum(map(is_chinese, text))

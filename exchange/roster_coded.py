"""Coded facts in the writings of systems: `223_正式党员`, `01-正式党员`, `正式党员(1)`, `中共党员（预备）`."""

import re
import unicodedata

from exchange import roster_words
from models import codes
from models.codes import CodeReading

_CODE_BEFORE = re.compile(r"[a-z]?\d{1,6}\s*[_\-—–:：.、|/\s]\s*(?=[^0-9])", re.IGNORECASE)
_CODE_AFTER = re.compile(r"\s*[_\-—–:：|/]\s*[a-z]?\d{1,6}$", re.IGNORECASE)
_CODE_BRACKETED = re.compile(r"[(\[【〔][a-z]?\d{1,6}[)\]】〕]", re.IGNORECASE)
_DEGREE = re.compile(r".*(学士|硕士|博士)(学位)?|无学位")
_BETWEEN = re.compile(r"[/、，,;；|\s+＋\-—()（）]+")
_BRACKET_COUNTS = frozenset({"category", "sex"})
_BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]+)[)\]】〕]")


def without_code(text: str) -> str:
    """Return a text without the code that a system put before or behind it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    bare = _CODE_BRACKETED.sub("", plain).strip()
    bare = _CODE_AFTER.sub("", _CODE_BEFORE.sub("", bare, count=1)).strip()
    return bare or plain


def read(kind: str, text: str) -> CodeReading:
    """Read a coded fact as `models.codes` does, and where that knows nothing, without a system's code, in simplified
    writing, by its bracket.
    """
    first = codes.read(kind, text)
    if first.known:
        return first
    bare = roster_words.simplified(without_code(text))
    tries = [bare]
    if kind in _BRACKET_COUNTS:
        tries += ["".join(_BRACKETED.findall(bare)), _BRACKETED.sub("", bare).strip()]
    for tried in tries:
        reading = codes.read(kind, tried) if tried else first
        if reading.known and reading.value:
            return reading
    return first


def education_and_degree(text: str) -> tuple[str, str]:
    """Return education and degree of a text that holds both (`本科/学士`); all of it as education where unclear."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) == 1 and (glued := re.fullmatch(r"(.*?)((?:\w{1,2}学)?(?:学士|硕士|博士)(?:学位)?)", parts[0])):
        parts = [part for part in glued.groups() if part]
    if len(parts) == 1:
        education = codes.read("education", parts[0])
        return ("", parts[0]) if not education.known and _DEGREE.fullmatch(parts[0]) else (education.value, "")
    first, second = parts[0], "".join(parts[1:])
    education = codes.read("education", first)
    if education.known and _DEGREE.fullmatch(second):
        return education.value, second
    return text.strip(), ""

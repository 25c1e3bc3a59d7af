"""What a sign or a word in a person's own cell says of her attendance: √, 病, 请假：出差, 是 under 是否到会.

Signs mean what the sheet's own legend says (√出勤 △请假 ×缺席). What neither legend nor table knows is asked.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import resources
from exchange.meetings_people import mark_of
from exchange.traditional import simplified
from models.roll_call_words import answers, signs, vocabulary

_SIGN = r"[√✓✔☑✅❌✗✘✕✖×○〇◯●◎⊙△▲▽▼☆★◇◆□■/\\—–\-*#+※ØXxVvOo]"
_NOT_MARKS = ("unclear",)
_FILLER = re.compile(r"打|画|划|用|以|记|标|表示|代表|者|为|是|[=:()“”\"'\s]|人员|符号|(?<=[^未])的")
_LEGEND = re.compile(r"[,;、。，；]|(?=注|说明|图例|备注)")
_EXPLAINS = re.compile("表示|代表|打|划|画|注|说明|图例")
_CAME = re.compile("到|出席|参加|参会|签|出勤|参与|考勤|打卡")


def plain(text: str) -> str:
    """Return a sign or word as they are compared."""
    squeezed = "".join(simplified(unicodedata.normalize("NFKC", text)).split())
    return squeezed.upper().strip("。.,;、!") or squeezed


def read_sign(text: str, label: str = "", legend: Mapping[str, str] | None = None) -> str:
    """Return the mark that a person's cell says, `leave` for a leave of no named kind, `none` for one that says
    nothing (否 under 是否请假), empty where nobody can tell.

    label: the header over it, for 是 and 否. legend: what the sheet itself says of its signs.
    """
    said = plain(text)
    if legend and said in legend:
        return legend[said]
    of_label = label_mark(label)
    yes, no = answers("yes"), answers("no")
    if of_label and of_label != "present" and said in yes:
        return of_label
    if of_label and of_label != "present" and said in no:
        return "none"
    if said in _known():
        return _known()[said]
    if of_label and said in yes:
        return of_label
    if of_label and said in no:
        return "absent"
    bare = re.sub(r"\([^()]*\)", "", said)
    return mark_of(said) or (_known().get(bare, "") if bare != said else "")


def label_mark(label: str) -> str:
    """Return the mark that a header names; empty when it names none, or several (出缺勤情况)."""
    said = plain(label)
    if re.search("情况|状态|结果|类型|类别|记录|出缺勤|假别|种类", said):
        return ""
    away = mark_of(said)
    return away or ("present" if _CAME.search(said) else "")


def legend_of(texts: Iterable[str]) -> dict[str, str]:
    """Return what the texts around a grid say of its signs: `√出勤 △请假 ×缺席`, `到会打√，请假打△`."""
    found: dict[str, str] = {}
    for text in texts:
        found |= _pairs(plain(text))
    return found


def _pairs(text: str) -> dict[str, str]:
    """Pair signs with the words beside them; a text in which they do not take turns explains nothing."""
    words = "|".join(sorted((re.escape(word) for word in _words() if len(word) > 1), key=len, reverse=True))
    parts = re.findall(rf"{_SIGN}|空白|空格|{words}", _FILLER.sub("", _LEGEND.sub(" ", text)))
    are_signs = [re.fullmatch(rf"{_SIGN}|空白|空格", part) is not None for part in parts]
    # One pair alone may be a title with a dash in it (学习-签到表) unless it says that it explains.
    few = 2 if _EXPLAINS.search(text) else 4
    if len(parts) < few or len(parts) % 2 or any(one == other for one, other in pairwise(are_signs)):
        return {}
    ordered = parts if are_signs[0] else [part for at in range(0, len(parts), 2) for part in (parts[at + 1], parts[at])]
    pairs = dict(zip(ordered[::2], ordered[1::2], strict=True))
    return {"" if sign in ("空白", "空格") else sign: _words()[word] for sign, word in pairs.items()}


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.ROOT / "meetings" / "marks.toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, str]:
    """Return each word that means one mark."""
    known = {word: marks[0] for word, marks in vocabulary().items() if marks[0] not in _NOT_MARKS}
    return known | {word: mark for mark, words in _table()["words"].items() for word in words}


@cache
def _known() -> dict[str, str]:
    return _words() | signs()

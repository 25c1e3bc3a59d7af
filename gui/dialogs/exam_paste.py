"""Reading pasted results: names with scores, as columns of a workbook or as lines; nothing is guessed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models import cell_text
from models.attendance import Attendee
from models.errors import RefusedError
from models.similar_names import NameIndex, name_key

MOST_LINES = 5_000
REASONS = {
    "unknown": "名册里没有",
    "same_name": "有同名",
    "twice": "前面已有",
    "scores": "有几个分数",
    "empty": "没有成绩",
}
_HEADINGS = {
    "name": ("姓名", "名字", "党员姓名", "参考人员"),
    "score": ("成绩", "得分", "分数", "总分", "考试成绩", "考核成绩"),
    "grade": ("等次", "等级", "评定", "档次"),
    "passed": ("是否合格", "合格", "结果", "结论"),
    "remark": ("备注", "说明"),
}
_YES, _NO = ("合格", "及格", "通过", "是"), ("不合格", "不及格", "未通过", "否")
_PASSED = dict.fromkeys(_YES, "yes") | dict.fromkeys(_NO, "no")
_GRADES = ("优秀", "优", "良好", "良", "中等", "中", "较好", "一般", "较差", "差")
_SCORE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)分?")
_GLUED = re.compile(r"([^\W\d]+?)([0-9]{1,3}(?:\.[0-9]{1,2})?)分?")
_PARTS = re.compile(r"[\t,，;；:：|｜、\s]+")


@dataclass(frozen=True, slots=True)
class Result:
    """One person's line. people: who has exactly that name; suggestions: who may be meant; reason: of `REASONS`, empty
    where nothing is left to say.
    """

    number: int
    text: str
    name: str
    score: str = ""
    grade: str = ""
    passed: str = ""
    remark: str = ""
    people: tuple[Attendee, ...] = ()
    suggestions: tuple[Attendee, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Pasted:
    """What was read. matched: settled, nobody twice. open: for a person to settle. ignored: lines without a name."""

    matched: list[Result] = field(default_factory=list)
    open: list[Result] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(text: str, people: Sequence[Attendee]) -> Pasted:
    """Read pasted lines against a register. Raises RefusedError("results-too-long")."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise RefusedError("results-too-long", lines=len(lines), most=MOST_LINES)
    index, found = NameIndex(people), Pasted()
    taken: set[str] = set()
    columns: dict[str, int] = {}
    for number, written in enumerate(lines, 1):
        in_columns = "\t" in written
        line = "\t".join(cell_text.pasted_cells(written)) if in_columns else cell_text.without_unseen(written)
        plain = unicodedata.normalize("NFKC", line).strip()
        heading = _columns(line)
        if heading:
            columns = heading
        if not plain or heading:
            found.ignored += [plain] if plain else []
            continue
        result = _by_columns(number, line, columns) if columns else _by_words(number, line, index)
        if result is None:
            found.ignored.append(plain)
            continue
        settled = _judged(result, index, taken)
        (found.open if settled.reason else found.matched).append(settled)
        if not settled.reason:
            taken.add(settled.people[0].member_id)
    return found


def _columns(line: str) -> dict[str, int]:
    """Return which column is what, where a line is the head of a table; else nothing."""
    cells = [name_key(cell) for cell in line.split("\t")]
    found = {key: cells.index(word) for key, words in _HEADINGS.items() for word in words if word in cells}
    return found if "name" in found and len(found) > 1 else {}


def _by_columns(number: int, line: str, columns: dict[str, int]) -> Result | None:
    cells = [cell.strip() for cell in line.split("\t")]
    told = {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
    if not told["name"]:
        return None
    score = unicodedata.normalize("NFKC", told.get("score", "")).removesuffix("分")
    passed = _PASSED.get(name_key(told.get("passed", "")), "")
    grade, said = told.get("grade", ""), name_key(told.get("grade", ""))
    if said in _PASSED and not passed:
        grade, passed = "", _PASSED[said]
    return Result(number, "　".join(filter(None, cells)), told["name"], score, grade, passed, told.get("remark", ""))


def _by_words(number: int, line: str, index: NameIndex) -> Result | None:
    """Read a line without a head: a name, then what stands behind it; figures before the name are its number."""
    words = [word for word in _PARTS.split(_parted(line)) if word]
    start = next((at for at, word in enumerate(words) if re.match(r"[^\W\d_]", word) and not _is_result(word)), None)
    if start is None:
        return None
    end = next((at for at in range(start, len(words)) if at > start and _is_result(words[at])), len(words))
    spoken, said = words[start:end], words[end:]
    name = next((word for word in spoken if index.exact(name_key(word))), "")
    name = name or ("".join(spoken) if index.exact(name_key("".join(spoken))) or len(spoken[0]) == 1 else spoken[0])
    scores = [found[1] for word in said if (found := _SCORE.fullmatch(word))]
    grade = next((word for word in said if word in _GRADES), "")
    passed = next((_PASSED[word] for word in said if word in _PASSED), "")
    reason = "scores" if len(set(scores)) > 1 else ""
    return Result(number, " ".join(words), name, scores[0] if scores else "", grade, passed, reason=reason)


def _parted(line: str) -> str:
    """Put a blank between a name and a score that were written without one: 王建国92分."""
    plain = unicodedata.normalize("NFKC", line)
    plain = re.sub(r"^\s*\(?[0-9]{1,3}[.、)]\s*(?=[^\W\d])", " ", plain)
    return _GLUED.sub(lambda found: f"{found[1]} {found[2]}", plain)


def _is_result(word: str) -> bool:
    return bool(_SCORE.fullmatch(word)) or word in _PASSED or word in _GRADES


def _judged(result: Result, index: NameIndex, taken: set[str]) -> Result:
    key = name_key(result.name)
    people = index.exact(key)
    reason = result.reason
    if len(people) > 1:
        reason = "same_name"
    elif not people:
        reason = "unknown"
    elif people[0].member_id in taken:
        reason = "twice"
    elif not (result.score or result.grade or result.passed):
        reason = "empty"
    near = () if people else index.similar(key)
    return replace(result, people=people, suggestions=near, reason=reason)

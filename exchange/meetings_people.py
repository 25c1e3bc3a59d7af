"""Names with marks as people write them into one cell: `张三（事假）、李四病假，王五`, `病假：张三、李四；事假：王五`.

Only the writing is taken apart here; whose name it is, is decided against the sheet of the day.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from models import names
from models.errors import RefusedError

NOBODY = re.compile(
    r"(无|没有|无人|暂无|[-—－–/\\]+|0|0人|零|否|全勤|全到|全部到[会齐]|全员到[会齐]|无人?(缺席|请假|缺勤)|无(缺席|请假|缺勤|列席)人员|无人缺席请假)"
)
_EVERYBODY = re.compile(
    r"(支部|本支部|党小组|本小组)?(全体|全部|所有)(支部)?(党员|人员|成员|同志|支委|委员|支部委员|参会|到会|出席|参加)*(\d+[名人])?"
)
_UNSETTLED = re.compile(r"(.*?)等?(共|计|合计)?\d+[名人位](党员|同志)?$")
_COUNT_BEFORE = re.compile(r"^(共|计)?\d+[名人](:|，|,)?(?=\D)")
_MARK_WORDS: tuple[tuple[str, str], ...] = (
    ("late", r"迟到|晚到"),
    ("sick", r"病|住院|手术|就医|看医生|发烧|骨折|医院"),
    ("official", r"公假|因公|公差|公务|公出|出差|公派|值班|单位开会|加班"),
    ("personal", r"事假|有事|因事|家事|私事|婚假|产假|年假|丧假|探亲|家中"),
    ("absent", r"无故|旷|未请假|缺席|缺会|缺勤|未到|未参|未出席|未签|没到|没来|没参加"),
)
_LEAVE = re.compile(r"请假|假")
_SUFFIX = re.compile(
    r"(?P<name>.{2,}?)(?P<said>(?:请|因)?(?:[事病公婚产年丧]假)|因[事病公](?:请假|缺席|外出|未到)?|因公出差|请假|生病(?:请假|住院)?|住院|"
    r"出差|迟到|早退|缺席|缺会|缺勤|旷会|无故缺席|未签到|未到会?|未参[加会]|未出席|没到|没来|没参加|外出(?:务工|学习|打工|培训)?|未请假|探亲)$"
)
_PREFIX = re.compile(r"(?P<said>[^:、]{1,10}?)(?:人员|的|者)?:(?P<rest>.*)", re.DOTALL)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_AS_BRACKETS = str.maketrans("〔〕【】", "()()")
_ALL_OF_THEM = re.compile(r"^(均|都|皆|以上)")
_TITLES = re.compile(r"(同志|书记|委员)$")


@dataclass(frozen=True, slots=True)
class Said:
    """One name as written. mark: of `attendance.MARKS`, `leave` for a leave of no named kind, empty when nothing is
    said; reason: what stands beside the name in other words than the mark's own.
    """

    name: str
    mark: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """A cell taken apart. everybody: it says that all came; unsettled: it counts people without naming them."""

    said: tuple[Said, ...] = ()
    everybody: bool = False
    unsettled: bool = False


def read_people(text: str) -> People:
    """Take a cell of names apart; nothing is matched yet."""
    plain = unicodedata.normalize("NFKC", text).translate(_AS_BRACKETS)
    squeezed = "".join(plain.split())
    if not squeezed or NOBODY.fullmatch(squeezed.strip("。.,;、")):
        return People()
    if _EVERYBODY.fullmatch(squeezed.strip("。.,;、")):
        return People(everybody=True)
    found: list[Said] = []
    unsettled = False
    for clause in _split(plain, ";\n。"):
        read, open_ = _clause(clause.strip())
        found += read
        unsettled = unsettled or open_
    return People(tuple(found), False, unsettled)


def mark_of(text: str) -> str:
    """Return the mark that words of an excuse mean; `leave` for a leave of no named kind, empty for none."""
    for mark, pattern in _MARK_WORDS:
        if re.search(pattern, text):
            return mark
    return "leave" if _LEAVE.search(text) else ""


def _clause(text: str) -> tuple[list[Said], bool]:
    """Read what stands between semicolons: perhaps one excuse in front, then names."""
    text = _COUNT_BEFORE.sub("", text)
    prefix = _PREFIX.fullmatch(text)
    common = ""
    if prefix and (mark_of(prefix["said"]) or re.search("人员|名单", prefix["said"])):
        common, text = prefix["said"], prefix["rest"]
    found: list[Said] = []
    unsettled = False
    for token in _split(text, "、,/|"):
        for name, said in _names(token.strip()):
            counted = _UNSETTLED.fullmatch(name)
            if counted:
                unsettled, name = True, counted[1]
            if said and _ALL_OF_THEM.match(said):
                said = _ALL_OF_THEM.sub("", said)
                found = [one if one.mark or one.reason else _said(one.name, said) for one in found]
                if not name:
                    continue
            if name:
                found.append(_said(name, said))
            elif said and found and not (found[-1].mark or found[-1].reason):
                found[-1] = _said(found[-1].name, said)
            else:
                # Words without a name: `病假（张三）`, `3人`. Nobody is left out unasked.
                unsettled = True
    if common and mark_of(common):
        found = [one if one.mark else replace(one, mark=mark_of(common)) for one in found]
    return found, unsettled


def _names(token: str) -> list[tuple[str, str]]:
    """Return the names of a token between commas, each with the words beside it."""
    said = "，".join(part.strip() for part in _BRACKETS.findall(token) if part.strip())
    bare = _BRACKETS.sub(" ", token).strip(" :")
    pieces = bare.split()
    if len(pieces) > 1 and all(len(piece) > 1 for piece in pieces):
        found: list[tuple[str, str]] = []
        for piece in pieces:
            if mark_of(piece) and found and len(piece) <= 6 and not _SUFFIX.fullmatch(piece):
                found[-1] = (found[-1][0], piece)
            else:
                found.append(_name_and_word(piece))
        if said and found:
            found[-1] = (found[-1][0], said)
        return found
    name, word = _name_and_word("".join(pieces))
    return [(name, "，".join(one for one in (word, said) if one))]


def _name_and_word(piece: str) -> tuple[str, str]:
    suffix = _SUFFIX.fullmatch(piece)
    if suffix:
        return suffix["name"], suffix["said"]
    return ("", piece) if _is_only_words(piece) else (piece, "")


def _is_only_words(piece: str) -> bool:
    return bool(_ALL_OF_THEM.match(piece) or re.fullmatch(r"(因)?[事病公]假|请假|出差|迟到|缺席|生病|住院", piece))


def _said(name: str, words: str) -> Said:
    mark = mark_of(words)
    plain = words.strip()
    reason = "" if re.fullmatch(r"(请|因)?[事病公]假?|缺席|迟到|请假|因[事病公]请假", plain) else plain
    return Said(_kept_name(name), mark, reason)


def _kept_name(name: str) -> str:
    """Return a name as the register keeps it, or as written when it can be none."""
    bare = _TITLES.sub("", name) if len(name) > 3 else name
    try:
        return names.person_name(bare)
    except RefusedError:
        return name[:60]


def _split(text: str, signs: str) -> list[str]:
    """Split at signs outside brackets; empty pieces are left out."""
    pieces, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign in signs and depth <= 0:
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]

"""Names with marks as people write them into one cell: `张三（事假）、李四病假，王五`, `病假：张三、李四；事假：王五`.

Only the writing is taken apart here; whose name it is, is decided against the sheet of the day.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from models import names
from models.errors import RefusedError
from models.roll_call_words import looks_like_name, signs

UNCLEAR = "unclear"
"""The mark of a name that may or may not share the words beside the next: 张三 李四 请假."""


NOBODY = re.compile(
    r"(无|没有|无人|暂无|[-—－–/\\]+|0|0人|零|否|全勤|全到|无人?(缺席|请假|缺勤)|无(缺席|请假|缺勤|列席)人员|无人缺席请假|没有?人(缺席|请假|缺勤)?|"
    r"(无[,、。;]?)?(全[部员体]|均|都|皆)已?(到[会齐]|到|参加))"
)
_EVERYBODY = re.compile(
    r"(?=.*(?:全体|全部|所有|全组|全支部))(支部|本支部|党小组|本小组|小组)?(全体|全部|所有|全组|全支部)的?(支部|小组)?"
    r"(党员|人员|成员|同志|组员|人|支委|委员|支部委员|均|都|已|参会|到会|出席|参加)*(\d+[名人])?"
)
_ORDINAL = re.compile(r"(?:^|(?<=[\s,、;。:)]))(?:\(\d{1,2}\)|\d{1,2}[.、)])(?=\s*[^\W\d])")
_IN_CIRCLE = re.compile("[①-⑳]")
_SIGNED = re.compile(rf"(?P<name>\S{{2,}}?)(?P<said>[{''.join(map(re.escape, signs()))}])")
_BEHIND = re.compile(r"(?P<name>[^\W\d_]{2,15}?)\s*(?::|—+|–+|-+)\s*(?P<said>\D{1,20})")
_LABELS = "人员|名单|支委|委员|^(?:正式|预备)?党员|第.组|线[上下]|现场|到会|出席|参[会加]|签到|[已实]到"
_UNSETTLED = re.compile(r"(.*?)等?(共|计|合计)?(?:\d+|[一二两三四五六七八九十]+)[名人位](党员|同志)?$")
_OF_SEVERAL = re.compile(r"\d+[名人位]")
_COUNT_BEFORE = re.compile(r"^(共|计)?\d+[名人](:|，|,)?(?=\D)")
_MARK_WORDS: tuple[tuple[str, str], ...] = (
    ("late", r"迟到|晚到"),
    (
        "personal",
        r"(?:孩子|小孩|家人|家属|老人|父[亲母]|母亲|子女|爱人|妻子|丈夫|儿子|女儿|亲属).*(?:病|住院|手术|医)|陪护|照顾",
    ),
    ("sick", r"病|身体不适|住院|手术|就医|看医生|发烧|骨折|医院"),
    ("official", r"公假|因公|公差|公务|公出|出差|公派|值班|单位开会|加班"),
    ("personal", r"事假|有事|因事|家事|私事|婚假|产假|年假|丧假|探亲|家中"),
    ("absent", r"无故|旷|未请假|缺席|缺会|缺勤|未到|未参|未出席|未签|没到|没来|没参加"),
)
_SHORT = {"缺": "absent", "事": "personal", "公": "official"}
_LEAVE = re.compile(r"请假|假")
_SUFFIX = re.compile(
    r"(?P<name>.{2,}?)(?P<said>(?:请|因)?(?:[事病公婚产年丧]假)|因[事病公](?:请假|缺席|外出|未到)?|(?:因公|公务)出差|请假(?:[半一二两三四五\d]+天)?|因\S{1,12}|身体不适|生病(?:请假|住院)?|住院|"
    r"出差|迟到|早退|缺席|缺会|缺勤|旷会|无故缺席|未签到|未到会?|未参[加会]|未出席|没到|没来|没参加|外出(?:务工|学习|打工|培训)?(?:请假)?|未请假|探亲)$"
)
_PREFIX = re.compile(r"(?P<said>[^:、]{1,10}?)(?:人员|的|者)?:(?P<rest>.*)", re.DOTALL)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_AS_BRACKETS = str.maketrans("〔〕【】", "()()")
_ALL_OF_THEM = re.compile(r"^(均|都|皆|以上)(系|为|是)?")
_TITLES = re.compile(r"(同志|书记|委员|老师|主任|组长)$")
_RANK_BEFORE = re.compile(r"^(?:支部)?(?:副?书记|(?:组织|宣传|纪检|青年|统战|生活|生产)?委员|党员)(?=[^\W\d_]{2,4}$)")
_COUNTED_SO = re.compile(r"(?:共|计|合计|共计)(\d+)[名人位]")


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
    plain = unicodedata.normalize("NFKC", _IN_CIRCLE.sub("、", text)).translate(_AS_BRACKETS)
    plain = _ORDINAL.sub("、", plain)
    squeezed = "".join(plain.split())
    if not squeezed or NOBODY.fullmatch(squeezed.strip("。.,;、")):
        return People()
    if _EVERYBODY.fullmatch(squeezed.strip("。.,;、")):
        return People(everybody=True)
    pieces = _split(plain.replace("(", ",", 1).replace(")", "", 1) if squeezed.endswith(")") else plain, ",、;及和")
    if _EVERYBODY.fullmatch("".join(pieces[0].split())) and len(pieces) > 1:
        # 全体党员、入党积极分子; 全体党员（陶乐线上）; 全体党员，陶乐缺席.
        rest = read_people(plain[plain.index(pieces[0]) + len(pieces[0]) :].strip(" ,、;及和"))
        return People(rest.said, True, rest.unsettled)
    found: list[Said] = []
    unsettled = False
    for clause in _split(plain, ";\n。"):
        read, open_ = _clause(clause.strip())
        found += read
        unsettled = unsettled or open_
    return People(tuple(found), False, unsettled)


def mark_of(text: str) -> str:
    """Return the mark that words of an excuse mean; `leave` for a leave of no named kind, empty for none."""
    if text in _SHORT:
        return _SHORT[text]
    for mark, pattern in _MARK_WORDS:
        if re.search(pattern, text):
            return mark
    return "leave" if _LEAVE.search(text) else ""


def _clause(text: str) -> tuple[list[Said], bool]:
    """Read what stands between semicolons: perhaps one excuse in front, then names."""
    text = _COUNT_BEFORE.sub("", text)
    prefix = _PREFIX.fullmatch(text)
    common = ""
    if prefix and (mark_of(prefix["said"]) or re.search(_LABELS, prefix["said"])):
        common, text = prefix["said"], prefix["rest"]
    found: list[Said] = []
    unsettled = False
    for token in _split(text, "、,/|"):
        for name, said in _names(token.strip()):
            if said and _OF_SEVERAL.search(said) and mark_of(said):
                # 张三、李四（病假1人，事假1人）: which is whose?
                unsettled, said = True, ""
            so_many = _COUNTED_SO.fullmatch(name)
            if so_many and int(so_many[1]) == len(found):
                continue
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
                if piece == pieces[-1]:
                    # 张三 李四 请假: one of them, or both?
                    found = [(name, said or UNCLEAR) for name, said in found]
            else:
                found.append(_name_and_word(piece))
        if said and found:
            found[-1] = (found[-1][0], said)
        return found
    name, word = _name_and_word("".join(pieces))
    return [(name, "，".join(one for one in (word, said) if one))]


def _name_and_word(piece: str) -> tuple[str, str]:
    behind = _BEHIND.fullmatch(piece)
    told = behind and (mark_of(behind["said"]) or not looks_like_name(behind["said"]))
    if behind and told and looks_like_name(_TITLES.sub("", behind["name"])):
        return behind["name"], behind["said"].strip()
    suffix = _SUFFIX.fullmatch(piece) or _SIGNED.fullmatch(piece)
    if suffix and suffix["name"][-1] in "均都" and len(suffix["name"]) > 2:
        return suffix["name"][:-1], f"均{suffix['said']}"
    if suffix:
        return suffix["name"], suffix["said"]
    return ("", piece) if _is_only_words(piece) else (piece, "")


def _is_only_words(piece: str) -> bool:
    return bool(_ALL_OF_THEM.match(piece) or re.fullmatch(r"(因)?[事病公]假|请假|出差|迟到|缺席|生病|住院", piece))


def _said(name: str, words: str) -> Said:
    if words == UNCLEAR:
        return Said(_kept_name(name), UNCLEAR)
    plain = words.strip()
    if plain in signs():
        return Said(_kept_name(name), "" if signs()[plain] == "present" else signs()[plain])
    mark = mark_of(words)
    reason = "" if re.fullmatch(r"(请|因)?[事病公]假?|缺席?|迟到|请假|因[事病公]请假", plain) else plain
    return Said(_kept_name(name), mark, reason)


def _kept_name(name: str) -> str:
    """Return a name as the register keeps it, or as written when it can be none."""
    bare = _RANK_BEFORE.sub("", _TITLES.sub("", name) if len(name) > 3 else name)
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

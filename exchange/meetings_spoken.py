"""What a sentence on attendance says: `应到10人，实到8人，请假2人（张三病假、李四）`, `张三未签到，其余已签到`."""

import re
import unicodedata
from dataclasses import dataclass, field

from exchange.meetings_people import NOBODY, People, read_people

_AWAY = "请假|[事病公]假|缺席|缺勤|未到会?|未参[加会]|未签到|旷会|因[事病公]请假"
_AWAY_COUNT = re.compile(rf"({_AWAY})(?:人员|人数|的|者)?(?:共|有|为|是|:)?(\d+)[人名位]?(?:\(([^()]*)\)|:?)")
_EXPECTED = re.compile(r"应(?:到会?|参[加会]|出[席勤])?(?:人数|党员|人员)?(?:共|有|为|:)?(\d+)[人名位]?")
_PRESENT = re.compile(
    r"(?:实(?:到会?|际到会|际参加|参[加会])?|到会|出[席勤]|参[加会]|签到)(?:人数|党员|人员)?(?:共|有|为|:)?(\d+)[人名位]?"
)
_TWO_COUNTS = re.compile(r"(\d{1,5})人?[/／|](\d{1,5})人?|(\d{1,5})[^\d%.]{1,4}(\d{1,5})人?")
_ALL_CAME = re.compile(
    r"(?:(?:全|均|都|已|皆)(?:部|体|员|勤|到)?|全体(?:党员|人员)?(?:均|都|已)?)(?:已|均|都)?"
    r"(?:到会?|签到|参[加会]|出[席勤]|到齐|在岗)?(?:了|齐)?"
)
_REST_CAME = re.compile(
    r"(?:其余|其他|另外)(?:人员|党员|同志|人|的)?(?:全部|均|都|已|全)*(?:到会?|签到|参[加会]|出[席勤]|到齐)?(?:了|齐)?"
)
_ALL_BUT = re.compile(r"除(?:了)?(.+?)(?:以)?外(?:[,、]?(?:其余|其他|全|均|都|所有|应到).*)?")
_ALL_AND = re.compile(
    r"(?:全体|全部|所有)(?:党员|人员|同志)?(?:\d+人)?\((?:除|缺)?(?:了)?((?:(?!\d+人?\)).)*?(?:假|席|到|差|(?<=\(缺).|(?<=\(除).).*?)(?:外)?\)"
)
_ALL_EXCEPT = re.compile(
    r"(?:全体|全部|所有)(?:党员|人员|同志)?(?:均|都|已)*(?:参加|到会|出席)?[,、(](?:除了?)?(.+?)(?:除外|以外|外)\)?"
)
_PART = re.compile(
    "(?:支委|委员|班子|干部|组长|代表|在职|正式党员|预备党员|女党员|退休|青年|老党员|流动党员|部分|大部|多数)[^、,;()]*$"
)
_ELSEWHERE = re.compile("^(?:详|请)?见|附件|附后|附表|签到[表簿册]")
_RATE = re.compile(r"(?:(?:到会|出勤|参会|出席|参加|签到)率)?:?(?:为|是)?(\d{1,3}(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence taken apart. counts: `expected`, `present`, `away`; people: who was away; all_came: it says that all,
    or all others, came; clear: nothing in it was left over.
    """

    counts: dict[str, int] = field(default_factory=dict)
    people: People = field(default_factory=People)
    all_came: bool = False
    clear: bool = True


def read_spoken(text: str) -> Spoken:
    """Take a sentence on attendance apart."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("。.;,")
    but = all_but(plain)
    if but is not None:
        return Spoken({}, read_people(but), True)
    if not plain or NOBODY.fullmatch(plain) or _ALL_CAME.fullmatch(plain):
        return Spoken(all_came=bool(plain))
    two = _TWO_COUNTS.fullmatch(plain)
    if two:
        first, second = sorted((int(number) for number in two.groups() if number), reverse=True)
        return Spoken({"expected": first, "present": second})
    rate = _RATE.fullmatch(plain)
    if rate:
        return Spoken(all_came=float(rate[1]) == 100, clear=float(rate[1]) == 100)
    return _sentence(plain)


def _sentence(plain: str) -> Spoken:
    counts: dict[str, int] = {}
    away = [int(one[2]) for one in _AWAY_COUNT.finditer(plain)]
    rest = _AWAY_COUNT.sub(lambda one: f";{one[1]}:{one[3] or ''}", plain)
    for name, pattern in (("expected", _EXPECTED), ("present", _PRESENT)):
        if found := pattern.search(rest):
            counts[name] = int(found[1])
            rest = pattern.sub(";", rest)
    if away:
        counts["away"] = sum(away)
    all_came = bool(_REST_CAME.search(rest))
    rest = re.sub(r"[;,。]*;[;,。]*", ";", _REST_CAME.sub(";", rest)).strip(";,。")
    rest = re.sub(rf"(?:^|(?<=[;,。]))(?:无)?(?:{_AWAY}):?(?:无|0人?)?(?=[;,。]|$)", "", rest).strip(";,。")
    people = read_people(rest) if rest else People()
    if people.everybody:
        return Spoken(counts, People(), True)
    marked = tuple(one for one in people.said if one.mark)
    clear = len(marked) == len(people.said) and not (people.unsettled and not counts)
    return Spoken(counts, People(marked), all_came, clear)


def all_but(text: str) -> str | None:
    """Return whom a sentence names as the only ones away (除张三病假外全部到会), None for other sentences."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("。.;,")
    found = _ALL_BUT.fullmatch(plain) or _ALL_AND.fullmatch(plain) or _ALL_EXCEPT.fullmatch(plain)
    return found[1] if found else None


def only_a_part(text: str) -> bool:
    """Tell whether a text names a circle within the branch instead of people: 全体支委, 在职党员, 部分党员."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).strip("。.;,")
    if re.match("(?:本?支部)?(?:全体|全部|所有)?党员[、,及和与]", plain):
        return False
    return bool(_PART.search(plain)) and not re.search(r"除|\d", plain)


def is_elsewhere(text: str) -> bool:
    """Tell whether a text only says that the names stand elsewhere (见签到表), or is no words at all."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return bool(_ELSEWHERE.search(plain)) or not (re.search(r"\w", plain) or NOBODY.fullmatch(plain))

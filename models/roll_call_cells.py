"""What stands beside a pasted name and is no word for attendance: signs, answers, a time of signing in, an empty cell.

A sign or answer of absence is never presence. What may mean either, a sign that no legend explains or a cell for
signing in that says nothing, is `unclear`: a person decides.
"""

import re
from dataclasses import dataclass, field

from models import cell_text
from models.roll_call_words import answers, signs, vocabulary

_ODD_SIGN = "○〇◯●◎⊙△▲▽▼☆★◇◆□■※Ø"
_NAMES = re.compile(
    r".{0,6}(?:姓名|昵称|名字)(?:[(（].*[)）])?|(?:full|user)?name|成员|用户|签到人|参会[人者]|participants?",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"签[到退名]|打卡|[入退参到离]会|参[加训]|出[席勤]|考勤|在线|观看|加入|离开|时长|是否到|join|leave|duration",
    re.IGNORECASE,
)
_AWAY = re.compile("请假|[病事公]假|缺[席勤会]|未[到签参出]|旷|迟到")
_ZERO = re.compile(r"0+(?:[:.]0+)*(?:\s*(?:秒|分钟?|小时|min|h|s))?|00?[时:]00?分?(?:00?秒?)?", re.IGNORECASE)
_MACHINE = re.compile(r"nan|nat|<na>|null|none|#?n/a|undefined|-{2,}|—+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,，、;；|｜:：()（）\[\]【】]+")
_LEGEND = re.compile(rf"([{_ODD_SIGN}{re.escape(''.join(signs()))}])\s*[:：=为表示代]*\s*([\u4e00-\u9fff]+)")
_FEWEST_PAIRS = 2


@dataclass(slots=True)
class Beside:
    """What is known of the pasted sheet so far. labels: of its header; legend: sign -> mark."""

    labels: list[str] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)

    def learn(self, line: str) -> bool:
        """Take a line without a name for a header of columns or a legend; tell whether it is one."""
        pairs = [(sign, vocabulary()[word][0]) for sign, word in _LEGEND.findall(line) if word in vocabulary()]
        if len(pairs) >= _FEWEST_PAIRS:
            self.legend |= dict(pairs)
            return True
        cells = [cell_text.visible(cell) for cell in line.split("\t")]
        if len(cells) > 1 and any(_NAMES.fullmatch(cell) for cell in cells):
            self.labels = cells
            return True
        return False

    def row(self, line: str, start: int) -> set[str]:
        """Return the marks that the other cells of a row say of the person whose name begins at `start`."""
        cells, own = cell_text.pasted_cells(line), line.count("\t", 0, start)
        if not any(_TELLS.search(label) or _AWAY.search(label) for label in self.labels):
            return self._bare_row(cells, line.split("\t"), own)
        said: set[str] = set()
        signed: list[str] = []
        for at, cell in enumerate(cells):
            label = self.labels[at] if at < len(self.labels) else ""
            if at == own or not (_TELLS.search(label) or _AWAY.search(label)):
                continue
            if _AWAY.search(label):
                said |= self._of_away(label, cell)
            else:
                signed.append(cell)
        for cell in signed:
            said |= self._answer(cell)
        came = any(cell and not _ZERO.fullmatch(cell) for cell in signed)
        return said if said or not signed or came else {"unclear"}

    def around(self, text: str, name_end: int) -> set[str]:
        """Return the marks that signs and answers in a name's own part of a line say; name_end: within the text."""
        after = text[name_end:]
        said = {self._sign(sign) for sign in after} - {""}
        said |= {signs()[sign] for sign in text[:name_end] if sign in signs()}
        for token in _TOKEN.findall(after):
            said |= self._answer(token) if not token.isdigit() or token == "0" else set()
        if not said and any(_MACHINE.fullmatch(token) for token in _TOKEN.findall(after)):
            return {"unclear"}
        return said

    def _bare_row(self, cells: list[str], typed: list[str], own: int) -> set[str]:
        """Read a row whose columns nobody named: signs and answers, or nothing but what programs write for nothing."""
        said = {mark for cell in cells[own + 1 :] for mark in self._answer(cell)}
        rest = [cell for cell in typed[own + 1 :] if cell.strip()]
        idle = all(_ZERO.fullmatch(cell.strip()) or cell_text.says_nothing(cell) for cell in rest)
        return said if said or not rest or not idle else {"unclear"}

    def _of_away(self, label: str, cell: str) -> set[str]:
        """Read a cell under a header of those away: 是 and √ mean what the header says."""
        if cell.upper() not in answers("yes"):
            return set()
        known = next((word for word in sorted(vocabulary(), key=len, reverse=True) if word in label), "")
        return set(vocabulary()[known]) if known else {"unclear"}

    def _answer(self, cell: str) -> set[str]:
        """Return the mark of a cell that is only a sign or an answer."""
        plain = cell.upper()
        if plain in self.legend:
            return {self.legend[plain]}
        if plain in answers("no") and plain not in ("无", "没有"):
            return {"absent"}
        mark = self._sign(plain) if len(plain) == 1 else ""
        return {mark} if mark else set()

    def _sign(self, sign: str) -> str:
        return self.legend.get(sign) or signs().get(sign, "") or ("unclear" if sign in _ODD_SIGN else "")

"""How many keys a meeting of forty with five absences takes, in the real program, by keyboard alone.

    .venv/bin/python tools/meeting_keys.py [--pictures build/meeting_keys] [--most 25] [--scale 1]

Makes a ledger of forty invented people, runs main.py under Xvfb with openbox, presses real keys with xdotool, records
two meetings (the first one in an empty ledger, and one after it) and counts every key beyond the texts: topic, place,
times, names, minutes. The letters typed to find people count as keys: as many as it takes until the list shows one
person. Then the ledger is read with the library.
Needs: xvfb openbox xdotool imagemagick. Exit status 0 when both were recorded as meant with at most `--most` keys.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gui.widgets.person_field import Person  # noqa: E402  (the folder above must be known first)
from tools.desk import Desk, python_of_the_house  # noqa: E402

ORGANIZATION = "中共云栖市柳溪街道桐花巷社区支部委员会"
SURNAMES = "赵钱孙李周吴郑冯陈蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章云苏潘葛范彭"
GIVEN = ("建国", "晓东", "雪梅", "志华", "秀英", "德顺", "文静", "国庆", "丽", "海波")


@dataclass(frozen=True)
class Absence:
    """One person away: the letters that are typed, and the digit of the mark."""

    person: Person
    letters: str
    digit: str


@dataclass
class Count:
    """Keys beyond the texts, in the order in which they were pressed."""

    name: str
    pressed: list[str] = field(default_factory=list)


class Meetings:
    """Presses the keys of a secretary who knows the program."""

    def __init__(self, desk: Desk, pictures: Path) -> None:
        self.desk, self.pictures = desk, pictures
        self.count = Count("")

    def press(self, *keys: str) -> None:
        """Press keys that count."""
        self.desk.press(*keys)
        self.count.pressed += keys

    def write(self, text: str) -> None:
        """Type a text, which does not count."""
        self.desk.type(text)

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.desk.picture(self.pictures / f"{name}.png")

    def first(self, away: list[Absence]) -> Count:
        """Record the first meeting of a ledger: times, place and names are typed as texts."""
        self.count = Count("第一次会议")
        self.press("ctrl+n")
        self.desk.wait_for("登记会议", lambda: self.desk.has_window("登记会议"))
        self.picture("1-空白")
        self.press("1", "Return")
        self.write("0900")
        self.write("1030")
        self.write("社区二楼会议室")
        self.press("Return")
        # The chair is there already: the secretary, as the posts say.
        self.write("李雪梅")
        self.press("Return")
        self.write("学习贯彻全会精神，讨论接收预备党员")
        self.press("Return")
        for absence in away:
            self.press(*absence.letters, absence.digit)
        self.picture("2-填好")
        self._save()
        self.picture("3-登记以后")
        return self.count

    def next(self, away: list[Absence]) -> Count:
        """Record another one: what the last one had is there already; the minutes are written too."""
        self.count = Count("以后的会议")
        self.press("ctrl+n")
        self.desk.wait_for("登记会议", lambda: self.desk.has_window("登记会议"))
        self.press("1", "Return")
        self.write("研究年终总结和民主评议安排")
        self.press("Return")
        for absence in away:
            self.press(*absence.letters, absence.digit)
        self.press("Return")
        self.write("会议通报了全年工作，讨论了民主评议的安排。")
        self.picture("4-第二次填好")
        self._save()
        self.picture("5-第二次登记以后")
        return self.count

    def _save(self) -> None:
        self.press("ctrl+Return")
        self.desk.wait_for("登记完成", lambda: not self.desk.has_window("登记会议"))


def main(arguments: list[str]) -> int:
    """Record the meetings and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "meeting_keys")
    parser.add_argument("--most", type=int, default=25)
    parser.add_argument("--scale", default="1", help="text size: 1, 1.25, 1.5")
    options = parser.parse_args(arguments)
    options.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="meeting-keys-") as temporary:
        home = Path(temporary) / "陈德顺"
        ledger, people = _ledger(home)
        first, second = _absences(people, 0), _absences(people, 5)
        environment = {"QT_SCALE_FACTOR": options.scale, "XDG_CONFIG_HOME": str(home / ".config")}
        with Desk(home, environment) as desk:
            desk.run(python_of_the_house(ROOT), str(ROOT / "main.py"), str(ledger))
            desk.wait_for("窗口", lambda: desk.has_window("支部台账"))
            desk.press(f"ctrl+{_number_of_the_page()}")
            secretary = Meetings(desk, options.pictures)
            counts = [secretary.first(first), secretary.next(second)]
            desk.press("F3")
            secretary.picture("6-出勤表")
        return _told(ledger, counts, [first, second], options.most)


def _number_of_the_page() -> int:
    from gui.pages import PAGES

    return 1 + [entry.key for entry in PAGES].index("meetings")


def _ledger(home: Path) -> tuple[Path, list[Person]]:
    """Make a ledger of forty; return its path and the people as the dialog looks for them."""
    home.mkdir(parents=True)
    os.environ["HOME"] = str(home)
    from gui.dialogs.meeting_marks import person_of
    from models import attendance, member, post, vault

    path = home / "桐花巷社区支部.zbtz"
    ledger = vault.create_ledger(path, organization=ORGANIZATION, actor="陈德顺").ledger
    with ledger:
        with ledger.operation("roster.import") as op:
            made = [
                member.add_member(op, member_id=ledger.ids.new(), name=name, joined_date="2001-07-01")
                for name in (surname + GIVEN[at % 10] for at, surname in enumerate(SURNAMES[:40]))
            ]
        with ledger.operation("post.add") as op:
            post.add_post(op, post_id=ledger.ids.new(), member_id=made[9], post="secretary", from_date="2024-01")
    with vault.open_ledger(path) as opened:
        register = attendance.register_on(opened.query, opened.clock.today())
    return path, [person_of(one) for one in register]


def _absences(people: list[Person], start: int) -> list[Absence]:
    """Choose five people spread over the register who are alone with their initials."""
    from gui.widgets.person_field import settled

    alone = [one for one in people if settled(people, one.initials.split()[0]) == one]
    chosen = [alone[(start + 7 * step) % len(alone)] for step in range(5)]
    return [Absence(one, _letters(people, one), digit) for one, digit in zip(chosen, "34263", strict=True)]


def _letters(people: list[Person], wanted: Person) -> str:
    """Return as many initials (two at least) as it takes until only this person is left."""
    from gui.widgets.person_field import settled

    initials = wanted.initials.split()[0]
    lengths = range(2, len(initials) + 1)
    return next(initials[:length] for length in lengths if settled(people, initials[:length]) == wanted)


def _told(path: Path, counts: list[Count], absences: list[list[Absence]], most: int) -> int:
    """Compare the ledger with what was meant, and say how many keys it took."""
    from gui.dialogs.meeting_marks import DIGITS
    from models import attendance, meeting, vault

    right = True
    with vault.open_ledger(path) as ledger:
        kept = sorted(meeting.list_meetings(ledger), key=lambda one: len(one.minutes))
        for count, meant, shown in zip(counts, absences, kept, strict=True):
            marks = {one.member_id: one.mark for one in attendance.sheet(ledger, shown.id) if one.mark != "present"}
            same = marks == {one.person.key: DIGITS[one.digit] for one in meant} and shown.expected == 40
            more = sum(len(one.person.initials.split()[0]) - len(one.letters) for one in meant)
            enough = len(count.pressed) <= most
            right = right and same and enough
            print(f"{count.name}：{shown.topic}，应到 {shown.expected}、实到 {shown.present}")
            print(f"  台账里{'与所按的一致' if same else '与所按的不一致'}")
            print(f"  文字以外按键 {len(count.pressed)} 次（最多 {most}）")
            print(f"  首字母一律打全则 {len(count.pressed) + more} 次")
            print(f"  {' '.join(count.pressed)}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

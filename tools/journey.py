"""From an empty home to the printed roster of a messy workbook, in the real program, by keyboard alone.

    .venv/bin/python tools/journey.py [--pictures docs/手册/图] [--keep FOLDER]

Runs main.py under Xvfb with openbox, presses real keys with xdotool, takes a picture at each step,
then reads the PDF with pdftotext and the ledger with the library, and says how many keys it took.
Needs: xvfb openbox xdotool imagemagick poppler-utils. Exit status 0 when every name of the ledger
stands in the PDF.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.desk import Desk, python_of_the_house  # noqa: E402  (the folder above must be known first)

ORGANIZATION = "中共云栖市柳溪街道桐花巷社区支部委员会"
PERSON = "陈德顺"
ROSTER = "花名册（杂乱）.xlsx"
_ASKED = (2, 5, 7)
# main.py itself, but for the groups that it asks back: which ones it chose stands on the screen only.
_START = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT)!r})
from models import rescue
rescue.choose_groups = lambda: {_ASKED}
sys.argv = ["main.py"]
runpy.run_path({str(ROOT / "main.py")!r}, run_name="__main__")
"""


def main(arguments: list[str]) -> int:
    """Make the journey and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "journey")
    parser.add_argument("--keep", type=Path, help="an empty folder to use as home, kept afterwards")
    parser.add_argument("--scale", default="1", help="text size: 1, 1.5, 2")
    options = parser.parse_args(arguments)
    options.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="journey-") as temporary:
        home = _furnished(options.keep or Path(temporary) / "陈德顺")
        with Desk(home, {"QT_SCALE_FACTOR": options.scale}) as desk:
            pdf = Journey(desk, options.pictures).make()
        _page_picture(pdf, options.pictures / "13-花名册第一页.png")
        return _told(home, pdf, desk.keys)


def _furnished(home: Path) -> Path:
    """Make a home with a folder of documents in which the workbook lies."""
    documents = home / "文档"
    documents.mkdir(parents=True)
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_DOCUMENTS_DIR="$HOME/文档"\n', encoding="utf-8")
    shutil.copyfile(ROOT / "resources" / "sample" / ROSTER, documents / ROSTER)
    return home


class Journey:
    """The steps; each picture is taken when the screen has come to rest."""

    def __init__(self, desk: Desk, pictures: Path) -> None:
        self.desk, self.pictures = desk, pictures
        self.documents = desk.home / "文档"

    def make(self) -> Path:
        """Go from nothing to the printed roster and return the PDF."""
        from gui.pages import PAGES

        self.desk.run(python_of_the_house(ROOT), "-c", _START)
        self.desk.wait_for("窗口", lambda: self.desk.has_window("支部台账"))
        self._first_run()
        self._import()
        number = 1 + [entry.key for entry in PAGES].index("reports")
        return self._print(number)

    def _first_run(self) -> None:
        desk = self.desk
        desk.type(ORGANIZATION)
        self._picture("01-组织")
        desk.press("Return")
        desk.type(PERSON)
        self._picture("02-姓名")
        desk.press("Return")
        self._picture("03-密码")
        # 密码, 再输一次, 显示密码, 上一步, 不设密码
        desk.press("Tab", "Tab", "Tab", "Tab", "Return")
        ledger = self.documents / "支部台账" / f"{ORGANIZATION}.zbtz"
        desk.wait_for("台账文件", ledger.exists)
        self._picture("04-恢复码")
        sheet = self.documents / "恢复码.pdf"
        desk.press("Tab", "Return")
        desk.press("Return")
        desk.wait_for("恢复码单", sheet.exists)
        desk.press("Return")
        groups = _groups(sheet)
        for place in _ASKED:
            desk.type(groups[place - 1])
        self._picture("05-恢复码确认")
        desk.press("Return")
        desk.wait_for("加密", lambda: not ledger.read_bytes().startswith(b"SQLite format 3"))
        self._picture("06-花名册")

    def _import(self) -> None:
        desk = self.desk
        desk.press("Return")
        desk.wait_for("选择文件的窗口", lambda: desk.has_window("选择花名册文件"))
        desk.type(ROSTER)
        self._picture("07-选择文件")
        desk.press("Return")
        desk.wait_for("导入的窗口", lambda: desk.has_window("导入花名册"))
        self._picture("08-导入预览")
        desk.press("1")
        self._picture("09-导入已确认")
        desk.press("Return")
        desk.wait_for("导入完成", lambda: not desk.has_window("导入花名册"))
        self._picture("10-党员")

    def _print(self, number: int) -> Path:
        desk = self.desk
        desk.press(f"ctrl+{number}")
        self._picture("11-报表")
        desk.press("ctrl+s")
        desk.wait_for("存为PDF的窗口", lambda: desk.has_window("存为"))
        desk.press("Return")
        desk.wait_for("花名册 PDF", lambda: self._roster() is not None)
        self._picture("12-已存为PDF")
        found = self._roster()
        assert found is not None
        return found

    def _roster(self) -> Path | None:
        return next((path for path in self.documents.glob("*.pdf") if path.name != "恢复码.pdf"), None)

    def _picture(self, name: str) -> None:
        self.desk.picture(self.pictures / f"{name}.png")


def _groups(sheet: Path) -> list[str]:
    """Read the groups of the recovery code from the sheet, as a person would from the paper."""
    return [digits for _, digits in sorted(re.findall(r"第 ?(\d) ?组\s+(\d{6})", _text_of(sheet)))]


def _text_of(pdf: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def _page_picture(pdf: Path, path: Path) -> None:
    """Keep the first page as it comes out of the printer."""
    from PIL import Image

    subprocess.run(
        ["pdftoppm", "-r", "96", "-f", "1", "-l", "1", "-singlefile", "-png", str(pdf), str(path.with_suffix(""))],
        check=True,
    )
    with Image.open(path) as drawn:
        small = drawn.convert("L").quantize(16, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _told(home: Path, pdf: Path, keys: int) -> int:
    """Compare the PDF with the ledger and say what there is."""
    from models import member, organization, vault

    (path,) = (home / "文档" / "支部台账").glob("*.zbtz")
    os.environ["ZBTZ_HOME"] = str(home / ".local" / "share" / "zhibu-taizhang")
    with vault.open_ledger(path) as ledger:
        names = [one.name for one in member.list_members(ledger)]
        own = organization.own(ledger).name
    # Names of two characters are spaced on paper.
    printed = "".join(_text_of(pdf).split())
    lost = [name for name in names if name not in printed]
    print(f"台账：{own}，党员 {len(names)} 人")
    print(f"花名册：{pdf.name}，{'每个姓名都在上面' if not lost else '缺：' + '、'.join(lost)}")
    print(f"一共按键 {keys} 次（汉字按一字一次计，文件名和单位全称都算在内）")
    return 1 if lost or not names or own != ORGANIZATION else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

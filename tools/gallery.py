"""Pictures of every screen, dialog and form, taken from the real program on the invented branch.

    python3 tools/dev.py gallery            (or: make gallery)

Writes build/gallery/screens/<size>-<name>.png and build/gallery/pages/<form>-<n>.png. The pictures of each size are
taken in a
process of its own: a screen's size and scale are settled when Qt starts. Needs poppler's pdftoppm for the pages.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.ledger import Ledger
    from reports.catalog import CatalogEntry
    from reports.printing import PrintOptions

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "gallery"


@dataclass(frozen=True)
class Size:
    """One screen: its pixels, its scale, and whether every picture is taken on it or only the main ones."""

    name: str
    width: int
    height: int
    scale: float
    everything: bool


SIZES = (
    Size("1366x768", 1366, 768, 1.0, True),
    Size("1366x768-125", 1366, 768, 1.25, False),
    Size("1366x768-150", 1366, 768, 1.5, False),
    Size("1366x768-200", 1366, 768, 2.0, False),
    Size("1920x1080", 1920, 1080, 1.0, False),
)


def main(arguments: list[str]) -> int:
    """Make the sample, take the pictures of each size, print the forms."""
    if arguments[:1] == ["--take"]:
        return take(next(size for size in SIZES if size.name == arguments[1]), Path(arguments[2]))
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "screens").mkdir(parents=True)
    (OUT / "pages").mkdir()
    wanted = [size for size in SIZES if not arguments or size.name in arguments]
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        place = Path(folder)
        environment = dict(os.environ, ZBTZ_HOME=str(place / "keys"), PYTHONUTF8="1")
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            environment[f"XDG_{name}_HOME"] = str(place / name.lower())
        sample = place / "样例"
        demo = [sys.executable, "main.py", "demo", "--out", str(sample), "--no-window", "--json"]
        told = json.loads(subprocess.run(demo, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
        print(f"样例：{told['members']} 名党员，{told['pages']} 页")
        for size in wanted:
            _in_own_process(size, sample, environment, place)
        forms(environment, Path(told["ledger"]), place)
    print(f"图片在 {OUT.relative_to(ROOT)}：屏幕 {_count('screens')} 张，表页 {_count('pages')} 张")
    return 0


def _count(folder: str) -> int:
    return len(list((OUT / folder).glob("*.png")))


def _in_own_process(size: Size, sample: Path, environment: dict[str, str], place: Path) -> None:
    screen = {"name": "gallery", "x": 0, "y": 0, "width": size.width, "height": size.height}
    config = place / f"{size.name}.json"
    config.write_text(json.dumps({"screens": [screen | {"logicalDpi": 96, "dpr": 1}]}))
    own = place / f"sample-{size.name}"
    # Each size starts from the same state, whatever the pictures before it have changed; where that state was at home
    # (`heads`) is not taken along, so that nobody is asked whether it was moved.
    shutil.copytree(sample, own)
    shutil.copytree(place / "keys", place / f"keys-{size.name}", ignore=shutil.ignore_patterns("heads"))
    settings = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(size.scale),
        "ZBTZ_HOME": str(place / f"keys-{size.name}"),
    }
    command = [sys.executable, str(Path(__file__)), "--take", size.name, str(own)]
    subprocess.run(command, cwd=ROOT, env=environment | settings, check=True)


def take(size: Size, sample: Path) -> int:
    """Take the pictures of one size; runs in a process with that screen."""
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(ROOT / "tools"))
    import gallery_archive
    import gallery_pledges
    import gallery_year
    from gallery_screens import Photographer

    photographer = Photographer(size.name, OUT / "screens", sample)
    photographer.main_pages()
    gallery_year.views(photographer)
    gallery_archive.views(photographer)
    gallery_pledges.views(photographer)
    if size.everything:
        gallery_year.dialogs(photographer)
        gallery_archive.dialogs(photographer)
        gallery_pledges.dialogs(photographer)
        photographer.everything_else()
    photographer.end()
    return 0


def forms(environment: dict[str, str], ledger: Path, place: Path) -> None:
    """Print every form filled, masked and blank, and draw its pages with another program."""
    sys.path.insert(0, str(ROOT))
    os.environ.update({name: environment[name] for name in environment if name.startswith(("XDG_", "ZBTZ_"))})
    from models import vault
    from reports import catalog, printing

    drawer = shutil.which("pdftoppm")
    if drawer is None:
        print("没有 pdftoppm（poppler-utils），表页没有画成图片。")
        return
    with vault.open_ledger(ledger) as opened:
        for entry in catalog.list_forms():
            for name, chosen in _options(opened, entry).items():
                path = place / f"{entry.id}-{name}.pdf"
                printing.print_form(entry.id, opened, path, options=chosen)
                command = [drawer, "-r", "90", "-png", str(path), str(OUT / "pages" / path.stem)]
                subprocess.run(command, check=True)


def _options(ledger: Ledger, entry: CatalogEntry) -> dict[str, PrintOptions]:
    """Return how a form is printed: every variant, masked and blank; of meetings and members one of each kind."""
    from models import meeting, member
    from reports import form
    from reports.printing import PrintOptions

    asked = form.SUBJECTS[entry.of]
    options = {"blank": PrintOptions(blank_rows=20)}
    if "meetings" in asked:
        of_kind = {one.kinds: one.id for one in meeting.list_meetings(ledger)}
        return options | {kinds: PrintOptions(meetings=(one,)) for kinds, one in of_kind.items()}
    if "members" in asked:
        people = member.list_members(ledger)[:3]
        return options | {"full": PrintOptions(members=tuple(one.id for one in people))}
    options |= {variant: PrintOptions(variant=variant) for variant in entry.variants}
    return options if asked else options | {"masked": PrintOptions(masked=True)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

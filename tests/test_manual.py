"""The documents against what is there: links, pictures, the words of the navigation, the commands."""

import re
import shlex
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from commands.parser import VerbParser
from commands.verbs import VERBS
from gui.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "手册"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def prose(path: Path) -> str:
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The names under which the headings of a file can be reached, as the usual viewers make them."""
    plain = (re.sub(r"[`*]", "", title).strip() for title in HEADING.findall(prose(path)))
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in plain}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for link in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_picture_of_the_manual_is_shown() -> None:
    shown = "".join(prose(path) for path in (*MANUAL.glob("*.md"), ROOT / "README.md"))
    assert [path.name for path in (MANUAL / "图").iterdir() if f"图/{path.name}" not in shown] == []


def test_the_sections_are_numbered_one_after_the_other() -> None:
    text = prose(MANUAL / "手册.md")
    numbers = [int(found) for found in re.findall(r"^## (\d+) ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    # Where a link says a number, it is that of the place it leads to.
    told = re.findall(r"\[第 (\d+) 节\]\(#(\d+)-", text)
    assert told
    assert [pair for pair in told if pair[0] != pair[1]] == []


def test_the_manual_tells_the_number_keys_of_the_pages() -> None:
    words = "、".join(entry.word for entry in PAGES)
    assert f"| Ctrl+1 … Ctrl+9、Ctrl+0 | {words} |" in prose(MANUAL / "手册.md")
    assert len(PAGES) == 10
    place = 1 + [entry.key for entry in PAGES].index("reports")
    assert f"Ctrl+{place}，Ctrl+S" in prose(MANUAL / "一步一图.md")


def commands(path: Path) -> list[list[str]]:
    told = re.findall(r"`python main\.py ([^`]+)`", prose(path))
    return [shlex.split(one.replace("…", "")) for one in told]


@pytest.mark.parametrize("words", commands(MANUAL / "手册.md"), ids=" ".join)
def test_the_manual_tells_commands_that_there_are(words: list[str]) -> None:
    verb, *rest = words
    if verb == "命令" or "--help" in rest:
        assert verb == "命令" or verb in VERBS
        return
    parser = VerbParser(prog=verb)
    import_module(VERBS[verb].module).configure(parser)
    # What is wrong is raised.
    assert vars(parser.parse_args(rest))

"""Reading a form's TOML file: every finding is reported at once, when the file is loaded, not when somebody prints."""

import tomllib
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from models.errors import WorldError
from models.toml_entry import Entry, Finding
from reports.form import SUBJECTS, Form, PageNumber, PageSetup
from reports.form_sections import SectionReader
from reports.typeset import TextStyle

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}


def load_form(path: Path) -> Form:
    """Return the form in a file. Raises WorldError("form-faulty") with every finding."""
    form, findings = read_form(path)
    if form is None or findings:
        said = "；".join(map(str, findings[:20]))
        raise WorldError("form-faulty", path=str(path), count=len(findings), findings=said)
    return form


def read_form(path: Path) -> tuple[Form | None, list[Finding]]:
    """Return the form in a file, None if it cannot be made out at all, and everything that is wrong with the file."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [Finding(path.name, f"读不出来（{error}）")]
    return read_document(raw)


def read_document(raw: dict[str, Any]) -> tuple[Form, list[Finding]]:
    """Return the form that a file's content describes, and everything that is wrong with it."""
    reader = _Reader()
    form = reader.form(raw)
    return form, reader.findings


class _Reader(SectionReader):
    """Makes out one form."""

    def form(self, raw: dict[str, Any]) -> Form:
        entry = Entry(self.findings, "", raw)
        head = {name: entry.text(name, needed=True) for name in ("form", "title")}
        edition = int(entry.number("edition", 0, needed=True))
        self.page = self._page(Entry(self.findings, "page", entry.get("page", dict, {}, needed=True)))
        variants = entry.get("variants", dict, {"full": "完整"})
        self.variants = {str(name): str(label) for name, label in variants.items()}
        blocks = tuple(self.block(one) for one in entry.entries("block"))
        if not blocks:
            entry.wrong("一个 block 也没有")
        fixed = tuple(self.fixed(one) for one in entry.entries("fixed"))
        number = entry.get("page_number", dict, None)
        form = Form(
            head["form"],
            head["title"],
            edition,
            entry.get("valid_from", date, date(1900, 1, 1), needed=True),
            entry.get("valid_to", date, None),
            self.page,
            self.variants,
            blocks,
            fixed,
            self._page_number(Entry(self.findings, "page_number", number)) if number is not None else None,
            entry.text("sheet_name", head["title"]),
            entry.choice("of", tuple(SUBJECTS), "roster"),
            int(entry.number("order")),
            entry.text("variant_field"),
        )
        self.known_field(entry, form.variant_field, "")
        entry.close()
        return form

    def _page(self, entry: Entry) -> PageSetup:
        size = PAPERS[entry.choice("size", tuple(PAPERS), "A4")]
        if entry.choice("orientation", ("portrait", "landscape"), "portrait") == "landscape":
            size = size[1], size[0]
        top, right, bottom, left = entry.numbers("margins", 4)
        binding = entry.choice("binding", ("left", "top"), "left")
        entry.close()
        page = PageSetup(*size, top, right, bottom, left, binding)
        if min(top, right, bottom, left) < 5 or page.inner_width < 30 or page.inner_height < 30:
            entry.wrong("页边距不合适：每边至少 5 毫米，中间至少留 30 毫米")
        return page

    def _page_number(self, entry: Entry) -> PageNumber:
        text = entry.text("text", needed=True)
        names = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        if not names <= {"page", "pages"}:
            entry.wrong("页码里只能用 {page} 和 {pages}")
        style = self.style(entry, TextStyle(sizes=((10.5, 0),), align="center"))
        left = self.text(entry, "left") if "left" in entry.raw else ()
        number = PageNumber(text, entry.number("edge", 10.0, least=5.0), style, left)
        entry.close()
        return number

"""The recovery sheet and the cover: read back from the file by another program, one page, nothing left out."""

import re
import subprocess
from pathlib import Path

import pytest

from exchange.cover import Cover
from models import vault
from reports import catalog, cover, recovery

DIGEST = "".join(f"{at:02x}" for at in range(32))


def text_of(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return told.stdout.decode("utf-8")


def page_count(pdf: Path) -> int:
    told = subprocess.run(["qpdf", "--show-npages", str(pdf)], check=True, capture_output=True)
    return int(told.stdout)


def figures(**other: object) -> Cover:
    facts: dict[str, object] = {
        "sender": "中共云栖市柳溪街道桐花巷社区支部委员会",
        "recipient": "中共云栖市柳溪街道工作委员会",
        "secretary": "尉迟文静",
        "phone": "12000000000",
        "number": 12,
        "created": "2026-11-21T02:30:00.000Z",
        "file_name": "桐花巷社区支部_第0012号_20261121.dyb",
        "size": 34567,
        "digest": DIGEST,
        "counts": (("党小组", 4), ("党员", 60)),
        "id_numbers": True,
        "why": "",
    }
    return Cover(**(facts | other))  # type: ignore[arg-type]  # the facts above are those of Cover


def test_every_group_of_the_code_is_on_the_sheet_with_its_place(tmp_path: Path) -> None:
    created = vault.create_ledger(tmp_path / "台账.zbtz", organization="柳河镇第一党支部", actor="王秀兰")
    out = tmp_path / "恢复码.pdf"
    with created.ledger as ledger:
        recovery.print_recovery_sheet(ledger, created.sheet, out)
    text = text_of(out)
    found = dict(re.findall(r"第 ?(\d) ?组\s+(\d{6})", text))
    assert "-".join(found[str(place)] for place in range(1, 9)) == created.recovery_code
    assert "柳河镇第一党支部" in text
    assert "台账.zbtz" in text
    assert f"{created.sheet.number} 号" in text
    assert page_count(out) == 1
    assert out.stat().st_mode & 0o077 == 0


def test_the_cover_has_the_whole_digest_and_the_figures(tmp_path: Path) -> None:
    out = tmp_path / "封面.pdf"
    cover.print_cover(figures(), out)
    text = text_of(out)
    assert "".join(re.findall(r"(?<=\s)[0-9a-f]{4}(?=\s)", text)) == DIGEST
    for wanted in ("第 12 号", "党小组 4 条、党员 60 条", "34,567 字节", "尉迟文静", "桐花巷社区支部_第0012号"):
        assert wanted.replace(" ", "") in text.replace(" ", "")
    assert page_count(out) == 1


@pytest.mark.parametrize(("sent", "said"), [(True, "带"), (False, "不带")])
def test_the_cover_says_whether_id_numbers_travel(sent: bool, said: str) -> None:
    told = {fact.name: fact.value for fact in cover.facts(figures(id_numbers=sent))}
    assert told["公民身份号码"] == said


def test_a_very_long_name_and_reason_stay_on_one_page(tmp_path: Path) -> None:
    out = tmp_path / "封面.pdf"
    cover.print_cover(figures(sender="中" * 100, why="更正" * 50), out)
    assert re.sub(r"\s", "", text_of(out)).count("更正") == 50
    assert page_count(out) == 1


def test_neither_is_offered_among_the_forms_of_a_ledger() -> None:
    assert {entry.id for entry in catalog.list_forms()}.isdisjoint(catalog.WITH_OTHER_DATA)

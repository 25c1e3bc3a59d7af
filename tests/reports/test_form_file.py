"""Form files: every finding at once, in Chinese, when the file is loaded."""

from pathlib import Path

import pytest

import resources
from models.errors import WorldError
from reports.form_file import load_form, read_form

GOOD = """
form = "trial"
title = "试表"
edition = 2026
valid_from = 2026-01-01

[page]
margins = [25, 20, 20, 28]

[[block]]
kind = "table"
rows = "roster.members"
columns = [
  { title = "序号", field = "member.number", width = 62 },
  { title = "姓名", field = "member.name", width = 100 },
]
"""


def findings(folder: Path, text: str) -> list[str]:
    path = folder / "trial.toml"
    path.write_text(text, encoding="utf-8")
    return [str(finding) for finding in read_form(path)[1]]


def test_the_trial_form_is_sound(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD) == []


@pytest.mark.parametrize("path", sorted(resources.FORMS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_form_of_the_program_is_sound(path: Path) -> None:
    assert load_form(path).id == path.stem


GRID = '[[block]]\nkind = "grid"\nwidths = {}\nrows = [{{ {} }}]\n[[block]]'
PROSE = '[[block]]\nkind = "prose"\nlabel = "内容"\ntext = "{{roster.title}}"\n{}\n[[block]]'
COVER = '[[block]]\nkind = "cover"\nelements = [{{ kind = "text", {}, text = "{}" }}]\n[[block]]'
REPEAT = '[[block]]\nkind = "repeat"\nrows = "{}"\n[[block.block]]\n{}\n[[block]]'
FIXED = '[[fixed]]\nkind = "{}"\n{}\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("width = 100", "width = 90", "各列共宽 152 毫米，应为 162 毫米"),
        ('"member.name"', '"member.nickname"', "没有 member.nickname 这个字段"),
        ('"member.name"', '"roster.total"', "roster.total 不属于这张表的行"),
        ('"roster.members"', '"roster.pets"', "没有 roster.pets 这样的行"),
        ('title = "姓名", ', "", "缺少 title"),
        ("width = 62", 'width = 62, colour = "red"', "不认识的设置 colour"),
        ("width = 62", 'width = 62, font = "comic"', "font 只能是"),
        ("width = 62", 'width = 62, sizes = ["六号", 0]', "sizes 里不认识"),
        ("width = 62", "width = 62, sizes = [7.5, 0]", "字号不能小于小五"),
        ("width = 62", 'width = 62, sizes = ["五号", 2]', "最后一个行数为 0"),
        ("width = 62", "width = { full = 62, small = 20 }", "没有在 variants 里说明"),
        ("width = 62", "width = 62, padding = 30", "放不下一个字"),
        ("edition = 2026", 'edition = "new"', "edition 的写法不对"),
        ("edition = 2026\n", "", "缺少 edition"),
        ("[25, 20, 20, 28]", "[25, 20, 20]", "margins 应当是 4 个数"),
        ("[25, 20, 20, 28]", "[25, 100, 20, 100]", "页边距不合适"),
        ("[[block]]", FIXED.format("box", "box = [200, 10, 30, 10]") + "[[block]]", "超出纸面"),
        ("[[block]]", FIXED.format("line", "line = [0, 0, 300, 0]") + "[[block]]", "超出纸面"),
        ("[[block]]", FIXED.format("tick", 'at = [9, 9]\nfield = "member.sex"') + "[[block]]", "只能用在表格的列里"),
        ("[[block]]", FIXED.format("text", 'box = [9, 9, 9, 9]\ntext = "{roster.no}"') + "[[block]]", "没有 roster.no"),
        ("[[block]]", FIXED.format("text", 'box = [9, 9, 50, 8]\ntext = "{roster"') + "[[block]]", "花括号不成对"),
        ("[[block]]", '[page_number]\ntext = "{page} of {all}"\n[[block]]', "只能用 {page} 和 {pages}"),
        ("[[block]]", '[[block]]\ncells = [{ text = "长", width = 200 }]\n[[block]]', "各格共宽 200 毫米"),
        ("[[block]]", '[[block]]\ncells = [{ text = "甲" }, { text = "乙" }]\n[[block]]', "只能有一格不写宽度"),
        ("[[block]]", GRID.format("[62, 99]", 'cells = [{ label = "甲", span = 2 }]'), "widths 共宽 161 毫米"),
        ("[[block]]", GRID.format("[62, 100]", 'cells = [{ label = "甲" }]'), "各格共占 1 列，应为 2 列"),
        ("[[block]]", GRID.format("[62, 100]", 'also_with = "a.b", cells = [{ text = "", span = 2 }]'), "没有 a.b"),
        ("[[block]]", PROSE.format('sizes = ["五号", 2, "小五", 0]'), "长文只能有一个字号"),
        ("[[block]]", PROSE.format("label_width = 150"), "长文太窄"),
        ("[[block]]", PROSE.format("line_height = 3"), "line_height 不能小于"),
        ("[[block]]", PROSE.format('variants = ["small"]'), "variants 里的 small 没有在"),
        ("[[block]]", '[[block]]\nkind = "heading"\ntext = "{a.b}"\n[[block]]', "没有 a.b"),
        ("[[block]]", '[[block]]\nkind = "contents"\nleader = ".."\n[[block]]', "leader 只能是一个字符"),
        ("[[block]]", '[[block]]\nkind = "contents"\nline_height = 2\n[[block]]', "line_height 不能小于"),
        ("[[block]]", '[[block]]\nkind = "cover"\n[[block]]', "一个 elements 也没有"),
        ("[[block]]", COVER.format("box = [100, 280, 50, 30]", "甲"), "超出纸面"),
        ("[[block]]", COVER.format("box = [9, 9, 9, 9]", "{member.name}"), "只能用在表格的列里"),
        ("[[block]]", REPEAT.format("roster.pets", 'kind = "break"'), "没有 roster.pets 这样的行"),
        ("[[block]]", REPEAT.format("roster.members", 'kind = "heading"\ntext = "{member.nick}"'), "没有 member.nick"),
        ("[[block]]", REPEAT.format("roster.members", 'kind = "contents"'), "封面和目录不能重复"),
        (
            "[[block]]",
            REPEAT.format("roster.members", 'kind = "strip"\npages = "every"\ncells = [{ text = "一" }]'),
            "重复的文字行不能每页都有",
        ),
        ("[[block]]", REPEAT.format("archive_pledge.stages", 'kind = "break"'), "只能用在重复 archive_pledge 的地方"),
        ("edition = 2026", 'edition = 2026\nof = "pets"', "of 只能是"),
        ("edition = 2026", 'edition = 2026\nvariant_field = "roster.kind"', "没有 roster.kind"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = findings(tmp_path, GOOD.replace(old, new, 1))
    # A wrong margin also makes the columns wrong: that may be told as well, the cause comes first.
    assert said in found[0]


def test_all_mistakes_are_told_at_once_and_the_form_is_not_used(tmp_path: Path) -> None:
    text = GOOD.replace("width = 100", "width = 90").replace("member.name", "member.nickname") + "\n[head]\nx = 1\n"
    assert len(findings(tmp_path, text)) == 3
    with pytest.raises(WorldError) as error:
        load_form(tmp_path / "trial.toml")
    assert error.value.code == "form-faulty"
    said = error.value.what()
    assert "3 处不对" in said
    assert "member.nickname" in said


@pytest.mark.parametrize("content", [b"", b"form = ", b"\xff\xfe\x00", "form = 1".encode("utf-16")])
def test_what_is_no_form_at_all_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trial.toml"
    path.write_bytes(content)
    with pytest.raises(WorldError) as error:
        load_form(path)
    assert error.value.code == "form-faulty"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError):
        load_form(tmp_path / "none.toml")

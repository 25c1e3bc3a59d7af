"""A declaration as a file: what is wrong in it is told at once, with the line; what is shipped stands."""

from pathlib import Path

import pytest

import resources
from models import schema
from models.kinds import catalog, kind_file, shelf, source
from models.kinds.catalog import kinds
from models.ledger import Ledger

GOOD = """kind = "thanks"
word = "慰问"
since = 3
about = "member"
title = "what"
list = ["day", "member", "what"]
field = [
  { name = "day", word = "日期", type = "day" },
  { name = "what", word = "慰问内容", most = 100, needed = true },
  { name = "way", word = "方式", type = "choice", of = { visit = "走访", money = "慰问金" } },
]
"""

REGISTER = '''\
]
[register]
title = "慰问登记表"
order = 9
sheet = "慰问"
columns = [{ field = "sum", width = 9 }]
'''
ACT = ']\nact = [{ name = "thank", word = "慰问", icon = "check", fields = ["sum"] }]\n'
PART = ']\npart = [{ name = "open", word = "未办", empty = "sum" }]\n'
JOINED = ']\njoined = [{ name = "size", word = "多少", first = ["sum"] }]\n'
SUM = "第 12 行 register：没有这个字段：sum"


def findings(text: str, name: str = "thanks") -> tuple[str, ...]:
    return kind_file.read_text(name, text.encode()).findings


def test_a_good_file_is_a_kind() -> None:
    read = kind_file.read_text("thanks", GOOD.encode())
    assert read.findings == () and read.kind is not None
    assert [one.name for one in read.kind.fields] == ["day", "what", "way"]
    assert (read.kind.call, read.kind.short, read.kind.acts_as) == ("慰问", "慰问", "thanks")


@pytest.mark.parametrize("path", sorted(resources.KINDS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_declaration_is_sound(path: Path) -> None:
    assert kind_file.read(path).findings == ()


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('word = "慰问"\n', 'word = "慰问"\nworth = 3\n', "第 3 行 ：不认识的设置 worth"),
        ("since = 3", "since = true", "第 3 行 ：since 的写法不对：True"),
        ('word = "慰问"\n', "", "：缺少 word"),
        ('about = "member"', 'about = "cat"', "第 4 行 ：about 只能是 member、branch，现为 'cat'"),
        ('title = "what"', 'title = "topic"', "第 5 行 title：没有这个字段：topic"),
        ('"member", "what"]', '"member", "when"]', "第 6 行 list：没有这个字段：when"),
        ('type = "day" }', 'type = "moon" }', "第 8 行 field[1]：type 只能是"),
        ('type = "day" }', 'type = "day", most = 3 }', "第 8 行 field[1]：不认识的设置 most"),
        ("most = 100, ", "", "第 9 行 field[2]：缺少 most"),
        ('name = "way"', 'name = "what"', "第 10 行 field what：有两个同名的字段"),
        ('name = "way"', 'name = "Way"', "第 10 行 field[3]：name 只能是小写字母、数字和下划线"),
        ('name = "way"', 'name = "org"', "第 10 行 field org：org 是每条记录都有的，不能另作字段"),
        ("most = 100", "most = 200000", "field：一条记录最多可有 600000 字节，上报包里放不下（400000）"),
        ('type = "day" }', 'type = "day", after = "dawn" }', "field：没有这个字段：dawn"),
        ("]\n", REGISTER, SUM),
        ("]\n", ACT, "第 12 行 act：没有这个字段：sum"),
        ("]\n", ACT, "act：acts 里没有它的名称：thank"),
        ("]\n", PART, "part：没有这个字段：sum"),
        ("]\n", JOINED, "joined：没有这个字段：sum"),
        ('title = "what"', 'title = "what"\nonce = ["sum"]', "第 6 行 once：没有这个字段：sum"),
        ('title = "what"', 'title = "what"\nsection_of = { sun = "x" }', "section_of：section_by 没有这个选项：sun"),
        ('title = "what"', 'title = "what"\nday = "dawn"', "day：没有这个字段：dawn"),
        ('title = "what"', 'title = "what"\nuntil = "dusk"', "第 6 行 until：没有这个字段：dusk"),
        ('title = "what"', 'title = "what"\nstands = ["在", "不在"]', "第 6 行 stands：要写两个词"),
        ("needed = true", 'needed = true, offers = "moons"', "第 9 行 field what：没有这样的选项来源：moons"),
        ("needed = true", "needed = true, shown_when = { sum = [] }", "field：没有这个字段：sum"),
        ('kind = "thanks"', 'kind = "thank"', "第 1 行 kind：应当与文件名 thanks 相同"),
        ('kind = "thanks"', "kind = thanks", "文件：读不出来"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(written: str, instead: str, told: str) -> None:
    head, _, tail = GOOD.rpartition(written) if written == "]\n" else GOOD.partition(written)
    assert any(told in one for one in findings(head + instead + tail)), findings(head + instead + tail)


def test_a_kind_of_the_branchs_own_asks_nothing_of_a_member() -> None:
    text = GOOD.replace('about = "member"', 'about = "branch"').replace('type = "day"', 'type = "day", done = "member"')
    assert any("field day" in one and "没有本人" in one for one in findings(text)), findings(text)


def test_what_a_register_counts_leads_to_its_kind() -> None:
    for kind in kinds().values():
        counted = {one.counts for one in kind.register.columns if one.counts} if kind.register else set()
        assert counted <= {other.name for other, _ in catalog.referring(kind)}, kind.name


def test_all_findings_are_told_at_once() -> None:
    text = GOOD.replace('title = "what"', 'title = "topic"').replace("since = 3", "").replace('"day" }', '"moon" }')
    assert len(findings(text)) == 3


def test_the_columns_of_a_shipped_kind_are_those_of_its_table(book: Ledger) -> None:
    for kind in kinds().values():
        found = {row["name"] for row in book.query("SELECT name FROM pragma_table_info(?)", (kind.table,))}
        if kind.shelved:
            assert {shelf.place_of(kind, one) for one in kind.fields} - {"", shelf.PEOPLE} <= found, kind.name
            continue
        assert {one.name for one in kind.columns()} | {"org"} == found, kind.name
        assert schema.TABLES[kind.table].since == kind.since and schema.TABLES[kind.table].travels
        later = {one.name for one in kind.fields if one.since > kind.since}
        assert later == set(schema.TABLES[kind.table].added), kind.name


def test_no_two_kinds_have_operations_of_one_name() -> None:
    writing = [one for one in source.documents() if "part_of" not in one]
    assert len({source.prefix(one) for one in writing}) == len(writing)

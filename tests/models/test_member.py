"""Members: added, changed, gone, found; what cannot stand is refused by a sentence and changes nothing."""

import pytest

from models import group, id_number, journal, member
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import add_members


def number(serial: int = 1, birth: str = "19700102") -> str:
    digits = f"990101{birth}{serial:03d}"
    return digits + id_number.check_digit(digits)


def add(book: Ledger, **values: str) -> str:
    with book.operation("member.add") as op:
        return member.add_member(op, member_id=book.ids.new(), **{"name": "沈镕", **values})


def test_what_was_entered_is_kept(book: Ledger) -> None:
    values = {
        "sex": "female",
        "ethnicity": "汉族",
        "id_number": number(2),
        "birth_date": "1970-01-02",
        "category": "full",
        "joined_date": "1992-07",
        "regular_date": "1993",
        "work": "教师",
        "phone": "0000-1234567",
        "remark": "第一行",
    }
    kept = member.get(book, add(book, **values))
    assert {name: getattr(kept, name) for name in values} == values
    assert (kept.name, kept.name_pinyin, kept.name_initials, kept.status) == (
        "沈镕",
        "shenrong",
        "sr",
        "active",
    )


def test_only_what_differs_is_written(book: Ledger) -> None:
    one = add(book, phone="1")
    with book.operation("member.edit") as op:
        assert not member.edit_member(op, one, phone="1", name="沈镕")
        assert member.edit_member(op, one, phone="2")
    (change,) = journal.changes_of(book, journal.last_seq(book))
    assert change.before is not None and change.after is not None
    assert {name for name in change.after if change.after[name] != change.before[name]} == {"phone"}


def test_a_new_name_gets_new_keys_for_the_search(book: Ledger) -> None:
    one = add(book)
    with book.operation("member.edit") as op:
        member.edit_member(op, one, name="尉迟文静")
    assert [found.id for found in member.list_members(book, search="yuchi")] == [one]
    assert member.list_members(book, search="shen") == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "value-empty"),
        ({"name": "长" * 61}, "name-too-long"),
        ({"name": "沈\u200b镕"}, "value-bad-characters"),
        ({"phone": "1" * 61}, "value-too-long"),
        ({"remark": "a\u202eb"}, "value-bad-characters"),
        ({"address": "a\x00b"}, "value-bad-characters"),
        ({"joined_date": "1985.7"}, "value-bad-date"),
        ({"joined_date": "1985-02-30"}, "value-bad-date"),
        ({"birth_date": "１９８５"}, "value-bad-date"),
        ({"birth_date": "0000"}, "value-bad-date"),
        ({"sex": "男"}, "value-not-allowed"),
        ({"category": "x"}, "value-not-allowed"),
        ({"id_number": "990101197001020000"}, "id-number-wrong"),
        ({"id_number": "123"}, "id-number-wrong"),
        ({"group": "没有的组"}, "group-unknown"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_what_cannot_stand_is_refused(book: Ledger, values: dict[str, str], code: str) -> None:
    before = book.content_digest(), journal.last_seq(book)
    with pytest.raises(RefusedError) as caught:
        add(book, **values)
    if code != "name-too-long":
        assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert (book.content_digest(), journal.last_seq(book)) == before


def test_what_must_be_accepted_is_kept_as_it_is(book: Ledger) -> None:
    """Rows F02, F16 and F17 of the fault table: SQL, formulas and rare names are ordinary texts."""
    for text in ("'); DROP TABLE member; --", '=HYPERLINK("x")', "<b>&amp;", "%_\\"):
        assert member.get(book, add(book, remark=text)).remark == text
    for name in ("买买提·艾山", "䶮喆", "𠅤犇"):
        assert member.get(book, add(book, name=name)).name == name


def test_composed_and_decomposed_letters_are_the_same(book: Ledger) -> None:
    assert member.get(book, add(book, remark="Cafe\u0301")).remark == "Caf\u00e9"


def test_an_id_number_belongs_to_one_active_member(book: Ledger) -> None:
    first = add(book, id_number=number())
    with pytest.raises(RefusedError) as caught:
        add(book, name="邓喆", id_number=number().lower())
    assert (caught.value.code, caught.value.facts["other"]) == ("id-number-taken", "沈镕")
    with book.operation("member.remove") as op:
        member.remove_member(op, first, kind="transfer")
    add(book, name="邓喆", id_number=number())
    add(book, name="无号一", id_number="")
    add(book, name="无号二", id_number="")


def test_leaving_keeps_the_record(book: Ledger) -> None:
    one = add(book)
    with book.operation("member.remove") as op:
        member.remove_member(op, one, kind="other", reason="长期失联", date="2026-11")
    kept = member.get(book, one)
    assert (kept.status, kept.left_kind, kept.left_date, kept.left_reason) == (
        "left",
        "other",
        "2026-11",
        "长期失联",
    )
    assert member.list_members(book) == []
    assert [found.id for found in member.list_members(book, status="left")] == [one]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "other"}, "value-empty"),
        ({"kind": "vanished"}, "value-not-allowed"),
        ({"kind": "transfer", "date": "2026-13"}, "value-bad-date"),
    ],
)
def test_leaving_needs_a_reason_that_can_stand(book: Ledger, given: dict[str, str], code: str) -> None:
    one = add(book)
    with pytest.raises(RefusedError) as caught, book.operation("member.remove") as op:
        member.remove_member(op, one, **given)
    assert caught.value.code == code
    assert member.get(book, one).status == "active"


def test_nobody_leaves_twice_and_strangers_not_at_all(book: Ledger) -> None:
    one = add(book)
    for wanted in ("", "member-already-left"):
        with book.operation("member.remove") as op:
            if not wanted:
                member.remove_member(op, one, kind="transfer")
                continue
            with pytest.raises(RefusedError) as caught:
                member.remove_member(op, one, kind="transfer")
            assert caught.value.code == wanted
    with pytest.raises(RefusedError) as caught, book.operation("member.edit") as op:
        member.edit_member(op, "nobody", phone="1")
    assert caught.value.code == "member-unknown"
    with pytest.raises(RefusedError):
        member.get(book, "nobody")


# --- finding --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("曾", ["曾国祥"]),
        ("zengguo", ["曾国祥"]),
        ("zgx", ["曾国祥"]),
        ("ZGX", ["曾国祥"]),
        ("shantianfang", ["单田芳"]),
        ("艾山", ["买买提·艾山"]),
        ("曾 祥", ["曾国祥"]),
        ("曾 单", []),
        ("%", []),
        ("_", []),
        ("", ["买买提·艾山", "单田芳", "曾国祥"]),
    ],
)
def test_people_are_found_as_they_are_called(book: Ledger, search: str, names: list[str]) -> None:
    add_members(book)
    assert sorted(one.name for one in member.list_members(book, search=search)) == sorted(names)


def test_the_tail_of_an_id_number_finds(book: Ledger) -> None:
    one = add(book, id_number=number(7))
    assert [found.id for found in member.list_members(book, search=number(7)[-4:])] == [one]
    assert member.list_members(book, search=number(7)[:6]) == []
    assert member.list_members(book, search=number(7)[-2:]) == []


def test_orders(book: Ledger) -> None:
    add_members(book)
    add(book, name="无日期")
    assert [one.name for one in member.list_members(book, order="joined")] == [
        "单田芳",
        "曾国祥",
        "买买提·艾山",
        "无日期",
    ]
    assert [one.name for one in member.list_members(book, order="entered")][-1] == "无日期"
    by_pinyin = [one.name_pinyin for one in member.list_members(book, order="pinyin")]
    assert by_pinyin == sorted(by_pinyin)


def test_keys_and_records_of_a_page_agree_with_the_list(book: Ledger) -> None:
    for place in range(5):
        add(book, name=f"曾{'甲乙丙丁戊'[place]}")
    everyone = member.list_members(book)
    keys = member.list_keys(book)
    assert keys == [(one.org, one.id) for one in everyone]
    assert member.by_keys(book, keys[1:3]) == {(one.org, one.id): one for one in everyone[1:3]}
    assert member.by_keys(book, []) == {}


def test_counts(book: Ledger) -> None:
    add(book, category="full", sex="female", ethnicity="汉族")
    add(book, category="probationary", ethnicity="回族")
    gone = add(book, category="full", sex="female")
    with book.operation("member.remove") as op:
        member.remove_member(op, gone, kind="transfer")
    assert member.counts(book) == {"all": 2, "full": 1, "probationary": 1, "female": 1, "minority": 1}


# --- groups ---------------------------------------------------------------------------


def test_groups_are_named_once(book: Ledger) -> None:
    with book.operation("group.add") as op:
        first = group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    with pytest.raises(RefusedError) as caught, book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name=" 第一党小组 ")
    assert caught.value.code == "group-exists"
    with book.operation("group.edit") as op:
        group.edit_group(op, first, dissolved_date="2026-06")
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    assert [found.name for found in group.list_groups(book)] == ["第一党小组"] * 2


def test_a_member_joins_a_group_by_its_name_and_leaves_it(book: Ledger) -> None:
    with book.operation("roster.import") as op:
        one = member.add_member(op, member_id=book.ids.new(), name="沈镕", group="第一党小组", group_id=book.ids.new())
    assert member.get(book, one).group == "第一党小组"
    other = add(book, name="邓喆", group="第一党小组")
    assert len(group.list_groups(book)) == 1
    with book.operation("member.edit") as op:
        member.edit_member(op, other, group="")
    assert member.get(book, other).group == ""

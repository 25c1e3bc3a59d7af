"""The invented people are sound: nobody could be mistaken for somebody, and nothing contradicts itself."""

import json
from datetime import date
from pathlib import Path

import resources
from commands import invented
from models import id_number

TRUTH = json.loads((Path(__file__).parent / "data" / "sample_truth.json").read_text(encoding="utf-8"))


def test_id_numbers_are_valid_unassigned_unique_and_agree_with_the_person() -> None:
    people = invented.people(3000, year=2026)
    numbers = [person.id_number for person in people]
    assert len(set(numbers)) == 3000
    for person in people:
        assert person.id_number.startswith("990101")
        assert id_number.is_valid(person.id_number)
        assert id_number.birth_date(person.id_number) == person.birth.isoformat()
        assert id_number.sex(person.id_number) == ("female" if person.female else "male")


def test_people_joined_as_adults_and_served_a_year_of_probation() -> None:
    people = invented.people(500, year=2026)
    for person in people:
        assert person.joined >= date(person.birth.year + 18, 12, 31)
        assert person.joined <= date(2026, 6, 30)
        if person.regular is not None:
            assert person.regular == person.joined.replace(year=person.joined.year + 1)
            assert person.regular.year <= 2025
    assert sum(person.regular is None for person in people) == 3
    assert {person.group for person in people} == {f"第{n}党小组" for n in "一二三四"}


def test_the_same_seed_gives_the_same_people() -> None:
    assert invented.people(20, year=2026) == invented.people(20, year=2026)
    assert invented.people(20, year=2026) != invented.people(20, year=2026, seed=1)


def test_the_sample_has_sixty_members_with_the_names_that_trip_programs() -> None:
    names = [member["name"] for member in TRUTH["members"]]
    assert len(names) == 60
    assert {
        "赵䶮",
        "林喆",
        "周堃",
        "单玥",
        "曾犇",
        "沈镕",
        "买买提·艾山",
        "梁𠅤",
        "仇志远",
        "尉迟文静",
    } <= set(names)
    assert names.count("王建国") == 2
    assert sum(member["category"] == "probationary" for member in TRUTH["members"]) == 3
    assert all(id_number.is_valid(member["id_number"]) for member in TRUTH["members"])
    assert len(TRUTH["faulty"]) == 3


def test_the_sample_was_saved_by_an_office_program() -> None:
    import zipfile

    for path in resources.SAMPLE.glob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert b"<Application>LibreOffice" in book.read("docProps/app.xml")

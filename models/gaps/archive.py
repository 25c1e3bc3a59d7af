"""The archive's own way, and what its first page must say of the person."""

from collections.abc import Iterator

from models import words
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material, Person
from models.study_archive import StudyArchive

NEEDED = ("sex", "birth_date", "category", "joined_date")
"""Without these the first page says too little about whose archive it is."""
WANTED = ("ethnicity", "native_place", "education", "regular_date", "phone")


def gaps(read: Material) -> Iterator[Gap]:
    """Yield missing summaries and reviews of those still here, and blank fields of everybody."""
    for person in read.people:
        kept = read.archives.get(person.id)
        if kept is not None and person.stays:
            yield from _way(read, person, kept)
        yield from _data(person)


def _way(read: Material, person: Person, kept: StudyArchive) -> Iterator[Gap]:
    """An archive that nobody has begun is not missed before the year's end."""
    place, year = Place("archive", person.id), read.year
    subject = words.label("archive_section", "summary")
    if not kept.summary and not person.exempt and (read.ending or kept.state != "open"):
        yield told("no_summary", "must", place, subject, who=person.who, year=year)
    elif kept.state == "filled" or (read.ending and kept.state == "open" and kept.summary):
        variant = "" if kept.state == "filled" else "open"
        yield told("not_reviewed", "should", place, subject, who=person.who, variant=variant, year=year)
    elif kept.state == "reviewed" and read.as_of.year > year:
        yield told("not_filed", "note", place, subject, who=person.who, year=year)


def _data(person: Person) -> Iterator[Gap]:
    wanted = [name for name in WANTED if name != "regular_date" or person.row["category"] == "full"]
    missing = [name for name in (*NEEDED, *wanted) if not person.row[name]]
    if missing:
        severity = "must" if set(missing) & set(NEEDED) else "note"
        fields = "、".join(words.label("field", f"member.{name}") for name in missing)
        place, subject = Place("member", person.id), words.label("archive_section", "person")
        yield told("personal_data", severity, place, subject, who=person.who, fields=fields, names=tuple(missing))

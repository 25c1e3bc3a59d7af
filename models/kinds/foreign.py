"""What a newer program, or a committee, declared and this program does not know: kept, and shown by its own words.

The declaration travels with the records (`kind_definition`); only its words are believed, nothing in it is obeyed.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.kinds import shelf, source
from models.kinds.catalog import kinds
from models.kinds.field import Choice, Count, Field, Hours, Line, Money, Person, Points
from models.kinds.kind import Kind
from models.raw_text import shown
from models.schema import SELF

if TYPE_CHECKING:
    from models.kinds.records import Record
    from models.ledger import Ledger

_MOST = 1_000_000
_LINE = 100


def kinds_in(ledger: "Ledger", org: int | None = SELF) -> list[Kind]:
    """Return the kinds of which there are records and that this program does not know, as far as they can be shown."""
    # From one kind to the next in the index, instead of over all records.
    rows = ledger.query(
        f"WITH RECURSIVE k (name) AS (SELECT min(kind) FROM {shelf.TABLE} UNION ALL SELECT (SELECT min(kind) FROM"
        f" {shelf.TABLE} WHERE kind > k.name) FROM k WHERE k.name IS NOT NULL) SELECT name FROM k WHERE EXISTS"
        f" (SELECT 1 FROM {shelf.TABLE} r WHERE r.kind = k.name AND (?1 IS NULL OR r.org = ?1))",
        (org,),
    )
    unknown = {row["name"] for row in rows if row["name"] not in kinds() and _name(row["name"], "")}
    return list(by_name(ledger, unknown, org).values())


def by_name(ledger: "Ledger", names: Collection[str], org: int | None = SELF) -> dict[str, Kind]:
    """Return kinds by name, those that this program does not know by the words that came with their records."""
    found = {name: kinds()[name] for name in sorted(names) if name in kinds()}
    for name in sorted({*names} - found.keys()):
        sql = f"SELECT text FROM {shelf.DEFINITIONS} WHERE key = ?1 AND (?2 IS NULL OR org = ?2) ORDER BY version DESC"
        rows = ledger.query(sql, (name, org))
        found[name] = read(name, rows[0]["text"] if rows else "{}")
    return found


def kind_in(ledger: "Ledger", row: Mapping[str, Any]) -> Kind:
    """Return the kind of a row of the shelf, by the words that came with it where this program does not know it."""
    known = kinds().get(row["kind"])
    return known if known is not None else words_of(ledger, row["org"], row["kind"], row["kind_version"])


def fullest(ledger: "Ledger", row: Mapping[str, Any]) -> Kind:
    """Return the words for everything in a row of the shelf, also for what a newer program put into a known kind."""
    known = kind_in(ledger, row)
    if row["kind_version"] <= known.version:
        return known
    newer = words_of(ledger, row["org"], row["kind"], row["kind_version"])
    return newer if newer.by_name.keys() >= known.by_name.keys() else known


def words_of(ledger: "Ledger", org: int, name: str, version: int) -> Kind:
    """Return what a kept declaration of any kind says, also a newer one of a kind that is known in an older version."""
    sql = f"SELECT text FROM {shelf.DEFINITIONS} WHERE org = ? AND key = ? AND version = ?"
    rows = ledger.query(sql, (org, name, version))
    return read(name, rows[0]["text"] if rows else "{}")


def told(ledger: "Ledger", record: "Record") -> list[tuple[str, str]]:
    """Return word and text of what a record holds beside the fields that are known here."""
    if not record.more:
        return []
    kind = words_of(ledger, record.org, record.kind.name, record.version)
    known = kind.by_name
    return [
        (known[name].word, known[name].said(value)) if name in known else (name, shown(str(value)))
        for name, value in record.more.items()
    ]


def in_words(ledger: "Ledger", found: Sequence["Record"]) -> list["Record"]:
    """Return records with the options that only a newer program knows called by the words that came along."""
    newer: dict[tuple[int, str, int], Kind] = {}
    told = []
    for record in found:
        key = (record.org, record.kind.name, record.version)
        unknown = _unknown(record) if record.version > record.kind.version else []
        if unknown and key not in newer:
            newer[key] = words_of(ledger, *key)
        fields = newer[key].by_name if unknown else {}
        names = {name: fields[name].said(record.values[name]) for name in unknown if name in fields}
        told.append(replace(record, called={**record.called, **names}) if names else record)
    return told


def _unknown(record: "Record") -> list[str]:
    """Return the fields in which a record holds an option that its kind does not know here."""
    return [
        one.name for one in record.kind.fields
        if isinstance(one, Choice) and record.values[one.name] not in one.keys
    ]


def read(name: str, text: str) -> Kind:
    """Return a declaration that came with records, for showing them: what is no word in it is left out."""
    try:
        raw = json.loads(text)
    except ValueError:
        raw = {}
    raw = raw if isinstance(raw, dict) else {}
    listed = raw.get("field")
    fields = {one.name: one for one in map(_field, listed if isinstance(listed, list) else []) if one is not None}
    day, title = (_name(raw.get(key), key) for key in ("day", "title"))
    for one, word in ((day, "日期"), (title, "标题")):
        fields.setdefault(one, Line(name=one, word=word, most=_MOST))
    word = _word(raw, "word", name)
    shown_first = raw.get("list")
    listed_names = [one for one in (shown_first if isinstance(shown_first, list) else []) if one in (*fields, "member")]
    return Kind(
        name=name, word=word, call=word, short=word, enters=word, acts_as=name, day=day, title=title,
        about="branch" if raw.get("about") == "branch" else "member", since=shelf.FIRST_SCHEMA,
        fields=tuple(fields.values()), listed=tuple(listed_names or (day, "member", title)),
        sums=_name(raw.get("sums"), ""), foreign=True,
    )  # fmt: skip


def _name(found: Any, otherwise: str) -> str:
    """Return a name that may stand in SQL; what came with a package is believed only so far."""
    return found if isinstance(found, str) and source.NAME.fullmatch(found) else otherwise


def _word(raw: Mapping[str, Any], key: str, otherwise: str) -> str:
    value = raw.get(key)
    return shown(value)[:_LINE] if isinstance(value, str) and value else otherwise


def _field(raw: Any) -> Field | None:
    if not isinstance(raw, dict) or not (name := _name(raw.get("name"), "")):
        return None
    word, options = _word(raw, "word", name), raw.get("of")
    if isinstance(options, dict):
        words = {str(key): shown(str(said)) for key, said in options.items()}
        return Choice(name=name, word=word, of=words, empty=True)
    if raw.get("type") == "person":
        return Person(name=name, word=word, many=True)
    made = _AMOUNTS.get(str(raw.get("type")))
    return made(name, word) if made is not None else Line(name=name, word=word, most=_MOST)


_AMOUNTS: Mapping[str, Callable[[str, str], Field]] = {
    "count": lambda name, word: Count(name=name, word=word, most=_MOST),
    "hours": lambda name, word: Hours(name=name, word=word, most=_MOST),
    "points": lambda name, word: Points(name=name, word=word, most=_MOST),
    "money": lambda name, word: Money(name=name, word=word, most=_MOST),
}

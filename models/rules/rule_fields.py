"""The keys that a rule file may have, with type and range; what the words and numbers of one entry must agree on."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from models.amounts import MINUTES_AN_HOUR
from models.attendance import AWAY_MARKS
from models.dates import PartialDate
from models.kinds.catalog import kind_of
from models.meeting import MEETING_KINDS
from models.organization import ORGANIZATION_KINDS
from models.rules.rule import METRICS, PERIODS, SUBJECTS, WORKS

UNITS = {"次": 366, "学时": 1000, "%": 100}
"""Units of a rule and the most that can stand in each."""

UNIT_OF = {"meetings": "次", "make_up": "次", "note": "次"} | {"complete": "%"} | dict.fromkeys(
    ("unit_minutes", "member_minutes"), "学时"
)
SUBJECTS_OF = {
    "meetings": ("branch", "committee", "group"),
    "unit_minutes": ("branch",),
    "complete": ("branch",),
    "make_up": ("member",),
    "member_minutes": ("member", "leader", "village_secretary", "other_member"),
    "note": SUBJECTS,
}
MOST_POINTS = 1000


class Tell(Protocol):
    """Takes one finding."""

    def __call__(self, code: str, place: str, level: str = "error", **facts: Any) -> None:
        """Keep it."""


Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it must be, in words, how that is checked, and its value when missing (None: it must be there)."""

    what: str
    fits: Check
    default: Any = None
    optional: bool = False


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _one_of(allowed: Collection[str]) -> Check:
    return lambda value: isinstance(value, str) and value in allowed


def _some_of(allowed: Collection[str]) -> Check:
    return lambda value: isinstance(value, list) and all(isinstance(one, str) and one in allowed for one in value)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_points(value: Any) -> bool:
    return _number(value) and abs(value) <= MOST_POINTS and round(value * 100) == round(value * 100, 6)


def _text(default: str | None = None) -> Key:
    return Key("文字", lambda value: isinstance(value, str), default, default is not None)


def _flag(default: bool | None = False) -> Key:
    return Key("true 或 false", lambda value: isinstance(value, bool), default, default is not None)


def _choice(allowed: Collection[str], default: str | None = None) -> Key:
    return Key("、".join(allowed) + "之一", _one_of(allowed), default, default is not None)


def _list(allowed: Collection[str]) -> Key:
    return Key("、".join(allowed) + "组成的列表", _some_of(allowed), (), True)


def _points(default: int | None = None, *, optional: bool = True) -> Key:
    return Key(f"数（至多两位小数，不超过 {MOST_POINTS}）", _is_points, default, optional)


def _is_partial_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and PartialDate.from_iso(value).iso == value
    except ValueError:
        return False


_ISSUED = Key("日期（如 2026-01-31、2026-01）", _is_partial_day, "", True)
_DAY = Key("日期（如 2026-01-31）", lambda value: value == "" or _is_day(value), "", True)

SET: dict[str, Key] = {
    "title": _text(),
    "issuer": _text(),
    "document": _text(),
    "issued_on": _ISSUED,
    "status": _text(),
    "local": _flag(None),
}
RULE: dict[str, Key] = {
    "key": _text(),
    "title": _text(),
    "subject": _choice(SUBJECTS),
    "metric": _choice(METRICS),
    "period": _choice(PERIODS),
    "comparator": _choice((">=", "=")),
    "value": Key("数", _number),
    "unit": _choice(tuple(UNITS)),
    "quote": _text(""),
    "clause": _text(""),
    "meeting_kinds": _list(MEETING_KINDS),
    "study_kinds": _list(tuple(kind_of("study_record").choices("kind"))),
    "choices": _list(PERIODS),
    "soft": _flag(),
    "unverified": _flag(),
    "note": _text(""),
    "organization_kinds": _list(ORGANIZATION_KINDS),
    "valid_from": _DAY,
    "valid_to": _DAY,
}
SCHEME: dict[str, Key] = {
    "title": _text(),
    "issuer": _text(),
    "document": _text(),
    "status": _text(),
    "local": _flag(None),
    "combine": _choice(("best", "each")),
    "base": _points(0),
    "target": _points(),
    "floor": _points(),
    "ceiling": _points(),
    "unverified": _flag(),
}
ITEM: dict[str, Key] = {
    "key": _text(),
    "title": _text(),
    "group": _text(""),
    "per": _choice(("event", "hour", "entry")),
    "points": _points(optional=False),
    "meeting_kinds": _list(MEETING_KINDS),
    "study_kinds": _list(tuple(kind_of("study_record").choices("kind"))),
    "works": _list(WORKS),
    "cap": _points(),
    "cap_period": _choice(PERIODS, "year"),
    "late": _points(),
    "make_up": _points(),
    "marks": Key(
        "、".join(AWAY_MARKS) + "各得几分",
        lambda value: isinstance(value, dict) and all(k in AWAY_MARKS and _is_points(v) for k, v in value.items()),
        {},
        True,
    ),
    "quote": _text(""),
}


class Reader:
    """Reads the keys of one table and tells what does not fit."""

    def __init__(self, table: Mapping[str, Any], place: str, told: Tell) -> None:
        self.table = table
        self.place = place
        self.told = told
        self.sound = True

    def fault(self, code: str, **facts: Any) -> None:
        """Tell an error of this table."""
        self.sound = False
        self.told(code, self.place, **facts)

    def take(self, keys: Mapping[str, Key]) -> dict[str, Any]:
        """Return the values of known keys, lists as tuples; what is missing or wrong is told and gets its default."""
        taken: dict[str, Any] = {}
        for name, key in keys.items():
            value = self.table.get(name)
            if value is None:
                taken[name] = key.default
                if not key.optional:
                    self.fault("key-missing", name=name)
            elif not key.fits(value):
                taken[name] = key.default
                self.fault("value-wrong", name=name, value=str(value)[:40], what=key.what)
            else:
                taken[name] = tuple(value) if isinstance(value, list) else value
        return taken

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        """Return the entries of an array of tables."""
        found = self.table.get(name, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.fault("value-wrong", name=name, value=str(found)[:40], what=f"[[{name}]] 开头的各条")
        return []

    def rest(self, known: Collection[str]) -> None:
        """Tell every key that nobody knows."""
        for name in self.table:
            if name not in known:
                self.fault("key-unknown", name=name)


def rule_holds_together(taken: Mapping[str, Any], reader: Reader) -> bool:
    """Tell whether an entry can stand as a rule; whatever contradicts itself is told."""
    reader.rest(RULE)
    if not reader.sound:
        return False
    metric, period = taken["metric"], taken["period"]
    if taken["unit"] != UNIT_OF[metric] or taken["subject"] not in SUBJECTS_OF[metric]:
        reader.fault("metric-clash", metric=metric, unit=taken["unit"], subject=taken["subject"])
    if (period == "each") != (metric in ("complete", "make_up")) or (metric == "member_minutes" and period != "year"):
        reader.fault("period-clash", metric=metric, period=period)
    least = 0 if metric == "note" else 1
    if not least <= taken["value"] <= UNITS[taken["unit"]] or _uneven(taken):
        reader.fault("value-range", value=taken["value"], unit=taken["unit"], most=UNITS[taken["unit"]])
    if metric not in ("note", "member_minutes") and not taken["meeting_kinds"]:
        reader.fault("counts-nothing")
    if taken["choices"] and (period not in taken["choices"] or "each" in taken["choices"]):
        reader.fault("choices-clash", period=period)
    if taken["valid_from"] and taken["valid_to"] and taken["valid_to"] < taken["valid_from"]:
        reader.fault("span-reversed", first=taken["valid_from"], last=taken["valid_to"])
    return reader.sound


def _uneven(taken: Mapping[str, Any]) -> bool:
    steps = taken["value"] * (2 if taken["unit"] == "学时" else 1)
    return bool(steps != round(steps))


def item_holds_together(taken: Mapping[str, Any], reader: Reader) -> bool:
    """Tell whether an entry can stand as an item of a credit scheme; whatever contradicts itself is told."""
    reader.rest(ITEM)
    if not reader.sound:
        return False
    held = bool(taken["meeting_kinds"] or taken["study_kinds"])
    if taken["per"] == "entry" and held:
        reader.fault("item-by-hand")
    elif taken["per"] == "hour" and taken["works"]:
        reader.fault("works-not-hours")
    elif taken["per"] != "entry" and not held and not taken["works"]:
        reader.fault("item-counts-nothing")
    if taken["cap"] is not None and taken["cap"] < 0:
        reader.fault("cap-negative")
    if taken["per"] != "event" and taken["marks"]:
        reader.fault("marks-not-event")
    return reader.sound


def scheme_holds_together(values: Mapping[str, Any], reader: Reader) -> None:
    """Tell what contradicts itself in the head of a credit scheme."""
    if not reader.sound:
        return
    floor, ceiling, target = values["floor"], values["ceiling"], values["target"]
    if None not in (floor, ceiling) and ceiling < floor:
        reader.fault("span-reversed", first=floor, last=ceiling)
    if None not in (target, ceiling) and ceiling < target:
        reader.fault("target-out-of-reach", target=target, ceiling=ceiling)


def in_minutes(taken: dict[str, Any]) -> dict[str, Any]:
    """Return a rule's values with hours as minutes."""
    factor = MINUTES_AN_HOUR if taken["unit"] == "学时" else 1
    return taken | {"value": round(taken["value"] * factor)}


def in_hundredths(taken: dict[str, Any]) -> dict[str, Any]:
    """Return values of a scheme or item with credits as hundredths, under the names of the dataclasses."""
    names = {"points": "hundredths"} | {name: f"{name}_hundredths" for name in ("cap", "late", "make_up")}
    amounts = {*names, "base", "target", "floor", "ceiling"}
    kept = {
        names.get(name, name): round(value * 100) if name in amounts and value is not None else value
        for name, value in taken.items()
    }
    if "marks" in kept:
        kept["marks"] = {mark: round(points * 100) for mark, points in kept["marks"].items()}
    return kept

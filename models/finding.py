"""One thing that a check found."""

from dataclasses import dataclass, field
from typing import Any

from models import words
from models.changes import RowKey
from models.raw_text import shown


@dataclass(frozen=True, slots=True)
class Finding:
    """level: `error` or `warning`. table, key: the record, empty for the file. facts: for the sentence.

    columns: which values of the record are meant, as far as it can be told.
    """

    code: str
    level: str
    table: str = ""
    key: RowKey = ()
    facts: dict[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say what was found, in Chinese."""
        return shown(words.label("finding", self.code).format(**self.facts))

    def place(self) -> str:
        """Say where, in Chinese; empty for the whole file."""
        place = words.label("finding_place", self.table)
        record = self.facts.get("record") or self.facts.get("name") or ""
        return shown(f"{place}：{record}" if record else place)

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for `--json`: `code`, `level`, `table`, `key`, `columns`, `what`, `where`."""
        return {
            "code": self.code,
            "level": self.level,
            "table": self.table,
            "key": [part if isinstance(part, int) else shown(part) for part in self.key],
            "columns": list(self.columns),
            "what": self.sentence(),
            "where": self.place(),
        }

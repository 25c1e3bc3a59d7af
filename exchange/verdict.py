"""What became of one package: the same answer for `verify` and `receive`, with documented keys."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import loss
from models.errors import KnownError

if TYPE_CHECKING:
    from exchange.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one file.

    code: empty when accepted. reason: a sentence; when accepted what was checked or done. sender: name, or
    the id of one we do not know, or nothing. number: 0 when the file does not get that far. seq: the
    ledger's operation, 0 when nothing was written.
    """

    path: Path
    accepted: bool
    code: str
    reason: str
    next_step: str = ""
    sender: str = ""
    number: int = 0
    digest: str = ""
    seq: int = 0
    inspection: "Inspection | None" = None
    error: KnownError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the keys that others rely on."""
        told: dict[str, Any] = {
            "file": str(self.path),
            "accepted": self.accepted,
            "code": self.code,
            "reason": self.reason,
            "next": self.next_step,
            "sender": self.sender,
            "number": self.number,
            "digest": self.digest,
        }
        return told | ({"lost": self.lost} if self.asks else {})

    @property
    def asks(self) -> bool:
        """Whether it would go in after a person's yes (`diverged`, `shrinks`)."""
        return self.inspection is not None and self.error is not None and self.error is self.inspection.doubt

    @property
    def lost(self) -> dict[str, dict[str, Any]]:
        """The records that would vanish, by table: `count` and the first twenty names."""
        return loss.lost(self.inspection.changes) if self.inspection is not None else {}


def refused(path: Path, error: KnownError, *, inspection: "Inspection | None" = None) -> Verdict:
    """Return the verdict for a file that was refused with this error; `inspection` where a person may decide."""
    facts = error.facts
    where = error.where().strip()
    return Verdict(
        path=path,
        accepted=False,
        code=error.code,
        reason=f"{error.what()}（{where}）" if where else error.what(),
        next_step=error.next_step(),
        sender=str(facts.get("sender") or facts.get("org") or ""),
        number=int(facts.get("number") or 0),
        digest=str(facts.get("digest") or ""),
        inspection=inspection,
        error=error,
    )

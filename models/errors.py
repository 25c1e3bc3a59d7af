"""Errors of two kinds: the world's or the user's (`KnownError`, has a Chinese sentence) and ours (`BugError`).

A `KnownError` carries a short code and facts; the sentence (what, where, next) stands in
`resources/words/errors/*.toml`
under that code. Raising one always means: nothing has changed.
"""

from typing import Any, ClassVar

from models import words


class KnownError(Exception):
    """Something that can happen in ordinary life and has its own sentence for the user."""

    exit_status: ClassVar[int] = 1

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def what(self) -> str:
        """Say what happened, in Chinese."""
        return words.error_text(self.code, "what", self.facts)

    def where(self) -> str:
        """Say where it happened (file, sheet, row, field), in Chinese; empty when the place says itself."""
        return words.error_text(self.code, "where", self.facts)

    def next_step(self) -> str:
        """Say what the user can do next, in Chinese."""
        return words.error_text(self.code, "next", self.facts)

    def as_dict(self) -> dict[str, str]:
        """Return the four texts under the keys `code`, `what`, `where`, `next`."""
        return {"code": self.code, "what": self.what(), "where": self.where(), "next": self.next_step()}

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what(), self.where(), self.next_step()) if part)


class RefusedError(KnownError):
    """The program refuses an input or a step for a stated reason; exit status 1."""

    exit_status = 1


class UsageError(KnownError):
    """The program was asked for something that does not make sense; exit status 2."""

    exit_status = 2


class WorldError(KnownError):
    """Disk, lock, medium or file damage: the world's fault; exit status 3."""

    exit_status = 3


class BugError(Exception):
    """A mistake of this program; exit status 70."""

    exit_status: ClassVar[int] = 70

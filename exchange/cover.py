"""The figures of the cover sheet that goes with a package: who, which number, how many, the digest to
compare.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover sheet shows; nothing on it lets its reader open the package or fake a receipt.

    counts: (Chinese name of the table, rows) in order. digest: SHA-256 of the file as hex. created: UTC
    moment.
    """

    sender: str
    recipient: str
    secretary: str
    phone: str
    number: int
    created: str
    file_name: str
    size: int
    digest: str
    counts: tuple[tuple[str, int], ...]
    id_numbers: bool
    why: str

    @property
    def digest_groups(self) -> tuple[str, ...]:
        """The digest in groups of four, as people compare it."""
        return tuple(self.digest[at : at + 4] for at in range(0, len(self.digest), 4))

"""The printed recovery code: eight groups of six digits, 128 bits, a mistyped group is named.

Each group is a 16-bit number times eleven (the shape BitLocker uses): one wrong digit or two swapped
neighbours never leave a multiple of eleven.
"""

import re
import secrets
import unicodedata

from models.errors import RefusedError

GROUPS = 8
DIGITS = 6
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−_.,、，。·:：]+")


def new_code() -> str:
    """Return a new random code, its groups joined by hyphens."""
    return format_code(secrets.token_bytes(2 * GROUPS))


def format_code(value: bytes) -> str:
    """Return the code for 16 bytes."""
    numbers = [int.from_bytes(value[at : at + 2]) for at in range(0, 2 * GROUPS, 2)]
    return "-".join(f"{number * 11:0{DIGITS}d}" for number in numbers)


def parse(text: str) -> bytes:
    """Return the 16 bytes of a code as typed: full-width digits, blanks and any dash are accepted.

    Raises RefusedError: "recovery-code-length" (not 48 digits), "recovery-code-group" (names the wrong
    groups).
    """
    groups = _groups(unicodedata.normalize("NFKC", text).strip())
    wrong = [str(place) for place, group in enumerate(groups, 1) if not _number(group)]
    if wrong:
        raise RefusedError("recovery-code-group", groups="、".join(f"第 {place} 组" for place in wrong))
    return b"".join((int(group) // 11).to_bytes(2) for group in groups)


def digits(text: str) -> str:
    """Return the digits of one group as typed: full-width ones and blanks are accepted."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one in "0123456789")


def _groups(text: str) -> list[str]:
    """Split at what stands between groups; a code without any is cut every six digits."""
    parts = [part for part in _BETWEEN.split(text) if part]
    joined = "".join(parts)
    if len(parts) == GROUPS and any(len(part) != DIGITS for part in parts):
        # Eight groups, one too short or too long: that group is named.
        return parts
    if len(joined) != GROUPS * DIGITS:
        raise RefusedError("recovery-code-length", found=len(joined), wanted=GROUPS * DIGITS)
    return [joined[at : at + DIGITS] for at in range(0, len(joined), DIGITS)]


def _number(group: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{6}", group)) and int(group) % 11 == 0 and int(group) // 11 < 1 << 16

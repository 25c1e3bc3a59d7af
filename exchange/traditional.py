"""Headers and words of office forms in traditional characters, as the tables of synonyms spell them.

Only for telling what a header or a word means: names of people and whatever is kept stay as they are written.
"""

import tomllib
from functools import cache

import resources


def simplified(text: str) -> str:
    """Return a text with the traditional characters that office forms use replaced by the simplified ones."""
    return text.translate(_table())


@cache
def _table() -> dict[int, int]:
    path = resources.ROOT / "names" / "traditional.toml"
    pairs: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))["pairs"]
    return {ord(pair[0]): ord(pair[1]) for line in pairs for pair in line.split()}

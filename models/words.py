"""Chinese words for codes and enumerations, read once from `resources/words/`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import resources
from models.kinds import source


def _merged(folder: Path) -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in merged:
                raise ValueError(f"{path.name}: '{key}' already has its words in another file")
            merged[key] = entry
    return merged


@cache
def error_words() -> dict[str, dict[str, str]]:
    """Return code -> {what, where, next} as templates with named places for the facts."""
    return _merged(resources.WORDS / "errors")


@cache
def labels() -> dict[str, dict[str, str]]:
    """Return group -> {key -> Chinese word}, with what the kinds of records name."""
    groups = _merged(resources.WORDS / "labels")
    for name, more in source.words().items():
        group = groups.setdefault(name, {})
        if twice := sorted(group.keys() & more.keys()):
            raise ValueError(f"labels.{name}: {twice} already have their words in a kind of record")
        group |= more
    return groups


class _FactFormatter(Formatter):
    """Fills in facts; a fact that is missing shows as nothing rather than hiding the sentence."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "")


def error_text(code: str, part: str, facts: Mapping[str, Any]) -> str:
    """Return one part (`what`, `where` or `next`) of the sentence for an error code.

    Raises KeyError for a code without words: that is a mistake of ours, found by a test.
    """
    return _FactFormatter().vformat(error_words()[code].get(part, ""), (), facts)


def label(group: str, key: str) -> str:
    """Return the Chinese word for a key of a group; an empty key has an empty word."""
    return labels()[group][key] if key else ""

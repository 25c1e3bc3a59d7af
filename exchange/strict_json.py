"""JSON as files of others may hold it: no double fields, no NaN, no BOM, nothing deeper or longer than we
can take.
"""

import json
from typing import Any

from models.errors import RefusedError


class _Double(ValueError):
    """An object names a field twice."""


class _NotANumber(ValueError):
    """NaN or an infinity."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Double
    return found


def _constant(name: str) -> Any:
    raise _NotANumber(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def loads(content: bytes, place: str) -> Any:
    """Return the value of a JSON text.

    place: what is read, for the sentence. Raises RefusedError: `bom`, `utf8`, `json-dup`, `json-nan`, `json`.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        raise RefusedError("bom", place=place)
    try:
        return _DECODER.decode(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RefusedError("utf8", place=place) from error
    except _Double as error:
        raise RefusedError("json-dup", place=place) from error
    except _NotANumber as error:
        raise RefusedError("json-nan", place=place, value=str(error)) from error
    except (ValueError, RecursionError) as error:
        # ValueError also: an integer of more digits than Python converts.
        raise RefusedError("json", place=place) from error

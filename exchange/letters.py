"""Small exchanged files (receipt, invitation, registration): a JSON object as body, every field declared."""

from typing import TYPE_CHECKING, Any

from exchange import container, header, keys, signing, strict_json
from exchange.container import Container
from exchange.fields import WireTable, complete_row
from exchange.header import Header
from models import gate, journal, organization, schema
from models.clock import moment

if TYPE_CHECKING:
    from models.ledger import Ledger


def write(
    ledger: "Ledger",
    kind: str,
    content: dict[str, Any],
    *,
    to: str,
    to_key: str = "",
    seal_public: str = "",
    format_: int = header.LETTER_FORMAT,
) -> bytes:
    """Return a signed file of this kind from this ledger; sealed when `seal_public` is given."""
    own_keys, info = keys.own_keys(ledger), ledger.info()
    seq, digest = journal.head(ledger)
    head = Header(
        format=format_,
        schema=schema.VERSION,
        min_schema=header.READABLE_SINCE,
        kind=kind,
        org=organization.own(ledger).id,
        to=to,
        device=info["device"],
        lineage=info["lineage"],
        number=0,
        prev_sha256="",
        alg=signing.SIGN_SUITE,
        key_id=own_keys.key_id,
        sign_public=own_keys.sign_public,
        enc=signing.SEAL_SUITE if seal_public else signing.NOT_SEALED,
        to_key=to_key,
        created=moment(ledger.clock),
        journal={"seq": seq, "digest": digest},
        counts={},
    )
    plain = gate.canonical(content).encode("utf-8")
    return container.build(head, plain, sign_private=own_keys.sign_private, seal_public=seal_public)


def read(plain: bytes, declared: WireTable, found: Container, place: str) -> dict[str, Any]:
    """Return a body with every field checked. Raises RefusedError with the codes of `strict_json` and
    `fields`.
    """
    value = strict_json.loads(plain, place)
    return complete_row(declared, value, schema=found.header.schema, known=schema.VERSION, place=place)

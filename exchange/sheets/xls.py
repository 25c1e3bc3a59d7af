"""Reads .xls (Excel 97 and later, also WPS .et)."""

from pathlib import Path

from exchange.sheets import biff
from exchange.sheets.compound import Compound, DamagedCompound
from exchange.sheets.grid import Reading, Sheet
from models import words
from models.errors import RefusedError, WorldError


def read(path: Path, compound: Compound, reading: Reading) -> list[Sheet]:
    """Return all worksheets.

    Raises RefusedError("workbook-password", "workbook-not-one" for Excel 95 and older),
    WorldError("workbook-damaged").
    """
    try:
        return biff.read(compound.stream("Workbook" if "Workbook" in compound.names else "Book"), reading)
    except biff.Encrypted as error:
        raise RefusedError("workbook-password", path=str(path)) from error
    except biff.TooOld as error:
        kind = words.label("file_kind", "old_workbook")
        raise RefusedError("workbook-not-one", path=str(path), kind=kind) from error
    except (DamagedCompound, biff.DamagedRecords) as error:
        raise WorldError("workbook-damaged", path=str(path), detail=str(error)) from error

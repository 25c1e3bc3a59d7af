"""What forms are printed of: for each subject the function that gathers its data, one piece for each thing printed."""

from functools import partial
from typing import TYPE_CHECKING

from reports import (
    archive,
    attendance_sheet,
    credit_sheet,
    gap_list,
    kind_letter,
    kind_register,
    make_up_register,
    meeting_record,
    pledge_record,
    pledge_year,
    reading_matrix,
    roster,
    statistics_sheet,
    study_register,
)
from reports.fields import BoundData
from reports.options import PrintOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.ledger import Ledger

GATHERERS: "dict[str, Callable[[Ledger, PrintOptions], list[BoundData]]]" = {
    "roster": roster.pieces,
    "meeting": meeting_record.pieces,
    "sign_in": attendance_sheet.pieces,
    "statistics": statistics_sheet.pieces,
    "make_ups": make_up_register.pieces,
    "year_credits": credit_sheet.summary_pieces,
    "member_credits": credit_sheet.record_pieces,
    "archive": archive.pieces,
    "pledges": pledge_record.pieces,
    "pledge_notice": pledge_year.notices,
    "pledge_year": pledge_year.pieces,
    "study_year": study_register.pieces,
    "reading_matrix": reading_matrix.pieces,
    "gaps": gap_list.pieces,
    **{name: partial(kind_register.pieces, kind) for name, kind in kind_register.registers().items()},
    **{name: partial(kind_letter.pieces, kind) for name, kind in kind_letter.letters().items()},
}


def gather(subject: str, ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the pieces of a form of `form.SUBJECTS`, at least one. Raises UsageError for what does not exist."""
    with ledger.lock:
        return GATHERERS[subject](ledger, options)

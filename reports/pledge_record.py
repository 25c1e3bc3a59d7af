"""A pledge with everything that stands beside it, gathered for its forms (B10, E2; M66 to M72)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import member, pledge, pledge_parts, post, words
from models.errors import UsageError
from models.member import Member
from models.pledge import Pledge, PledgeAppraisal, PledgeDeed, PledgeItem, PledgeOpinion, PledgeStep
from models.pledge_parts import PledgeParts
from reports import unit
from reports.fields import BoundData
from reports.options import PrintOptions
from reports.roster import EMPTY

if TYPE_CHECKING:
    from models.ledger import Ledger

STAGES = (
    ("提诺", ("submit",)),
    ("审诺", ("return", "approve")),
    ("公诺", ("post",)),
    ("践诺", ("begin",)),
    ("评诺", ("appraise", "conclude")),
)
"""The five steps as the trade names them, and the moves of a pledge that belong to each."""

ENDED = ("终止", ("end",))
TITLES = {"member": "党员承诺书", "leader": "履职承诺书", "branch": "党支部承诺书"}


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing undertaken, with what was done for it; item None: what was done for the whole pledge."""

    item: PledgeItem | None
    deeds: tuple[PledgeDeed, ...]
    masked: bool

    def of_item(self, name: str) -> str:
        """Return a text of the item, nothing for the whole pledge."""
        return str(getattr(self.item, name)) if self.item else ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five steps: the moves taken in it, in their order."""

    title: str
    taken: tuple[PledgeStep, ...]


@dataclass(frozen=True, slots=True)
class PledgeRecord:
    """A pledge, the branch it was made in, and what stands beside it. role: the pledger's post and work.

    masked: mobile numbers fit for posting; secretary: of the branch.
    """

    pledge: Pledge
    unit: str
    role: str
    items: tuple[PledgeItem, ...]
    steps: tuple[PledgeStep, ...]
    deeds: tuple[PledgeDeed, ...]
    appraisals: tuple[PledgeAppraisal, ...]
    opinions: tuple[PledgeOpinion, ...]
    masked: bool = False
    secretary: str = ""

    @property
    def name(self) -> str:
        """The pledger's name; the branch as it calls itself."""
        return self.unit if self.pledge.owner == "branch" else self.pledge.name

    def last(self, step: str) -> PledgeStep | None:
        """Return the last move of a kind, none where it was never made."""
        return next((one for one in reversed(self.steps) if one.step == step), None)

    def said(self, source: str) -> PledgeAppraisal | None:
        """Return what one side said."""
        return next((one for one in self.appraisals if one.source == source), None)

    @property
    def promises(self) -> list[Promise]:
        """The items in their order, with their deeds."""
        return [
            Promise(item, tuple(deed for deed in self.deeds if deed.item_id == item.id), self.masked)
            for item in self.items
        ]

    @property
    def kept(self) -> list[Promise]:
        """The items, and behind them a line for what was done for the whole pledge, where there was any."""
        known = {item.id for item in self.items}
        whole = tuple(deed for deed in self.deeds if deed.item_id not in known)
        return self.promises + ([Promise(None, whole, self.masked)] if whole else [])

    @property
    def stages(self) -> list[Stage]:
        """The five steps, and the end of a pledge that was ended."""
        wanted = (*STAGES, ENDED) if self.last("end") else STAGES
        return [Stage(title, tuple(one for one in self.steps if one.step in kinds)) for title, kinds in wanted]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the pledges asked for, else all of the year; one empty one to be filled by hand.

    Raises UsageError("print-no-pledge") when there are none, RefusedError("record-gone").
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [BoundData({"unit": own, "pledge": None}, "", options.blank_rows, "承诺", own.name)]
    found = gather(ledger, options)
    if not found:
        raise UsageError("print-no-pledge", year=own.year)
    return [_bound(one, own, options) for one in found]


def gather(ledger: "Ledger", options: PrintOptions) -> list[PledgeRecord]:
    """Return the pledges asked for by id, else those of the year, of some members or of all."""
    own = unit.of(ledger, options)
    org = options.organisation
    if options.pledges:
        found = [pledge.get(ledger, one, org) for one in dict.fromkeys(options.pledges)]
    else:
        found = pledge.list_pledges(ledger, org=org, year=own.year)
        found = [one for one in found if not options.members or one.member_id in options.members]
    people = {one.id: one for one in member.list_members(ledger, org=org, status="")}
    held: dict[str, list[str]] = {}
    for term in post.list_posts(ledger.query, org, day=own.as_of):
        held.setdefault(term.member_id, []).append(words.label("post", term.post))
    roles = {one: role_of(person, held.get(one, ())) for one, person in people.items()}
    beside = pledge_parts.beside(ledger, found, org)
    return [_record(one, beside[one.id], roles.get(one.member_id or "", ""), own, options.masked) for one in found]


def role_of(one: Member, posts: Sequence[str]) -> str:
    """Return the posts held in the branch, else the one of the roster, and the work, as one text."""
    parts = [*(posts or [one.party_post]), one.work]
    return "、".join(dict.fromkeys(part for part in parts if part))


def _record(one: Pledge, parts: PledgeParts, role: str, own: unit.Unit, masked: bool) -> PledgeRecord:
    return PledgeRecord(
        one,
        own.name,
        role,
        tuple(parts.items),
        tuple(parts.steps),
        tuple(parts.deeds),
        tuple(parts.appraisals),
        tuple(parts.opinions),
        masked,
        own.secretary,
    )


def _bound(one: PledgeRecord, own: unit.Unit, options: PrintOptions) -> BoundData:
    title = f"{one.pledge.year}年度{TITLES[one.pledge.owner]}（{one.name}）"
    scopes = {"unit": own.about(one.name), "pledge": one}
    return BoundData(scopes, EMPTY[options.empty], 0, title, own.name, one.name)


def group_by_kind(items: Sequence[PledgeItem]) -> list[tuple[str, list[PledgeItem]]]:
    """Return the items kind by kind in the order of `pledge.ITEM_KINDS`, kinds without any left out."""
    groups = [(kind, [one for one in items if one.kind == kind]) for kind in pledge.ITEM_KINDS]
    return [(kind, found) for kind, found in groups if found]

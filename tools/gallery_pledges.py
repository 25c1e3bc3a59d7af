"""The gallery's pictures of pledges: the page with several ticked, one pledge at each point of its way, the dialogs."""

from collections.abc import Callable
from functools import partial

from gallery_screens import Photographer
from gui.pages.pledges.standing import PledgeLine
from gui.pages.pledges_page import PledgesPage


def views(taker: Photographer) -> None:
    """Take what the page itself shows; for every size."""
    page = _page(taker)
    page.table.tick_all()
    taker.take("pledges-ticked")
    page.table.tick([])
    taker.dialog("pledge-draft", page.draft)


def dialogs(taker: Photographer) -> None:
    """Take each point of the way and each dialog, once, as far as the sample stands there."""
    page = _page(taker)
    for state in ("none", "draft", "review", "posted", "keeping", "appraising", "concluded"):
        line = _first(page, state)
        if line is not None:
            page.table.choose_key(line.key)
            taker.take(f"pledges-{state}")
    acts: dict[str, tuple[str, Callable[[list[PledgeLine]], object]]] = {
        "pledge-view": ("keeping", lambda lines: page.open(lines[0])),
        "pledge-edit": ("draft", lambda lines: page.acts.do("edit", lines[:1])),
        "pledge-return": ("review", lambda lines: page.acts.step("return", lines)),
        "pledge-post": ("approved", lambda lines: page.acts.step("post", lines)),
        "pledge-opinion": ("posted", lambda lines: page.acts.opinion(lines[0])),
        "pledge-deed": ("keeping", lambda lines: page.acts.do("deed", lines)),
        "pledge-votes": ("appraising", lambda lines: page.acts.do("votes", lines)),
        "pledge-conclude": ("appraising", lambda lines: page.acts.step("conclude", lines)),
    }
    for name, (state, act) in acts.items():
        lines = [one for one in page.lines if one.state == state]
        if lines:
            taker.dialog(name, partial(act, lines))


def _first(page: PledgesPage, state: str) -> PledgeLine | None:
    return next((one for one in page.lines if one.state == state), None)


def _page(taker: Photographer) -> PledgesPage:
    page = taker.window.show_page("pledges")
    assert isinstance(page, PledgesPage)
    taker.settle()
    return page

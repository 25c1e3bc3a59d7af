"""A registered pair of ledgers: made once the real way, copied for each test that writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.package_kit import Desk, Pair, copy_pair, make_pair


@pytest.fixture(scope="session")
def pair_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed branch ledger and a closed committee ledger."""
    folder = tmp_path_factory.mktemp("template")
    make_pair(folder).close()
    return folder


@pytest.fixture
def pair(pair_template: Path, tmp_path: Path) -> Iterator[Pair]:
    """Both ledgers open, in a folder of the test's own."""
    found = copy_pair(pair_template, tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="module")
def desk(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A committee that has received number 5, and a forge for more; for tests that change nothing."""
    found = Desk(copy_pair(pair_template, tmp_path_factory.mktemp("desk")))
    yield found
    found.pair.close()

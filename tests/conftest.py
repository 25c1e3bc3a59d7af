"""What holds for every test; an area's own fixtures stand in its folder.

No screen, UTF-8, own folders instead of the user's, and a warning in the log fails the test that made it.
"""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from tools.system_libraries import PROGRAMS

# Before any test imports Qt or starts the program.
HOME = Path(tempfile.mkdtemp(prefix="zhibu-taizhang-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"):
    folder = HOME / variable.removeprefix("XDG_").lower()
    folder.mkdir(mode=0o700)
    os.environ[variable] = str(folder)
os.environ.update(APPDATA=str(HOME / "config_home"), LOCALAPPDATA=str(HOME / "state_home"))
os.environ.update(QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1", ZBTZ_HOME=str(HOME / "keys"))

# The machines that run the tests are shared: how long one example takes says nothing. The suite tries the same
# examples every time; `--hypothesis-profile=search` looks for new ones.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=500)
hypothesis.settings.load_profile("house")


class Listener(logging.Handler):
    """Keeps every warning and error that is logged while a test runs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def second_programs() -> Iterator[None]:
    """Skip a test whose second program is not on this machine, by its name; set-up installs them as root."""
    try:
        yield
    except FileNotFoundError as error:
        if error.filename not in PROGRAMS:
            raise
        pytest.skip(f"{error.filename} is not here: apt-get install {PROGRAMS[error.filename]}")


FIRST = (
    *("gui/test_every_dialog", "gui/test_every_page", "gui/test_archive_page", "gui/test_pledges_page"),
    *("gui/test_study_page", "gui/test_study_entries", "reports/test_archive", "reports/test_golden"),
    *("commands/test_processes", "commands/test_demo", "commands/test_filed_paper", "commands/test_print_org"),
    *("commands/test_archive_verbs", "commands/test_year_verbs", "commands/test_gaps_verb", "commands/test_no_network"),
    *("models/test_damage", "models/test_kill", "models/test_rescue", "models/test_undo_property"),
    *("models/test_backup_thinning", "models/test_pledge_path", "models/rules/test_year_property"),
    *("exchange/test_reader_fuzz", "exchange/test_meetings_sheet", "exchange/test_meetings_plan"),
    *("exchange/test_machine_files", "exchange/test_office_property", "exchange/test_matrix_files"),
)
"""The files that take longest begin, so that no process is left alone with one of them at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {Path(__file__).parent / f"{name}.py": place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes what tests/golden holds anew; look at the difference before it is committed."""
    parser.addoption("--update-golden", action="store_true", help="write the kept lists of drawn items anew")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    with second_programs():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Generator[None, object, object]:
    with second_programs():
        return (yield)


@pytest.fixture(autouse=True, scope="session")
def cheap_keys() -> Iterator[None]:
    """Keys from passwords and one-time codes at the least cost; `test_what_it_costs_to_try_a_password` and
    `test_what_it_costs_to_try_a_code` take what the program takes.
    """
    from exchange import signing
    from models import keyring

    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("_MEMORY_KIB", 64), ("_ITERATIONS", 1), ("_LANES", 1)):
            patch.setattr(keyring, name, least)
        patch.setattr(signing, "_SCRYPT_COST", 2)
        yield


@pytest.fixture(autouse=True, scope="session")
def cheap_commits() -> Iterator[None]:
    """A commit does not wait for the disk: that only shows when the power fails. `test_pragmas` takes what the program
    takes, and so does every process that a test starts.
    """
    from models import driver

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driver, "_SYNCHRONOUS", "OFF")
        yield


@pytest.fixture(autouse=True)
def no_ledger_seen_before() -> None:
    """What the computer remembers of a journal is not for the next test, whose ledger has the same counted id."""
    shutil.rmtree(HOME / "keys" / "heads", ignore_errors=True)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that makes the program log a warning, unless it is marked `logs`."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if request.node.get_closest_marker("logs") is None:
        assert listener.lines == [], "unexpected lines in the log"

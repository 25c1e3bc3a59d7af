"""Saves village.xlsx with a password as .xls and .ods, through LibreOffice.

Run by the system's Python, which has python3-uno: `/usr/bin/python3 tests/data/rosters/make_protected.py`.
"""

import subprocess
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

HERE = Path(__file__).resolve().parent
PIPE = "zbtz-corpus"
FILTERS = {"xls": "MS Excel 97", "ods": "calc8"}


def option(name, value):
    """Return one argument of an office call."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def desktop():
    """Return the running office, waiting for it to come up."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
            continue
        return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice does not answer")


def main():
    """Open the village list and store it twice with a password."""
    with tempfile.TemporaryDirectory() as folder:
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
             f"--accept=pipe,name={PIPE};urp;"]
        )  # fmt: skip
        try:
            running = desktop()
            source = uno.systemPathToFileUrl(str(HERE / "village.xlsx"))
            book = running.loadComponentFromURL(source, "_blank", 0, (option("Hidden", True),))
            for ending, name in FILTERS.items():
                target = uno.systemPathToFileUrl(str(HERE / f"protected.{ending}"))
                book.storeToURL(target, (option("FilterName", name), option("Password", "dangyuan")))
            book.close(True)
            running.terminate()
        finally:
            office.wait(30)


if __name__ == "__main__":
    main()

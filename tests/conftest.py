"""What holds for every test: no screen, UTF-8; an area's own fixtures stand in its folder."""

import os

# Before any test imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("PYTHONUTF8", "1")

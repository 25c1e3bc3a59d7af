"""The headless verbs: the same library as the window, for scripts and for people at a prompt; no Qt.

`run(argv)` takes the words after `main.py` and returns the exit status: 0 done; 1 done, with findings or
refusals; 2 used wrongly; 3 the world's fault, nothing changed. Faults of ours leave as exceptions; `main.py`
catches them (70).
"""

from commands.runner import report_error, run

__all__ = ["report_error", "run"]

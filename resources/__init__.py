"""Data files of the program and the paths to them; imports nothing of the program."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent
FONTS = ROOT / "fonts"
FORMS = ROOT / "forms"
ICONS = ROOT / "icons"
KINDS = ROOT / "kinds"
RULES = ROOT / "rules"
SAMPLE = ROOT / "sample"
WORDS = ROOT / "words"

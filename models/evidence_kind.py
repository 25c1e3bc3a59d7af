"""What a file is, found from its first bytes and its name; nothing is ever unpacked, so no file can burst."""

import unicodedata
from pathlib import PurePath

PROGRAM = "program"
"""Answered for everything that a double click would run."""

_PROGRAM_NAMES = (
    " apk app appx bash bat bin cmd com command cpl csh dll dmg docm dotm elf exe gadget hta inf ins jar jnlp js jse"
    " lnk msc msi msix msp mst pif pl ps1 psm1 py pyc pyw rb reg run scf scr sh so sys url vb vbe vbs wsc wsf wsh"
    " xlsm xltm xlam pptm desktop deb rpm "
)
_PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xef\xbb\xbf#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\xbe\xba\xfe\xca",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"!<arch>\n",
    b"@echo off",
    b"@ECHO OFF",
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAM_PARTS = (b"META-INF/MANIFEST.MF", b"classes.dex", b"vbaProject.bin", b"AndroidManifest.xml")
_PACKED = ((b"OFD.xml", "ofd"), (b"word/", "word"), (b"xl/", "excel"))
_BY_NAME = {"doc": "word", "docx": "word", "xls": "excel", "xlsx": "excel", "wps": "wps", "et": "wps"}
_TEXT_NAMES = frozenset(("txt", "csv", "md"))
_PDF_WITHIN = 1024


def kind_of(name: str, content: bytes) -> str:
    """Return one of `evidence.MEDIA`, `PROGRAM`, or nothing for what is neither document nor picture.

    A file whose name says more than its content is judged by both: a program's name alone is enough to refuse it.
    """
    suffix = PurePath(name.rstrip(" .")).suffix.lstrip(".").casefold()
    if (suffix and f" {suffix} " in _PROGRAM_NAMES) or content.startswith(_PROGRAM_STARTS):
        return PROGRAM
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(_ZIP):
        return _packed(content)
    if content.startswith(_OLE):
        return _BY_NAME.get(suffix, "")
    return "text" if suffix in _TEXT_NAMES and _is_text(content) else ""


def _packed(content: bytes) -> str:
    """Tell documents that are zip files by the names of their parts, which stand in them unpacked."""
    if any(part in content for part in _PROGRAM_PARTS):
        return PROGRAM
    return next((kind for part, kind in _PACKED if part in content), "")


def _is_text(content: bytes) -> bool:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(unicodedata.category(one) == "Cc" and one not in "\r\n\t\f" for one in text)
    return False

"""Whole files whose text was read in a wrong encoding by the program that wrote them."""

from exchange.sheets.grid import Sheet
from models import cell_text

_MOST_LOOKED_AT = 400
_WORDS = (
    "姓名",
    "性别",
    "民族",
    "日期",
    "时间",
    "出生",
    "年月",
    "身份",
    "序号",
    "类别",
    "电话",
    "会议",
    "议题",
    "主题",
    "党员",
    "备注",
)
_FEW = 20


def judged(sheets: list[Sheet]) -> bool:
    """Tell whether most texts at the beginning of a workbook are garbled, or would be headers in another encoding."""
    found = [cell for sheet in sheets for _, line in sheet.lines() for cell in line.values()][:_MOST_LOOKED_AT]
    texts = [str(cell.value) for cell in found if isinstance(cell.value, str) and not str(cell.value).isascii()]
    broken = sum(cell.flaw == "garbled" for cell in found)
    if broken * 2 > len(texts):
        return True
    if any(word in text for text in texts for word in _WORDS):
        return False
    return sum(any(word in one for one in cell_text.meant(text) for word in _WORDS) for text in texts) > 1


def text_of_two_encodings(content: bytes) -> bool:
    """Tell whether bytes that are no text in any one encoding are text but for a few places."""
    if b"\0" in content[:4096]:
        return False
    for encoding in ("utf-8", "gb18030"):
        text = content[:65_536].decode(encoding, "replace")
        chinese = sum("\u3400" <= one <= "\u9fff" for one in text)
        if chinese > _FEW and text.count("\ufffd") < chinese and any(word in text for word in _WORDS):
            return True
    return False
